"""Changing calendars and policies: each change is a version of its own, made by these verbs only.

What tickets are already promised does not change by that; sla/recomputing.py brings open ones to the new version.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor, person_of
from accounts.models.setting import SettingAct
from accounts.setting_changes import note_setting, require_setting
from helpdesk import clock
from sla import conditions as trees
from sla.calendar import NoOpenHours, Schedule
from sla.calendar_data import plain_hours
from sla.describing import name_of, of_today, renamed_conditions, renamed_terms
from sla.models import Calendar, CalendarVersion, DefaultCalendar, Policy, PolicyVersion
from sla.naming import never_there
from sla.placing import ahead_of_new
from sla.terms import Terms
from tickets.errors import IllegalTransition, Invalid
from tickets.models import Ticket

CALENDAR, POLICY, POLICY_ORDER = "calendar", "policy", "policy_order"
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
    require_setting(actor)
    parsed_hours(hours)
    hours, day_names = plain_hours(hours), _names_of_days(day_names or {})
    before = None if calendar is None else calendar_described(_locked(calendar))
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
    note_setting(CALENDAR, calendar.pk, calendar.name, actor=actor, before=before, after=calendar_described(calendar))
    return calendar


def _names_of_days(given: Mapping[Any, Any]) -> dict[str, str]:
    """By their ISO dates. Raises Invalid."""
    if not all(isinstance(day, str) and isinstance(name, str) for day, name in given.items()):
        raise Invalid(_("Days off have their names as texts, such as “2026-12-24: Company holiday”."))
    return dict(given)


def calendar_described(calendar: Calendar) -> dict[str, Any]:
    """As history knows it."""
    current = calendar.current
    hours = current.hours if current else {}
    return {
        "name": calendar.name,
        "time_zone": hours.get("time_zone", ""),
        "weekly": hours.get("weekly", {}),
        "holidays": hours.get("holidays", []),
        "holiday_region": hours.get("holiday_region", ""),
        "day_names": current.day_names if current else {},
        **({"is_default": True} if calendar.is_default else {}),
    }


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
    """The calendar that new policies begin with and that figures without a policy count by: what is answered from now on.

    On a desk that has no ticket yet it was always the default: what is imported from before counts by it.
    """
    require_setting(actor)
    if calendar.archived_at is not None:
        raise IllegalTransition(_("This calendar is archived. Restore it first."))
    former = list(Calendar.objects.select_for_update().filter(is_default=True).exclude(pk=calendar.pk))
    for other in former:
        Calendar.objects.filter(pk=other.pk).update(is_default=False)
        _note_default(other, actor, is_default=False)
    if Calendar.objects.filter(pk=calendar.pk, is_default=False).update(is_default=True):
        _note_default(calendar, actor, is_default=True)
        if not Ticket.objects.exists():
            DefaultCalendar.objects.all().delete()
        DefaultCalendar.objects.create(calendar=calendar, since=clock.now())


def _note_default(calendar: Calendar, actor: Actor, *, is_default: bool) -> None:
    before, after = {"is_default": not is_default}, {"is_default": is_default}
    note_setting(CALENDAR, calendar.pk, calendar.name, actor=actor, before=before, after=after)


@transaction.atomic
def archive_calendar(calendar: Calendar, *, actor: Actor) -> None:
    """Take it out of every choice; what was computed by it stays. Raises IllegalTransition while something needs it."""
    require_setting(actor)
    calendar = _locked(calendar)
    if calendar.is_default:
        raise IllegalTransition(_("This is the default calendar. Make another one the default first."))
    users = list(Policy.objects.filter(current__calendar=calendar, archived_at=None).values_list("name", flat=True))
    if users:
        raise IllegalTransition(
            _("These policies count by it: %(names)s. Give them another one first.") % {"names": ", ".join(users)}
        )
    _put_away(calendar, CALENDAR, actor)


@transaction.atomic
def restore_calendar(calendar: Calendar, *, actor: Actor) -> None:
    require_setting(actor)
    _bring_back(calendar, CALENDAR, actor)


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
    """Make a policy, or a new version of one; no version where nothing changes.

    Raises Invalid with a sentence for terms and conditions that cannot be, and for business time without a calendar.
    """
    require_setting(actor)
    terms, conditions = dict(terms), dict(conditions or {})
    parsed = parsed_policy(terms, conditions, calendar)
    ahead = ahead_of_new(trees.parse(conditions)) if policy is None else None
    before = None if policy is None else policy_described(_locked(policy))
    policy = _named(Policy() if policy is None else _locked(policy), name, description=description.strip())
    if ahead is not None:
        _put_in_place(policy, ahead)
    current = policy.current
    if current is None or not _means_the_same(current, parsed, conditions, calendar):
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
    note_setting(POLICY, policy.pk, policy.name, actor=actor, before=before, after=policy_described(policy))
    return policy


def _means_the_same(
    version: PolicyVersion, terms: Terms, conditions: Mapping[str, Any], calendar: Calendar | None
) -> bool:
    """However it is written: a form puts lists in an order of its own."""
    if version.calendar != calendar or Terms.parse(version.terms) != terms:
        return False
    return trees.simplified(trees.parse(version.conditions)) == trees.simplified(trees.parse(conditions))


def policy_described(policy: Policy) -> dict[str, Any]:
    """As history and file know it: what it names stands there by its name."""
    current = policy.current
    return {
        "name": policy.name,
        "description": policy.description,
        "conditions": renamed_conditions(of_today(current.conditions), name_of) if current else {},
        "terms": renamed_terms(current.terms, name_of) if current else {},
        "calendar": current.calendar.name if current and current.calendar else None,
        "is_active": policy.is_active,
    }


def _put_in_place(new: Policy, ahead: Sequence[Policy]) -> None:
    behind = Policy.objects.exclude(pk__in=[new.pk, *(other.pk for other in ahead)]).order_by("position", "pk")
    order = [*ahead, new, *behind]
    for position, policy in enumerate(order):
        policy.position = position
    Policy.objects.bulk_update(order, ["position"])


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
    if (gone := never_there(conditions, terms)) is not None:
        raise Invalid(_("“%(value)s” is no value of “%(name)s”.") % {"value": gone[1], "name": gone[0]})
    return parsed


@transaction.atomic
def set_policy_active(policy: Policy, *, actor: Actor, is_active: bool) -> bool:
    """Whether it was not so before."""
    require_setting(actor)
    changed = Policy.objects.filter(pk=policy.pk).exclude(is_active=is_active).update(is_active=is_active) > 0
    if changed:
        before, after = {"is_active": not is_active}, {"is_active": is_active}
        note_setting(POLICY, policy.pk, policy.name, actor=actor, before=before, after=after)
    return changed


@transaction.atomic
def order_policies(keys: Sequence[int], *, actor: Actor) -> None:
    """All that are not archived, in this order. Raises Invalid when some are missing or others named."""
    require_setting(actor)
    policies = {policy.pk: policy for policy in Policy.objects.select_for_update().filter(archived_at=None)}
    require_all(keys, policies)
    before = sorted(policies, key=lambda key: (policies[key].position, key))
    for position, key in enumerate(keys):
        policies[key].position = position
    Policy.objects.bulk_update(policies.values(), ["position"])
    note_setting(
        POLICY_ORDER, "all", "SLA policies", actor=actor, before={"order": before}, after={"order": list(keys)}
    )


def require_all(keys: Sequence[int], policies: Iterable[int] | None = None) -> None:
    """That they are those of all policies that are not archived, else Invalid is raised."""
    if policies is None:
        policies = Policy.objects.filter(archived_at=None).values_list("pk", flat=True)
    if sorted(keys) != sorted(policies):
        raise Invalid(_("Somebody added or removed a policy meanwhile. Look again, then put them in order."))


@transaction.atomic
def archive_policy(policy: Policy, *, actor: Actor) -> None:
    """No ticket comes under it any more; those that are stay until they are computed anew."""
    require_setting(actor)
    _put_away(policy, POLICY, actor)


@transaction.atomic
def restore_policy(policy: Policy, *, actor: Actor) -> None:
    require_setting(actor)
    _bring_back(policy, POLICY, actor)


def _put_away(row: Named, kind: str, actor: Actor) -> None:
    if type(row)._default_manager.filter(pk=row.pk, archived_at=None).update(archived_at=clock.now()):
        _note_act(row, kind, actor, SettingAct.ARCHIVED)


def _bring_back(row: Named, kind: str, actor: Actor) -> None:
    if type(row)._default_manager.filter(pk=row.pk, archived_at__isnull=False).update(archived_at=None):
        _note_act(row, kind, actor, SettingAct.RESTORED)


def _note_act(row: Named, kind: str, actor: Actor, act: SettingAct) -> None:
    is_away = act == SettingAct.ARCHIVED
    before, after = {"is_archived": not is_away}, {"is_archived": is_away}
    note_setting(kind, row.pk, row.name, actor=actor, before=before, after=after, act=act)


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
