"""Changing calendars and policies: each change is a version of its own, made by these verbs only.

What tickets are already promised does not change by that; sla/recomputing.py brings open ones to the new version.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor, person_of
from accounts.permissions import Permission
from helpdesk import clock
from sla import conditions as trees
from sla.calendar import NoOpenHours, Schedule
from sla.models import Calendar, CalendarVersion, Policy, PolicyVersion
from sla.terms import Terms
from tickets.access import require
from tickets.errors import IllegalTransition, Invalid

LONGEST_NAME = 80

Named = TypeVar("Named", Calendar, Policy)


@transaction.atomic
def save_calendar(
    *,
    actor: Actor,
    name: str,
    hours: Mapping[str, Any],
    day_names: Mapping[str, str] | None = None,
    calendar: Calendar | None = None,
) -> Calendar:
    """Make a calendar, or a new version of one; nothing where nothing changes.

    Raises Invalid with a sentence for hours that cannot be, that are never open, and for a name that is taken.
    """
    require(actor, Permission.SETTINGS)
    hours, day_names = dict(hours), dict(day_names or {})
    parsed_hours(hours)
    calendar = _named(Calendar() if calendar is None else _locked(calendar), name)
    current = calendar.current
    if current is None or (current.hours, current.day_names) != (hours, day_names):
        calendar.current = CalendarVersion.objects.create(
            calendar=calendar,
            number=current.number + 1 if current else 1,
            hours=hours,
            day_names=day_names,
            created_at=clock.now(),
            created_by=person_of(actor),
        )
        calendar.save(update_fields=["current"])
    return calendar


def parsed_hours(hours: Mapping[str, Any]) -> Schedule:
    """Raises Invalid with a sentence."""
    try:
        schedule = Schedule.parse(hours)
        schedule.add_business_seconds(clock.now(), 1)
    except (ValueError, NoOpenHours) as problem:
        raise Invalid(str(problem)) from None
    return schedule


@transaction.atomic
def make_default(calendar: Calendar, *, actor: Actor) -> None:
    """The calendar that new policies begin with and that figures without a policy count by."""
    require(actor, Permission.SETTINGS)
    if calendar.archived_at is not None:
        raise IllegalTransition(_("This calendar is archived. Restore it first."))
    Calendar.objects.filter(is_default=True).update(is_default=False)
    Calendar.objects.filter(pk=calendar.pk).update(is_default=True)


@transaction.atomic
def archive_calendar(calendar: Calendar, *, actor: Actor) -> None:
    """Take it out of every choice; what was computed by it stays. Raises IllegalTransition while something needs it."""
    require(actor, Permission.SETTINGS)
    calendar = _locked(calendar)
    if calendar.is_default:
        raise IllegalTransition(_("This is the default calendar. Make another one the default first."))
    users = list(Policy.objects.filter(current__calendar=calendar, archived_at=None).values_list("name", flat=True))
    if users:
        raise IllegalTransition(
            _("These policies count by it: %(names)s. Give them another one first.") % {"names": ", ".join(users)}
        )
    Calendar.objects.filter(pk=calendar.pk, archived_at=None).update(archived_at=clock.now())


def restore_calendar(calendar: Calendar, *, actor: Actor) -> None:
    require(actor, Permission.SETTINGS)
    Calendar.objects.filter(pk=calendar.pk).update(archived_at=None)


@transaction.atomic
def save_policy(
    *,
    actor: Actor,
    name: str,
    terms: Mapping[str, Any],
    conditions: Mapping[str, Any] | None = None,
    calendar: Calendar | None = None,
    description: str = "",
    policy: Policy | None = None,
) -> Policy:
    """Make a policy (behind the others), or a new version of one; no version where nothing changes.

    Raises Invalid with a sentence for terms and conditions that cannot be, and for business time without a calendar.
    """
    require(actor, Permission.SETTINGS)
    terms, conditions = dict(terms), dict(conditions or {})
    parsed_policy(terms, conditions, calendar)
    is_new = policy is None
    policy = _named(Policy() if policy is None else _locked(policy), name, description=description.strip())
    if is_new:
        policy.position = (Policy.objects.exclude(pk=policy.pk).order_by("-position").first() or policy).position + 1
        policy.save(update_fields=["position"])
    current = policy.current
    if current is None or (current.terms, current.conditions, current.calendar) != (terms, conditions, calendar):
        policy.current = PolicyVersion.objects.create(
            policy=policy,
            number=current.number + 1 if current else 1,
            terms=terms,
            conditions=conditions,
            calendar=calendar,
            created_at=clock.now(),
            created_by=person_of(actor),
        )
        policy.save(update_fields=["current"])
    return policy


def parsed_policy(terms: Mapping[str, Any], conditions: Mapping[str, Any], calendar: Calendar | None) -> Terms:
    """Raises Invalid with a sentence."""
    try:
        parsed = Terms.parse(terms)
        trees.parse(conditions)
    except ValueError as problem:
        raise Invalid(str(problem)) from None
    if parsed.needs_calendar and calendar is None:
        raise Invalid(_("Business time needs a calendar. Choose one, or count in calendar time."))
    if calendar is not None and calendar.archived_at is not None:
        raise Invalid(_("This calendar is archived. Choose another one."))
    return parsed


def set_policy_active(policy: Policy, *, actor: Actor, is_active: bool) -> bool:
    """Whether it was not so before."""
    require(actor, Permission.SETTINGS)
    return Policy.objects.filter(pk=policy.pk).exclude(is_active=is_active).update(is_active=is_active) > 0


@transaction.atomic
def order_policies(keys: Sequence[int], *, actor: Actor) -> None:
    """All that are not archived, in this order. Raises Invalid when some are missing or others named."""
    require(actor, Permission.SETTINGS)
    policies = {policy.pk: policy for policy in Policy.objects.select_for_update().filter(archived_at=None)}
    if sorted(keys) != sorted(policies):
        raise Invalid(_("Somebody added or removed a policy meanwhile. Look again, then put them in order."))
    for position, key in enumerate(keys):
        policies[key].position = position
    Policy.objects.bulk_update(policies.values(), ["position"])


def archive_policy(policy: Policy, *, actor: Actor) -> None:
    """No ticket comes under it any more; those that are stay until they are computed anew."""
    require(actor, Permission.SETTINGS)
    Policy.objects.filter(pk=policy.pk, archived_at=None).update(archived_at=clock.now())


def restore_policy(policy: Policy, *, actor: Actor) -> None:
    require(actor, Permission.SETTINGS)
    Policy.objects.filter(pk=policy.pk).update(archived_at=None)


def _locked(row: Named) -> Named:
    """The row as it is now, held until the transaction ends, so that two versions never get the same number."""
    fresh: Named = type(row)._default_manager.select_for_update().get(pk=row.pk)
    return fresh


def _named(row: Named, name: str, **columns: str) -> Named:
    """Saved under this name. Raises Invalid when it is empty or taken."""
    row.name = name.strip()
    if not row.name or len(row.name) > LONGEST_NAME:
        raise Invalid(_("Give it a name of at most %(most)s characters.") % {"most": LONGEST_NAME})
    for column, value in columns.items():
        setattr(row, column, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Invalid(_("There is one with this name already. Choose another name.")) from None
    return row
