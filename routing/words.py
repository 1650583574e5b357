"""Conditions and effects as people read them: "Subject contains “refund”", "Put it into the queue of Billing"."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts.models import Brand, Organization, Team, User
from helpdesk.labels import quoted, within_sentence
from mail.models import Mailbox
from routing.conditions import Condition, Group, Node
from routing.effects import DO_WORDS, STRATEGY_WORDS, Do, Effect, Strategy
from routing.fields import OPERATOR_WORDS, PART_WORDS, WITHOUT_VALUE, Asked, Part, Type
from routing.kinds import SINCE_WORDS, WHEN_WORDS, When
from routing.models import EmergencyPlan, WebhookTarget
from sla.models import Calendar
from tickets.models import Field, Kind, Level, Macro, Priority, Status, TicketForm
from tickets.tag_names import TagNames

_MODELS: dict[str, Any] = {
    "team": Team,
    "person": User,
    "organization": Organization,
    "brand": Brand,
    "mailbox": Mailbox,
    "form": TicketForm,
    "macro": Macro,
    "target": WebhookTarget,
    "plan": EmergencyPlan,
    "calendar": Calendar,
}
_SORTS = {
    "team": "team",
    "person": "person",
    "people": "person",
    "macro": "macro",
    "target": "target",
    "plan": "plan",
}


@dataclass(slots=True)
class Labels:
    """The names of what rules refer to by keys: one look-up for each sort of thing, however many rules there are."""

    names: dict[str, dict[Any, str]] = field(default_factory=dict)
    tags: TagNames = field(default_factory=TagNames)

    @classmethod
    def of(cls, trees: Iterable[Group] = (), effects: Iterable[Effect] = (), whens: Iterable[When] = ()) -> "Labels":
        wanted: dict[str, set[Any]] = defaultdict(set)
        if calendars := {when.calendar for when in whens if when.calendar is not None}:
            wanted["calendar"] = set(calendars)
        for tree in trees:
            for node in tree.nodes():
                if isinstance(node, Condition) and node.asked.of and node.operator not in WITHOUT_VALUE:
                    wanted[node.asked.of] |= set(node.value if isinstance(node.value, tuple) else (node.value,))
                if isinstance(node, Condition) and node.asked.key == "answer":
                    wanted["field"].add(node.name)
        for effect in effects:
            for name, value in effect.given.items():
                if name in _SORTS and value not in (None, ()):
                    wanted[_SORTS[name]] |= set(value if isinstance(value, tuple) else (value,))
                if effect.do == Do.SET_FIELD and name == "field":
                    wanted["field"].add(value)
        return cls({sort: _names(sort, keys) for sort, keys in wanted.items()})

    def name(self, sort: str, key: Any) -> str:
        return self.names.get(sort, {}).get(key) or _("something that is gone")

    def tags_of_today(self, names: Iterable[str]) -> str:
        """By what they are called now, whatever they were called when the rule was written."""
        return ", ".join(dict.fromkeys(map(self.tags.today, names)))


def _names(sort: str, keys: set[Any]) -> dict[Any, str]:
    if sort == "field":
        return dict(Field.objects.filter(key__in=keys).values_list("key", "name"))
    return {row.pk: str(row) for row in _MODELS[sort].objects.filter(pk__in=keys)}


def when_text(when: When, labels: Labels) -> str:
    if when.since is not None:
        return _("%(time)s after %(since)s") % {"time": _time_text(when, labels), "since": SINCE_WORDS[when.since]}
    return _(", or ").join(str(WHEN_WORDS[kind]) for kind in WHEN_WORDS if kind in when.events)


def _time_text(when: When, labels: Labels) -> str:
    hours = int((when.after or timedelta(0)).total_seconds() // 3600)
    if when.calendar is None:
        return hours_text(hours)
    if when.working_days is not None:
        days = ngettext("%(days)s working day", "%(days)s working days", when.working_days)
        time = days % {"days": when.working_days}
    else:
        time = ngettext("%(hours)s opening hour", "%(hours)s opening hours", hours) % {"hours": hours}
    return _("%(time)s (%(calendar)s)") % {"time": time, "calendar": labels.name("calendar", when.calendar)}


def hours_text(hours: int) -> str:
    if hours % 24 == 0:
        return ngettext("%(days)s day", "%(days)s days", hours // 24) % {"days": hours // 24}
    return ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}


def node_text(node: Node, labels: Labels) -> str:
    if isinstance(node, Condition):
        return condition_text(node, labels)
    return group_text(node, labels)


def group_text(group: Group, labels: Labels) -> str:
    if not group.parts:
        return _("always")
    parts = [node_text(part, labels) for part in group.parts]
    if len(parts) == 1 and group.kind != "none":
        return parts[0]
    joined = {"all": _(" and "), "any": _(" or "), "none": _(", ")}[group.kind].join(parts)
    return {"all": "%s", "any": _("(%s)"), "none": _("none of: %s")}[group.kind] % joined


def condition_text(condition: Condition, labels: Labels) -> str:
    words = {
        "field": asked_text(condition.asked, condition.name, labels),
        "operator": OPERATOR_WORDS[condition.operator],
    }
    if condition.operator in WITHOUT_VALUE:
        return _("%(field)s %(operator)s") % words
    return _("%(field)s %(operator)s %(value)s") % {**words, "value": value_text(condition, labels)}


def asked_text(asked: Asked, name: str = "", labels: Labels | None = None) -> str:
    """The field as it reads alone: "Customer: Language", but "Subject" of the ticket."""
    label = str(asked.label)
    if asked.names and name:
        label = (
            (labels or Labels()).names.get("field", {}).get(name, name) if asked.key == "answer" else f"{label} {name}"
        )
    return label if asked.part == Part.TICKET else f"{PART_WORDS[asked.part]}: {label}"


def value_text(condition: Condition, labels: Labels) -> str:
    values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    return _(" or ").join(dict.fromkeys(_one(condition.asked, value, labels) for value in values))


def _one(asked: Asked, value: Any, labels: Labels) -> str:
    if asked.type == Type.REFERENCE:
        return labels.name(asked.of, value)
    if asked.type == Type.FLAG:
        return str(_("yes") if value else _("no"))
    if asked.choices:
        return str(dict(asked.choices).get(value, value))
    if isinstance(value, float):
        return f"{value:g}"
    return quoted(value) if asked.type != Type.TAGS else labels.tags_of_today([str(value)])


def effect_text(effect: Effect, labels: Labels) -> str:
    return _EFFECT_TEXTS[effect.do](effect, labels)


def _team_and_level(sentence: str, with_team: str) -> Any:
    def text(effect: Effect, labels: Labels) -> str:
        level = Level(effect["level"]).label
        if effect["team"] is None:
            return _(sentence) % {"level": level}
        return _(with_team) % {"level": level, "team": labels.name("team", effect["team"])}

    return text


def _tag(effect: Effect, labels: Labels) -> str:
    parts = []
    if effect["add"]:
        parts.append(_("add the tag %(tags)s") % {"tags": labels.tags_of_today(effect["add"])})
    if effect["remove"]:
        parts.append(_("remove the tag %(tags)s") % {"tags": labels.tags_of_today(effect["remove"])})
    return _first_upper(_(" and ").join(parts))


def _notify(effect: Effect, labels: Labels) -> str:
    whom = [labels.name("person", key) for key in effect["people"]]
    if effect["team"] is not None:
        whom.append(labels.name("team", effect["team"]))
    if effect["assignee"]:
        whom.append(_("the assignee"))
    return _("Tell %(whom)s: %(text)s") % {"whom": ", ".join(whom), "text": effect["text"]}


def _set_field(effect: Effect, labels: Labels) -> str:
    words = {"field": labels.name("field", effect["field"]), "value": effect["value"]}
    return _("Set “%(field)s” to %(value)s") % words


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


_EFFECT_TEXTS: Mapping[Do, Any] = {
    Do.ASSIGN_TEAM: lambda effect, labels: (
        _("Put it into the queue of %(team)s") % {"team": labels.name("team", effect["team"])}
    ),
    Do.ASSIGN_PERSON: lambda effect, labels: (
        _("Assign it to %(person)s") % {"person": labels.name("person", effect["person"])}
    ),
    Do.ASSIGN_BY: lambda effect, labels: (
        _("Assign it to somebody of the team: %(how)s")
        % {"how": within_sentence(STRATEGY_WORDS[Strategy(effect["strategy"])])}
    ),
    Do.SET_STATUS: lambda effect, labels: (
        _("Set the status to %(status)s") % {"status": Status(effect["status"]).label}
    ),
    Do.SET_PRIORITY: lambda effect, labels: (
        _("Set the priority to %(priority)s") % {"priority": Priority(effect["priority"]).label}
    ),
    Do.SET_KIND: lambda effect, labels: _("Set the kind to %(kind)s") % {"kind": Kind(effect["kind"]).label},
    Do.SET_LEVEL: _team_and_level(
        gettext_noop("Open it at %(level)s"), gettext_noop("Open it at %(level)s, in the queue of %(team)s")
    ),
    Do.SET_FIELD: _set_field,
    Do.TAG: _tag,
    Do.ESCALATE: _team_and_level(
        gettext_noop("Escalate it to %(level)s"), gettext_noop("Escalate it to %(level)s, %(team)s")
    ),
    Do.REPLY: lambda effect, labels: (
        _("Answer with the macro “%(macro)s”") % {"macro": labels.name("macro", effect["macro"])}
    ),
    Do.NOTE: lambda effect, labels: _("Add the note: %(text)s") % {"text": effect["text"]},
    Do.NOTIFY: _notify,
    Do.WEBHOOK: lambda effect, labels: (
        _("Call the webhook %(target)s") % {"target": labels.name("target", effect["target"])}
    ),
    Do.EMERGENCY: lambda effect, labels: (
        _("Declare an emergency by the plan “%(plan)s”: %(reason)s")
        % {"plan": labels.name("plan", effect["plan"]), "reason": effect["reason"]}
    ),
    Do.STOP: lambda effect, labels: str(DO_WORDS[Do.STOP]),
}
