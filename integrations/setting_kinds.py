"""Trackers, for the history and the file of the whole configuration: without their tokens."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape, row_of
from integrations.keeping import (
    TRACKER,
    add_tracker,
    archive_tracker,
    change_tracker,
    restore_tracker,
    tracker_described,
)
from integrations.models import Tracker, TrackerKind

_WORDS = ("name", "kind", "base", "project", "account", "issue_type")


def _fields(fields: Description) -> dict[str, Any]:
    return {name: fields[name] for name in _WORDS if name in fields}


def _put_away(tracker: Tracker, actor: Actor, away: bool) -> Any:
    return (archive_tracker if away else restore_tracker)(tracker, actor=actor)


TRACKERS = Kind(
    code=TRACKER,
    name=_("Tracker"),
    section="trackers",
    identity="name",
    labels={
        "name": _("Name"),
        "kind": _("Kind"),
        "base": _("Address"),
        "project": _("Project"),
        "account": _("Account"),
        "issue_type": _("Type of new issues"),
        "token": _("Token"),
        "is_archived": _("Archived"),
    },
    things=lambda: Tracker.objects.filter(archived_at=None).order_by("name"),
    find=row_of(Tracker),
    describe=lambda tracker: {
        name: value for name, value in tracker_described(tracker).items() if name != "is_archived"
    },
    add=lambda actor, fields: add_tracker(actor=actor, **_fields(fields)),
    change=lambda tracker, actor, fields: change_tracker(tracker, actor=actor, **_fields(fields)),
    put_away=_put_away,
    archived=lambda: Tracker.objects.exclude(archived_at=None),
    shapes=dict.fromkeys(_WORDS, Shape.TEXT),
    required=("kind", "base", "project"),
    words={"kind": dict(TrackerKind.choices)},
)
