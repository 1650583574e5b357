"""Calendars and policies, for the history of settings and the file of the whole configuration."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.directory import Refusal
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape, row_of
from sla.editing import (
    CALENDAR,
    POLICY,
    archive_calendar,
    archive_policy,
    calendar_described,
    policy_described,
    restore_calendar,
    restore_policy,
    save_calendar,
    save_policy,
    set_policy_active,
)
from sla.models import Calendar, Policy

_HOURS = ("time_zone", "weekly", "holidays", "holiday_region")


def _save_calendar(calendar: Calendar | None, actor: Actor, fields: Description) -> Calendar:
    known = {**(calendar_described(calendar) if calendar else {"time_zone": "", "weekly": {}}), **fields}
    hours = {name: known[name] for name in _HOURS if known.get(name) or name in ("time_zone", "weekly")}
    return save_calendar(
        actor=actor, calendar=calendar, name=known["name"], hours=hours, day_names=known.get("day_names") or {}
    )


def _save_policy(policy: Policy | None, actor: Actor, fields: Description) -> Policy:
    known: dict[str, Any] = {**(policy_described(policy) if policy else {}), **fields}
    if policy is not None and "is_active" in fields:
        set_policy_active(policy, actor=actor, is_active=bool(fields["is_active"]))
    return save_policy(
        actor=actor,
        policy=policy,
        name=known["name"],
        description=known.get("description") or "",
        conditions=known.get("conditions") or {},
        terms=known.get("terms") or {},
        calendar=_calendar_named(known.get("calendar")),
    )


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
    },
    things=lambda: Calendar.objects.filter(archived_at=None).select_related("current").order_by("name"),
    find=row_of(Calendar),
    describe=calendar_described,
    add=lambda actor, fields: _save_calendar(None, actor, fields),
    change=_save_calendar,
    put_away=lambda calendar, actor, away: (archive_calendar if away else restore_calendar)(calendar, actor=actor),
    shapes={
        "name": Shape.TEXT,
        "time_zone": Shape.TEXT,
        "weekly": Shape.NAMED,
        "holidays": Shape.TEXTS,
        "holiday_region": Shape.TEXT,
        "day_names": Shape.NAMED,
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
    describe=policy_described,
    add=lambda actor, fields: _save_policy(None, actor, fields),
    change=_save_policy,
    put_away=lambda policy, actor, away: (archive_policy if away else restore_policy)(policy, actor=actor),
    shapes={
        "name": Shape.TEXT,
        "description": Shape.TEXT,
        "conditions": Shape.NAMED,
        "terms": Shape.NAMED,
        "calendar": Shape.TEXT_OR_NONE,
    },
    required=("terms",),
)
