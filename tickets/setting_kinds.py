"""The kinds of settings that concern tickets, for the history and the file of the whole configuration."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import setting_kinds
from accounts.actors import Actor
from accounts.directory import Refusal
from accounts.models import Team, User
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape
from tickets.actions.escalation_reasons import (
    GUIDE,
    REASON,
    add_escalation_reason,
    change_escalation_reason,
    guide_described,
    reason_described,
    set_level_guide,
)
from tickets.actions.forms import (
    FIELD,
    FORM,
    add_field,
    add_form,
    archive_field,
    change_field,
    change_form,
    field_described,
    form_described,
    restore_field,
)
from tickets.actions.macros import MACRO, add_macro, archive_macro, change_macro, macro_described, restore_macro
from tickets.actions.staffing import archive_team, deactivate_agent, reactivate_agent, restore_team
from tickets.models import (
    EscalationReason,
    Field,
    FieldKind,
    Level,
    LevelGuide,
    Macro,
    Priority,
    Status,
    TicketForm,
    TopicIcon,
)
from tickets.models.macro import MacroScope, MacroUse

# Putting these away concerns tickets, which accounts does not know.
TEAMS = replace(
    setting_kinds.TEAMS,
    put_away=lambda team, actor, away: (archive_team if away else restore_team)(team, actor=actor),
    archived=lambda: Team.objects.exclude(archived_at=None),
)
AGENTS = replace(
    setting_kinds.AGENTS,
    put_away=lambda person, actor, away: _switch(person, actor, is_off=away),
)


def _switch(person: User, actor: Actor, *, is_off: bool) -> object:
    """Off without somebody who takes over: their tickets go back into the queues."""
    if not is_off:
        return reactivate_agent(person, actor=actor)
    if not isinstance(actor, User):
        raise Refusal(_("Switch agents off in the settings, where you see what becomes of their tickets."))
    return deactivate_agent(person, actor=actor)


def _macro_fields(fields: Description) -> dict[str, Any]:
    wanted = {name: value for name, value in fields.items() if name != "is_archived"}
    for name, choices in (("use", MacroUse.values), ("scope", MacroScope.values)):
        if wanted.get(name, choices[0]) not in choices:
            raise Refusal(_("Use one of: %(list)s.") % {"list": ", ".join(choices)})
    for name in ("team", "assign_team"):
        if name in wanted:
            wanted[name] = setting_kinds.team_of(wanted[name])
    if wanted.get("priority"):
        wanted["priority"] = _PRIORITIES.get(wanted["priority"], 0)
    return wanted


def _person(actor: Actor) -> User:
    """Shared macros have an owner; made by a machine, they are the first admin's."""
    return actor if isinstance(actor, User) else setting_kinds.first_admin()


_PRIORITIES = {priority.name.lower(): priority for priority in Priority}

