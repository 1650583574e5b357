"""The kinds of settings that concern tickets, for the history and the file of the whole configuration."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import setting_kinds
from accounts.actors import Actor
from accounts.directory import Refusal
from accounts.models import User
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape
from tickets.actions.macros import MACRO, add_macro, archive_macro, change_macro, macro_described, restore_macro
from tickets.actions.staffing import archive_team, deactivate_agent, reactivate_agent, restore_team
from tickets.models import Macro, Priority, Status
from tickets.models.macro import MacroScope, MacroUse

# Putting these away concerns tickets, which accounts does not know.
TEAMS = replace(
    setting_kinds.TEAMS,
    put_away=lambda team, actor, away: (archive_team if away else restore_team)(team, actor=actor),
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
    },
    required=("scope",),
    words={
        "use": dict(MacroUse.choices),
        "scope": dict(MacroScope.choices),
        "status": dict(Status.choices),
        "priority": {word: priority.label for word, priority in _PRIORITIES.items()},
    },
)
