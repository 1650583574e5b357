"""Calendars and policies, for the history of settings and the file of the whole configuration."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.directory import Refusal
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape, row_of
from sla.changing import (
    archive_policy,
    order_policies,
    restore_policy,
    save_calendar,
    save_policy,
    switch_policy,
)
from sla.describing import key_of, renamed_conditions, renamed_terms
from sla.editing import (
    CALENDAR,
    POLICY,
    archive_calendar,
    calendar_described,
    make_default,
    policy_described,
    restore_calendar,
)
from sla.models import Calendar, Policy

_ONE_DIGIT = re.compile(r"\d:\d\d")
_HOURS = ("time_zone", "weekly", "holidays", "holiday_region")


def _save_calendar(calendar: Calendar | None, actor: Actor, fields: Description) -> Calendar:
    known = {**(calendar_described(calendar) if calendar else {"time_zone": "", "weekly": {}}), **fields}
    hours = {name: known[name] for name in _HOURS if known.get(name) or name in ("time_zone", "weekly")}
    hours["weekly"] = {day: _with_two_digits(given) for day, given in hours["weekly"].items()}
    saved = save_calendar(
        calendar, actor=actor, name=known["name"], hours=hours, day_names=known.get("day_names") or {}
    )
    if known.get("is_default"):
        make_default(saved, actor=actor)
    elif saved.is_default:
        raise Refusal(_("This is the default calendar. Make another one the default first."))
    return saved


def _with_two_digits(given: Any) -> Any:
    """9:00, as people write it, is 09:00; whatever is no list of intervals is refused by whoever reads it."""
    if isinstance(given, list):
        return [_with_two_digits(one) for one in given]
    return f"0{given}" if isinstance(given, str) and _ONE_DIGIT.fullmatch(given) else given


def _save_policy(policy: Policy | None, actor: Actor, fields: Description) -> Policy:
    known: dict[str, Any] = {**(policy_described(policy) if policy else {}), **fields}
    saved = save_policy(
        policy,
        actor=actor,
        name=known["name"],
        description=known.get("description") or "",
        conditions=renamed_conditions(known.get("conditions") or {}, key_of),
        terms=renamed_terms(known.get("terms") or {}, key_of),
        calendar=_calendar_named(known.get("calendar")),
    )
    switch_policy(saved, actor=actor, is_active=bool(known.get("is_active", True)))
    return saved


def _calendar_named(name: str | None) -> Calendar | None:
    if not name:
        return None
    calendar = Calendar.objects.filter(name=name).first()
    if calendar is None:
        raise Refusal(_("There is no calendar “%(name)s”.") % {"name": name})
    return calendar


CALENDARS = Kind(
    code=CALENDAR,
    name=gettext_lazy("Calendar"),
    section="calendars",
    identity="name",
    labels={
        "name": gettext_lazy("Name"),
        "time_zone": gettext_lazy("Time zone"),
        "weekly": gettext_lazy("Opening hours"),
        "holidays": gettext_lazy("Own days off"),
        "holiday_region": gettext_lazy("Public holidays of"),
        "day_names": gettext_lazy("Names of days"),
        "is_default": gettext_lazy("Default"),
    },
    things=lambda: Calendar.objects.filter(archived_at=None).select_related("current").order_by("name"),
    find=row_of(Calendar),
    describe=calendar_described,
    add=lambda actor, fields: _save_calendar(None, actor, fields),
    change=_save_calendar,
    put_away=lambda calendar, actor, away: (archive_calendar if away else restore_calendar)(calendar, actor=actor),
    archived=lambda: Calendar.objects.exclude(archived_at=None).select_related("current"),
    shapes={
        "name": Shape.TEXT,
        "time_zone": Shape.TEXT,
        "weekly": Shape.NAMED,
        "holidays": Shape.TEXTS,
        "holiday_region": Shape.TEXT,
        "day_names": Shape.NAMED,
        "is_default": Shape.FLAG,
    },
    required=("time_zone",),
)

POLICIES = Kind(
    code=POLICY,
    name=gettext_lazy("SLA policy"),
    section="policies",
    identity="name",
    labels={
        "name": gettext_lazy("Name"),
        "description": gettext_lazy("Description"),
        "conditions": gettext_lazy("For which tickets"),
        "terms": gettext_lazy("What is promised"),
        "calendar": gettext_lazy("Calendar"),
        "is_active": gettext_lazy("Active"),
    },
    things=lambda: Policy.objects.filter(archived_at=None).select_related("current__calendar"),
    find=row_of(Policy),
    put_in_order=lambda actor, policies: order_policies([policy.pk for policy in policies], actor=actor),
    describe=policy_described,
    add=lambda actor, fields: _save_policy(None, actor, fields),
    change=_save_policy,
    put_away=lambda policy, actor, away: (archive_policy if away else restore_policy)(policy, actor=actor),
    archived=lambda: Policy.objects.exclude(archived_at=None).select_related("current__calendar"),
    shapes={
        "name": Shape.TEXT,
        "description": Shape.TEXT,
        "conditions": Shape.NAMED,
        "terms": Shape.NAMED,
        "calendar": Shape.TEXT_OR_NONE,
        "is_active": Shape.FLAG,
    },
    required=("terms",),
)
