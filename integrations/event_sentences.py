"""Sentences about issues in trackers, for tickets/event_text.py. The events hold all that they say."""

from typing import Any

from django.utils.translation import gettext as _

from helpdesk.kept_words import said_again
from helpdesk.labels import quoted
from tickets.event_names import Names
from tickets.events import EventKind
from tickets.models import Event


def issue_linked(event: Event, who: str, names: Names) -> str:
    if event.data.get("created"):
        return _("%(who)s has a new issue for this: %(issue)s") % _words(event, who)
    if "other" in event.data:
        return _("%(issue)s came here from #%(number)s") % _words(event, who)
    return _("%(who)s linked this to the issue %(issue)s") % _words(event, who)


def issue_unlinked(event: Event, who: str, names: Names) -> str:
    if "other" in event.data:
        return _("%(issue)s went to #%(number)s") % _words(event, who)
    return _("%(who)s removed the link to the issue %(issue)s") % _words(event, who)


def issue_asked(event: Event, who: str, names: Names) -> str:
    words = {"who": who, "tracker": event.data["tracker"], "title": event.data["title"]}
    return _("%(who)s creates an issue in %(tracker)s: “%(title)s”") % words


def issue_commented(event: Event, who: str, names: Names) -> str:
    return _("%(who)s sent the note to %(issue)s") % _words(event, who)


def issue_changed(event: Event, who: str, names: Names) -> str:
    return _("%(issue)s is now: %(state)s") % _words(event, who)


def issue_done(event: Event, who: str, names: Names) -> str:
    return _("%(issue)s is done (%(state)s)") % _words(event, who)


def issue_reopened(event: Event, who: str, names: Names) -> str:
    return _("%(issue)s is open again (%(state)s)") % _words(event, who)


def issue_failed(event: Event, who: str, names: Names) -> str:
    words = {"tracker": event.data["tracker"], "trouble": said_again(event.data["trouble"])}
    if event.data["what"] == "create":
        return _("No issue was created in %(tracker)s: %(trouble)s") % words
    return _("A comment did not reach %(tracker)s: %(trouble)s") % words


def _words(event: Event, who: str) -> dict[str, Any]:
    """The title, too, where it was known."""
    title = event.data.get("title")
    issue = f"{event.data['reference']} {quoted(title)}" if title else event.data["reference"]
    return {"who": who, "issue": issue, "state": event.data.get("state", ""), "number": event.data.get("other")}


SENTENCES = {
    EventKind.ISSUE_LINKED: issue_linked,
    EventKind.ISSUE_UNLINKED: issue_unlinked,
    EventKind.ISSUE_ASKED: issue_asked,
    EventKind.ISSUE_COMMENTED: issue_commented,
    EventKind.ISSUE_CHANGED: issue_changed,
    EventKind.ISSUE_DONE: issue_done,
    EventKind.ISSUE_REOPENED: issue_reopened,
    EventKind.ISSUE_FAILED: issue_failed,
}
