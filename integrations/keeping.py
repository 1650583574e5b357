"""Making and changing trackers. A token goes in and never comes out: no history, file, log or screen holds it."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from accounts.models.setting import SettingAct
from accounts.setting_changes import Description, note_setting, require_setting
from helpdesk import clock
from integrations.actions import ask_soon, post_call
from integrations.models import CallKind, CallState, Tracker, TrackerCall, TrackerKind
from outbox.reaching import refuse_wrong_address
from tickets.content import storable
from tickets.errors import Invalid

TRACKER = "tracker"
USUAL_BASES = {TrackerKind.GITHUB: "https://api.github.com", TrackerKind.GITLAB: "https://gitlab.com"}
_PROJECTS = {
    TrackerKind.GITHUB: re.compile(r"[\w.-]+/[\w.-]+", re.ASCII),
    TrackerKind.GITLAB: re.compile(r"[\w.-]+(/[\w.-]+)+", re.ASCII),
    TrackerKind.JIRA: re.compile(r"[A-Z][A-Z0-9_]+", re.ASCII),
}
_FIELDS = ("name", "kind", "base", "project", "account", "issue_type")


@transaction.atomic
def add_tracker(*, actor: Actor, kind: str, token: str = "", **words: Any) -> Tracker:
    """Its connection is tested by a worker at once. Raises Invalid with what to write instead."""
    require_setting(actor)
    now = clock.now()
    tracker = Tracker(kind=kind, created_at=now, due_at=now)
    return _saved(tracker, actor, None, words, token)


@transaction.atomic
def change_tracker(tracker: Tracker, *, actor: Actor, token: str = "", **words: Any) -> Tracker:
    """An empty token leaves the one there is, unless the address changes: no address gets a token meant for another."""
    require_setting(actor)
    tracker = Tracker.objects.get(pk=tracker.pk)
    return _saved(tracker, actor, tracker_described(tracker), words, token)


@transaction.atomic
def archive_tracker(tracker: Tracker, *, actor: Actor) -> bool:
    """Nothing is asked there any more; tickets keep their links. False if it is archived."""
    return _put_away(tracker, actor, away=True)


@transaction.atomic
def restore_tracker(tracker: Tracker, *, actor: Actor) -> bool:
    return _put_away(tracker, actor, away=False)


@transaction.atomic
def test_connection(tracker: Tracker, *, actor: User) -> TrackerCall:
    """A worker asks; the answer stands on the call. One that waits already is the one."""
    require_setting(actor)
    waiting = tracker.calls.filter(kind=CallKind.CHECK, state=CallState.QUEUED).first()
    return waiting or post_call(tracker, CallKind.CHECK, actor)


def tracker_described(tracker: Tracker) -> Description:
    """Without its secrets: where the file is read, the token is entered anew."""
    return {name: getattr(tracker, name) for name in _FIELDS} | {"is_archived": tracker.archived_at is not None}


def newest_check(tracker: Tracker) -> TrackerCall | None:
    return tracker.calls.filter(kind=CallKind.CHECK).first()


def _saved(tracker: Tracker, actor: Actor, before: Description | None, words: dict[str, Any], token: str) -> Tracker:
    for name, value in words.items():
        setattr(tracker, name, storable(str(value)).strip())
    token = storable(token).strip()
    tracker.base = tracker.base.rstrip("/") or USUAL_BASES.get(TrackerKind(tracker.kind), "")
    _refuse_wrong(tracker)
    if before is not None and tracker.token and not token and _host(before["base"]) != _host(tracker.base):
        raise Invalid(_("Enter a token for the new address: the old one is not sent there."))
    if any(letter.isspace() for letter in token):
        raise Invalid(_("A token has no blanks. Copy it again."))
    has_new_token = bool(token) and token != tracker.token
    tracker.token = token or tracker.token
    tracker.due_at = clock.now()
    if before is not None and (tracker.project, tracker.base) != (before["project"], before["base"]):
        tracker.known_to = None
    tracker.save()
    after = tracker_described(tracker)
    said = {"token": ""}, {"token": _("a new one")} if has_new_token else {"token": ""}
    note_setting(
        TRACKER,
        tracker.pk,
        tracker.name,
        actor=actor,
        before=None if before is None else {**before, **said[0]},
        after={**after, **said[1]} if before is not None else after,
    )
    if isinstance(actor, User):
        test_connection(tracker, actor=actor)
    ask_soon(tracker)
    return tracker


def _refuse_wrong(tracker: Tracker) -> None:
    if tracker.kind not in TrackerKind:
        raise Invalid(_("Choose one of the offered values."))
    if not tracker.name or len(tracker.name) > 100:
        raise Invalid(_("Give it a name of at most 100 characters."))
    if Tracker.objects.filter(name=tracker.name).exclude(pk=tracker.pk).exists():
        raise Invalid(_("There is one of this name. Choose another name."))
    if tracker.kind == TrackerKind.JIRA and not tracker.base:
        raise Invalid(
            _("Jira has no address that is the same for all. Write yours, such as https://NAME.atlassian.net.")
        )
    try:
        refuse_wrong_address(tracker.base, secure=not settings.WEBHOOKS_TO_PRIVATE_ADDRESSES)
    except ValueError as refusal:
        raise Invalid(str(refusal)) from None
    parts = urlsplit(tracker.base)
    if parts.query or "@" in parts.netloc:
        raise Invalid(_("Write an address that begins with https://."))
    if not _PROJECTS[TrackerKind(tracker.kind)].fullmatch(tracker.project):
        raise Invalid(_PROJECT_WORDS[TrackerKind(tracker.kind)]())


_PROJECT_WORDS = {
    TrackerKind.GITHUB: lambda: _("Write the repository as owner/name."),
    TrackerKind.GITLAB: lambda: _("Write the project with its group, as group/project."),
    TrackerKind.JIRA: lambda: _("Write the project's key in capitals, such as APP."),
}


def _host(base: str) -> str:
    return urlsplit(base).netloc


def _put_away(tracker: Tracker, actor: Actor, *, away: bool) -> bool:
    require_setting(actor)
    tracker.refresh_from_db()
    if (tracker.archived_at is not None) == away:
        return False
    before = tracker_described(tracker)
    tracker.archived_at = clock.now() if away else None
    tracker.save(update_fields=["archived_at"])
    act = SettingAct.ARCHIVED if away else SettingAct.RESTORED
    note_setting(
        TRACKER, tracker.pk, tracker.name, actor=actor, before=before, after=tracker_described(tracker), act=act
    )
    return True
