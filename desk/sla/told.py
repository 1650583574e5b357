"""What differs between two forms of a policy, for the history: sentences instead of what the file holds."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Team, User
from desk.settings.differences import Difference
from desk.sla.conditions import FIELDS
from desk.sla.lengths import written
from sla.terms import BY_LEVEL, Do, Target, Tell
from tickets.models import Channel, Level, Priority, Status


def policy_conditions_told(before: Any, after: Any) -> list[Difference]:
    return [(_("For which tickets"), conditions_text(before), conditions_text(after))]


def conditions_text(tree: Any) -> str:
    """ "Tier of the organization is Premium or Enterprise", joined as the builder joins them."""
    if not tree:
        return _("every ticket")
    if "field" in tree:
        return _("%(field)s is %(values)s") % {"field": _asked(tree), "values": _values(tree)}
    kind, parts = next(iter(tree.items()))
    texts = [conditions_text(part) for part in parts]
    if len(texts) == 1 and kind != "none":
        return texts[0]
    joined = {"all": _(" and "), "any": _(" or "), "none": _(", ")}[kind].join(texts)
    return {"all": "%s", "any": _("(%s)"), "none": _("none of: %s")}[kind] % joined if texts else _("every ticket")


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


def _asked(condition: Mapping[str, Any]) -> str:
    return str(FIELDS[condition["field"]].label) if condition["field"] in FIELDS else str(condition["field"])


def _values(condition: Mapping[str, Any]) -> str:
    """Teams and forms stand in the history by their names; what is gone, by its key alone."""
    asked = FIELDS.get(condition["field"])
    words = {str(value): str(label) for value, label in asked.choices} if asked else {}
    gone = _("something that is gone")
    values = [gone if asked and asked.of and isinstance(value, int) else str(value) for value in condition["is"]]
    return _(" or ").join(words.get(value, value) for value in values)


def _changed(was: dict[str, str], now: dict[str, str]) -> list[Difference]:
    names = dict.fromkeys([*was, *now])
    return [(name, was.get(name, ""), now.get(name, "")) for name in names if was.get(name) != now.get(name)]


def _goals(terms: Mapping[str, Any]) -> dict[str, str]:
    """“First response, Urgent” → “1 h”; how time is counted once for each target."""
    found: dict[str, str] = {}
    for name, goal in terms.get("targets", {}).items():
        target = Target(name)
        found[str(target.label)] = _("business time") if goal.get("business") else _("around the clock")
        words = Level if target in BY_LEVEL else Priority
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
    """Groups by their words, people by their names. Before this file could be read by other desks, it held keys."""
    groups = [str(Tell(one).label) for one in told.get("tell", ()) if one in Tell.values]
    people = [*told.get("people", ()), *([told["person"]] if told.get("person") else ())]
    named = User.objects.filter(
        Q(email__in=map(str, people)) | Q(pk__in=[key for key in people if isinstance(key, int)])
    )
    team = [told["team"]] if isinstance(told.get("team"), str) else []
    if isinstance(told.get("team"), int):
        team = list(Team.objects.filter(pk=told["team"]).values_list("name", flat=True))
    return ", ".join([*groups, *(person.display_name for person in named if people), *team])
