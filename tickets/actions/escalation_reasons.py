"""Keeping the list of reasons why tickets go up, and the guides of the levels. No change to a ticket: no event."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from accounts.setting_changes import note_setting
from helpdesk import clock
from helpdesk.kept_words import to_keep
from tickets.access import require
from tickets.content import storable
from tickets.errors import IllegalTransition, Invalid
from tickets.models import EscalationReason, Level, LevelGuide

LONGEST_GUIDE = 20_000
REASON, GUIDE = "escalation_reason", "level_guide"


@transaction.atomic
def add_escalation_reason(*, actor: User, name: str) -> EscalationReason:
    """At the end of the list. Raises Invalid for an empty name, IllegalTransition for one that is there."""
    require(actor, Permission.SETTINGS)
    last = EscalationReason.objects.aggregate(last=Max("position"))["last"]
    reason = _saved(EscalationReason(position=0 if last is None else last + 1), name=name)
    _note(reason, actor, None)
    return reason


@transaction.atomic
def change_escalation_reason(reason: EscalationReason, *, actor: User, **fields: Any) -> EscalationReason:
    """Its name, its position, or whether it is offered; escalations keep the words that they were given."""
    require(actor, Permission.SETTINGS)
    before = reason_described(EscalationReason.objects.get(pk=reason.pk))
    reason = _saved(reason, **fields)
    _note(reason, actor, before)
    return reason


@transaction.atomic
def set_level_guide(
    level: Level, *, actor: User, criteria: str | None = None, procedure: str | None = None
) -> LevelGuide | None:
    """What belongs to the level and how it is done, as Markdown; what is None stays. None if nothing changes."""
    require(actor, Permission.SETTINGS)
    guide = LevelGuide.objects.filter(pk=level).first() or LevelGuide(level=level)
    before = guide_described(guide)
    guide.criteria = guide.criteria if criteria is None else _text(criteria)
    guide.procedure = guide.procedure if procedure is None else _text(procedure)
    if before == guide_described(guide):
        return None
    guide.changed_at = clock.now()
    guide.save()
    note_setting(
        GUIDE, guide.pk, to_keep(Level(guide.level).label), actor=actor, before=before, after=guide_described(guide)
    )
    return guide


def reason_described(reason: EscalationReason) -> dict[str, Any]:
    """As history and file know it."""
    return {"name": reason.name, "position": reason.position, "is_active": reason.is_active}


def guide_described(guide: LevelGuide) -> dict[str, Any]:
    """As history and file know it."""
    return {"level": int(guide.level), "criteria": guide.criteria, "procedure": guide.procedure}


def _note(reason: EscalationReason, actor: User, before: dict[str, Any] | None) -> None:
    note_setting(REASON, reason.pk, reason.name, actor=actor, before=before, after=reason_described(reason))


def _saved(reason: EscalationReason, **fields: Any) -> EscalationReason:
    for name, value in fields.items():
        setattr(reason, name, value)
    reason.name = " ".join(storable(reason.name).split())[:100]
    if not reason.name:
        raise Invalid(_("Give the reason a name."))
    try:
        with transaction.atomic():
            reason.save()
    except IntegrityError as taken:
        raise IllegalTransition(_("There is a reason of this name already.")) from taken
    return reason


def _text(words: str) -> str:
    return storable(words).replace("\r\n", "\n").strip()[:LONGEST_GUIDE]
