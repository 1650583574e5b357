"""Whether what a rule names is (still) there: teams, people, macros, forms … One look-up for each sort of thing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Brand, Organization, Team, User
from mail.models import Mailbox
from routing.conditions import Condition, Problem
from routing.effects import Do, Effect
from routing.fields import WITHOUT_VALUE, Type
from routing.models import Rule, WebhookTarget
from routing.plans import kept_plans
from routing.reading import Reading, WrongRule, read_parts
from sla.models import Calendar
from tickets.models import Field, Level, Macro, TicketForm

_Named = tuple[str, str, object]  # place, sort of thing, key


def problems_of(reading: Reading) -> list[Problem]:
    """What the rule names that is gone, and what does not go together."""
    named = list(_named_in(reading))
    present = _present(named)
    gone = [Problem(place, _("This is not there any more. Choose another one.")) for place, sort, key in named
            if key not in present[sort]]  # fmt: skip
    return gone or list(_misfits(reading))


def with_gone(rules: Iterable[Rule]) -> set[int]:
    """The keys of those that name something that was put away since; a look-up for each sort of thing, however many rules."""
    named = {rule.pk: list(_named_in(reading)) for rule, reading in _readable(rules)}
    present = _present(one for those in named.values() for one in those)
    return {pk for pk, those in named.items() if any(key not in present[sort] for _place, sort, key in those)}


def rules_naming(sort: str, key: object) -> list[str]:
    """The names of those that are on and name this thing, in their order. `sort` as in `accounts.naming`."""
    sorts = {sort, "colleague"} if sort == "person" else {sort}
    return [
        rule.name
        for rule, reading in _readable(Rule.objects.active().order_by("position", "pk"))
        if any(kind in sorts and named == key for _place, kind, named in _named_in(reading))
    ]


def _readable(rules: Iterable[Rule]) -> Iterator[tuple[Rule, Reading]]:
    for rule in rules:
        with suppress(WrongRule):
            yield rule, read_parts(rule.when, rule.conditions, rule.effects)


def _named_in(reading: Reading) -> Iterator[_Named]:
    yield from _in_when(reading)
    yield from _in_conditions(reading)
    yield from _in_effects(reading.effects)


def _in_when(reading: Reading) -> Iterator[_Named]:
    if reading.when.calendar is not None:
        yield "when", "calendar", reading.when.calendar


def _in_conditions(reading: Reading) -> Iterator[_Named]:
    for node in reading.conditions.nodes():
        if not isinstance(node, Condition):
            continue
        if node.asked.type == Type.REFERENCE and node.operator not in WITHOUT_VALUE:
            for key in node.value if isinstance(node.value, tuple) else (node.value,):
                yield f"if.{node.place}", node.asked.of, key
        if node.asked.key == "answer":
            yield f"if.{node.place}", "field", node.name


def _in_effects(effects: Iterable[Effect]) -> Iterator[_Named]:
    for index, effect in enumerate(effects):
        for name, value in effect.given.items():
            sort = _SORT_OF.get(name)
            if sort is None or value in (None, ()):
                continue
            for key in value if isinstance(value, tuple) else (value,):
                yield f"then.{index}", sort, key


_SORT_OF = {"team": "team", "person": "colleague", "people": "colleague", "macro": "macro", "target": "target",
            "field": "field", "plan": "plan"}  # fmt: skip


def _rows(sort: str) -> "tuple[QuerySet[Model], str]":
    found: dict[str, tuple[QuerySet[Model], str]] = {
        "team": (Team.objects.filter(archived_at=None), "pk"),
        "person": (User.objects.all(), "pk"),
        "colleague": (User.objects.staff(), "pk"),
        "organization": (Organization.objects.all(), "pk"),
        "brand": (Brand.objects.all(), "pk"),
        "mailbox": (Mailbox.objects.all(), "pk"),
        "form": (TicketForm.objects.all(), "pk"),
        "macro": (Macro.objects.kept(), "pk"),
        "target": (WebhookTarget.objects.filter(archived_at=None), "pk"),
        "plan": (kept_plans(), "pk"),
        "field": (Field.objects.all(), "key"),
        "calendar": (Calendar.objects.filter(archived_at=None), "pk"),
    }
    return found[sort]


def _present(named: Iterable[_Named]) -> dict[str, set[object]]:
    wanted: dict[str, set[object]] = defaultdict(set)
    for _place, sort, key in named:
        wanted[sort].add(key)
    present = {}
    for sort, keys in wanted.items():
        rows, column = _rows(sort)
        present[sort] = set(rows.filter(**{f"{column}__in": keys}).values_list(column, flat=True))
    return present


def _misfits(reading: Reading) -> Iterator[Problem]:
    """Teams that do not serve the level the rule brings the ticket to; macros without words."""
    for index, effect in enumerate(reading.effects):
        if effect.do in (Do.ESCALATE, Do.SET_LEVEL) and effect["team"] is not None:
            team = Team.objects.get(pk=effect["team"])
            if not team.serves(effect["level"]):
                words = {"team": team.name, "level": Level(effect["level"]).label}
                yield Problem(f"then.{index}", _("%(team)s does not work at %(level)s.") % words)
        if effect.do == Do.REPLY and not Macro.objects.get(pk=effect["macro"]).html:
            yield Problem(f"then.{index}", _("This macro has no words. Choose one that has."))
