"""Sentences about problems and their incidents; part of tickets/event_text.py."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tickets.event_names import Names
from tickets.models import Event


def incidents_answered(event: Event, who: str, names: Names) -> str:
    count = event.data["count"]
    words = {"who": who, "count": count}
    if event.data.get("children"):
        return (
            ngettext("%(who)s answers the child of this", "%(who)s answers %(count)s children of this", count) % words
        )
    if event.data["solving"]:
        return (
            ngettext(
                "%(who)s answers the incident of this and solves it",
                "%(who)s answers %(count)s incidents of this and solves them",
                count,
            )
            % words
        )
    return (
        ngettext("%(who)s answers the incident of this", "%(who)s answers %(count)s incidents of this", count) % words
    )


def incident_detached(event: Event, who: str, names: Names) -> str:
    words = {"person": names.person(event.data["person"]), "ticket": names.ticket(event.data["other"])}
    if event.data.get("inward"):
        return _("%(person)s wrote again after the answer to all: %(ticket)s is no incident of this any more") % words
    return _("%(person)s wrote again after the answer to all: this is no incident of %(ticket)s any more") % words