MACROS = Kind(
    code=MACRO,
    name=gettext_lazy("Macro"),
    section="macros",
    identity="name",
    labels={
        "name": gettext_lazy("Name"),
        "html": gettext_lazy("Words"),
        "use": gettext_lazy("Goes into"),
        "language": gettext_lazy("Language"),
        "scope": gettext_lazy("Who sees it"),
        "team": gettext_lazy("Team that sees it"),
        "status": gettext_lazy("Status"),
        "priority": gettext_lazy("Priority"),
        "add_tags": gettext_lazy("Adds tags"),
        "remove_tags": gettext_lazy("Removes tags"),
        "add_tasks": gettext_lazy("Adds tasks"),
        "afterwards": gettext_lazy("Where the desk goes then"),
        "assign_to_me": gettext_lazy("Assigns to whoever uses it"),
        "assign_team": gettext_lazy("Moves to the team"),
    },
    things=lambda: (
        Macro.objects.kept()
        .exclude(scope=MacroScope.PRIVATE)
        .select_related("team", "assign_team")
        .order_by("name", "pk")
    ),
    find=lambda key: (
        Macro.objects.filter(pk=key).exclude(scope=MacroScope.PRIVATE).first() if key.isdecimal() else None
    ),
    describe=macro_described,
    add=lambda actor, fields: add_macro(actor=_person(actor), **_macro_fields(fields)),
    change=lambda macro, actor, fields: change_macro(macro, actor=_person(actor), **_macro_fields(fields)),
    put_away=lambda macro, actor, away: (archive_macro if away else restore_macro)(macro, actor=_person(actor)),
    shapes={
        "name": Shape.TEXT,
        "html": Shape.TEXT,
        "use": Shape.TEXT,
        "language": Shape.TEXT,
        "scope": Shape.TEXT,
        "team": Shape.TEXT_OR_NONE,
        "status": Shape.TEXT,
        "priority": Shape.TEXT_OR_NONE,
        "add_tags": Shape.TEXTS,
        "remove_tags": Shape.TEXTS,
        "assign_to_me": Shape.FLAG,
        "assign_team": Shape.TEXT_OR_NONE,
        "add_tasks": Shape.TEXTS,
        "afterwards": Shape.TEXT,
    },
    required=("scope",),
    words={
        "use": dict(MacroUse.choices),
        "scope": dict(MacroScope.choices),
        "status": dict(Status.choices),
        "priority": {word: priority.label for word, priority in _PRIORITIES.items()},
    },
)


_FORM_LABELS = {
    "name": gettext_lazy("Name"),
    "is_active": gettext_lazy("Offered on tickets"),
    "fields": gettext_lazy("Fields"),
    "position": gettext_lazy("Place in the list"),
    "for_customers": gettext_lazy("Shown to customers"),
    "topic": gettext_lazy("Topic"),
    "introduction": gettext_lazy("Help text"),
    "icon": gettext_lazy("Icon"),
    "translations": gettext_lazy("For customers, in other languages"),
}


def _known_form(fields: Description) -> dict[str, Any]:
    """Raises Refusal for places that are none: what they name, the verb looks up."""
    for place in fields.get("fields", ()):
        condition = place.get("shown_while") if isinstance(place, dict) else None
        is_right = isinstance(place, str) or isinstance(place, dict) and isinstance(place.get("key"), str)
        if not is_right or condition is not None and not _is_condition(condition):
            raise Refusal(_("a field of a form is its key, or {key, required_on_solve, shown_while: {field, values}}."))
    return {name: fields[name] for name in _FORM_LABELS if name in fields}


def _is_condition(condition: Any) -> bool:
    return (
        isinstance(condition, dict)
        and isinstance(condition.get("field"), str)
        and isinstance(condition.get("values", []), list)
    )


FIELDS = Kind(
    code=FIELD,
    name=gettext_lazy("Field"),
    section="fields",
    identity="key",
    labels={
        "key": gettext_lazy("Key"),
        "name": gettext_lazy("Name"),
        "kind": gettext_lazy("Kind"),
        "options": gettext_lazy("Options"),
        "required_on_solve": gettext_lazy("Needed to solve"),
        "help": gettext_lazy("Help"),
        "translations": gettext_lazy("For customers, in other languages"),
    },
    things=lambda: Field.objects.filter(archived_at=None).order_by("key"),
    find=setting_kinds.row_of(Field),
    describe=field_described,
    add=lambda actor, fields: add_field(actor=actor, **fields),
    change=lambda field, actor, fields: change_field(field, actor=actor, **fields),
    put_away=lambda field, actor, away: (archive_field if away else restore_field)(field, actor=actor),
    archived=lambda: Field.objects.exclude(archived_at=None),
    shapes={
        "key": Shape.TEXT,
        "name": Shape.TEXT,
        "kind": Shape.TEXT,
        "options": Shape.LIST,
        "required_on_solve": Shape.FLAG,
        "help": Shape.TEXT,
        "translations": Shape.NAMED,
    },
    required=("kind",),
    words={"kind": dict(FieldKind.choices)},
)

