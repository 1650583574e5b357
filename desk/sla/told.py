"""What differs between two forms of a policy's promises, for the history: sentences instead of what the file holds."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Team, User
from desk.sla.lengths import written
from sla.terms import Do, Target, Tell
from tickets.models import Channel, Level, Priority, Status

Difference = tuple[str, str, str]


def terms_told(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Difference]:
    """Each target that differs, then pauses, warnings and what happens on a breach."""
    was, now = before or {}, after or {}
    found = _changed(_goals(was), _goals(now))
    for name, label, tell in (
        ("pause", _("Pauses while"), _pauses),
        ("warn", _("Warnings"), _warnings),
        ("breach", _("When it is missed"), _breaches),
    ):
        if was.get(name) != now.get(name):
            found.append((label, tell(was.get(name) or []), tell(now.get(name) or [])))
    return found


def _changed(was: dict[str, str], now: dict[str, str]) -> list[Difference]:
    names = dict.fromkeys([*was, *now])
    return [(name, was.get(name, ""), now.get(name, "")) for name in names if was.get(name) != now.get(name)]


def _goals(terms: Mapping[str, Any]) -> dict[str, str]:
    """“First response, Urgent” → “1 h”; how time is counted once for each target."""
    found: dict[str, str] = {}
    for name, goal in terms.get("targets", {}).items():
        target = Target(name)
        found[str(target.label)] = _("business time") if goal.get("business") else _("around the clock")
        words = Level if target == Target.LEVEL else Priority
        for number, seconds in goal.get("seconds", {}).items():
            found[f"{target.label}, {words(int(number)).label}"] = written(seconds)
        for channel, by_priority in goal.get("channels", {}).items():
            for number, seconds in by_priority.items():
                found[f"{target.label}, {Channel(channel).label}, {words(int(number)).label}"] = written(seconds)
    return found


def _pauses(statuses: list[str]) -> str:
    return ", ".join(str(Status(status).label) for status in statuses)


def _warnings(warnings: list[Mapping[str, Any]]) -> str:
    return "; ".join(f"{warning.get('percent')} %: {_whom(warning)}" for warning in warnings)


def _breaches(acts: list[Mapping[str, Any]]) -> str:
    return "; ".join(filter(None, map(_act, acts)))


def _act(act: Mapping[str, Any]) -> str:
    words = str(Do(act["do"]).label) if act.get("do") in Do.values else str(act.get("do", ""))
    whom = _whom(act)
    return f"{words}: {whom}" if whom else words


def _whom(told: Mapping[str, Any]) -> str:
    """Groups by their words, people and teams by their names."""
    groups = [str(Tell(one).label) for one in told.get("tell", ()) if one in Tell.values]
    keys = [*told.get("people", ()), *([told["person"]] if told.get("person") else ())]
    people = [person.display_name for person in User.objects.filter(pk__in=keys)] if keys else []
    team = Team.objects.filter(pk=told["team"]).values_list("name", flat=True) if told.get("team") else ()
    return ", ".join([*groups, *people, *team])
