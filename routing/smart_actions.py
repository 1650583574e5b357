"""What admins set of smart routing: whether it acts on a field and how sure it must be; and having its accuracy measured."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actors import Actor, person_of
from accounts.permissions import Permission
from accounts.setting_changes import Description, note_setting
from helpdesk import clock
from helpdesk.kept_words import to_keep
from routing.measuring import measure
from routing.models import SmartChoice, SmartMeasurement
from routing.neighbours import FIELD_WORDS, SmartField
from tickets.access import require
from tickets.errors import IllegalTransition, Invalid

SMART = "smart_routing"
USUAL_THRESHOLD = 0.9
LOWEST, HIGHEST = 0.5, 0.99
_CLAIM = timedelta(minutes=10)


@transaction.atomic
def set_choice(field: str, *, actor: Actor, is_on: bool, threshold: float = USUAL_THRESHOLD) -> SmartChoice:
    """Let it act on this field where it is so sure, or only propose; nothing when it is so. Raises Invalid, IllegalTransition."""
    require(actor, Permission.SETTINGS)
    if field not in list(SmartField):
        raise Invalid(_("Choose one of the offered values."))
    if not LOWEST <= threshold <= HIGHEST:
        raise Invalid(_("Choose between 50 and 99 percent."))
    if is_on and field == SmartField.LEVEL:
        raise IllegalTransition(
            _("A level changes by escalating, which a person does. Smart routing only proposes it.")
        )
    if is_on and newest_result() is None:
        raise IllegalTransition(_("Have the accuracy measured first."))

    choice, _made = SmartChoice.objects.get_or_create(field=field)
    before = choice_described(choice)
    choice.is_on, choice.threshold = is_on, round(threshold, 2)
    choice.save(update_fields=["is_on", "threshold"])
    name = to_keep(FIELD_WORDS[SmartField(field)])
    note_setting(SMART, field, name, actor=actor, before=before, after=choice_described(choice))
    return choice


def choice_described(choice: SmartChoice) -> Description:
    return {"field": choice.field, "is_on": choice.is_on, "percent": round(choice.threshold * 100)}


def choices_now() -> list[SmartChoice]:
    """One for each field, in their order; those that nobody has set are off."""
    kept = {choice.field: choice for choice in SmartChoice.objects.all()}
    return [kept.get(field.value, SmartChoice(field=field.value, threshold=USUAL_THRESHOLD)) for field in SmartField]


def newest_result() -> SmartMeasurement | None:
    return SmartMeasurement.objects.filter(result__isnull=False).order_by("-pk").first()


def start_measuring(*, actor: Actor) -> SmartMeasurement:
    """To be done by a worker; the one that is under way, when there is one."""
    require(actor, Permission.SETTINGS)
    try:
        with transaction.atomic():
            return SmartMeasurement.objects.create(started_at=clock.now(), asked_by=person_of(actor))
    except IntegrityError:
        return SmartMeasurement.objects.get(ended_at=None)


def work_on_measurement() -> bool:
    """The one that waits, if no other worker is at it; whether there was one. A worker that dies leaves it to the next."""
    now = clock.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    if not SmartMeasurement.objects.filter(free, ended_at=None).update(claimed_until=now + _CLAIM):
        return False
    waiting = SmartMeasurement.objects.get(ended_at=None)

    def progress(done: int, total: int) -> None:
        SmartMeasurement.objects.filter(pk=waiting.pk).update(done=done, total=total)

    result = measure(progress)
    found: dict[str, Any] | None = result.as_json() if result is not None else None
    SmartMeasurement.objects.filter(pk=waiting.pk).update(ended_at=clock.now(), result=found)
    return True