FORMS = Kind(
    code=FORM,
    name=gettext_lazy("Form"),
    section="forms",
    identity="name",
    labels=_FORM_LABELS,
    things=lambda: TicketForm.objects.filter(is_active=True).order_by("position", "name"),
    find=setting_kinds.row_of(TicketForm),
    describe=form_described,
    add=lambda actor, fields: add_form(actor=actor, **_known_form(fields)),
    change=lambda form, actor, fields: change_form(form, actor=actor, **_known_form(fields)),
    put_away=lambda form, actor, away: change_form(form, actor=actor, is_active=not away),
    archived=lambda: TicketForm.objects.filter(is_active=False),
    shapes={
        "name": Shape.TEXT,
        "is_active": Shape.FLAG,
        "fields": Shape.LIST,
        "position": Shape.NUMBER_OR_NONE,
        "for_customers": Shape.FLAG,
        "topic": Shape.TEXT,
        "introduction": Shape.TEXT,
        "icon": Shape.TEXT,
        "translations": Shape.NAMED,
    },
    words={"icon": dict(TopicIcon.choices)},
)


REASONS = Kind(
    code=REASON,
    name=gettext_lazy("Escalation reason"),
    section="escalation_reasons",
    identity="name",
    labels={
        "name": gettext_lazy("Name"),
        "position": gettext_lazy("Place in the list"),
        "is_active": gettext_lazy("Offered"),
    },
    things=lambda: EscalationReason.objects.filter(is_active=True).order_by("position", "pk"),
    find=setting_kinds.row_of(EscalationReason),
    describe=reason_described,
    add=lambda actor, fields: _added_reason(actor, fields),
    change=lambda reason, actor, fields: change_escalation_reason(reason, actor=_person(actor), **_reason(fields)),
    put_away=lambda reason, actor, away: change_escalation_reason(reason, actor=_person(actor), is_active=not away),
    archived=lambda: EscalationReason.objects.filter(is_active=False),
    shapes={"name": Shape.TEXT, "position": Shape.NUMBER_OR_NONE, "is_active": Shape.FLAG},
)

GUIDES = Kind(
    code=GUIDE,
    name=gettext_lazy("Level guide"),
    section="level_guides",
    identity="level",
    labels={
        "level": gettext_lazy("Level"),
        "criteria": gettext_lazy("What belongs there"),
        "procedure": gettext_lazy("How it is done"),
    },
    things=lambda: LevelGuide.objects.order_by("level"),
    find=setting_kinds.row_of(LevelGuide),
    describe=guide_described,
    add=lambda actor, fields: _set_guide(actor, fields["level"], fields),
    change=lambda guide, actor, fields: _set_guide(actor, guide.level, fields),
    shapes={"level": Shape.NUMBER_OR_NONE, "criteria": Shape.TEXT, "procedure": Shape.TEXT},
)


def _added_reason(actor: Actor, fields: Description) -> EscalationReason:
    reason = add_escalation_reason(actor=_person(actor), name=fields["name"])
    more = {name: value for name, value in _reason(fields).items() if name != "name"}
    return change_escalation_reason(reason, actor=_person(actor), **more) if more else reason


def _reason(fields: Description) -> dict[str, Any]:
    position = fields.get("position", 0)
    if position is None or not 0 <= position < 32_767:
        raise Refusal(_("A place in the list is a number from 0 on."))
    return dict(fields)


def _set_guide(actor: Actor, level: int, fields: Description) -> LevelGuide | None:
    if level not in Level.values:
        raise Refusal(_("A level is a number from 0 to 3."))
    texts = {name: fields[name] for name in ("criteria", "procedure") if name in fields}
    return set_level_guide(Level(level), actor=_person(actor), **texts)
