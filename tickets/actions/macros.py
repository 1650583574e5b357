"""Macros: using one on a ticket, and keeping the list of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import AfterSending, User
from accounts.models.setting import SettingAct
from accounts.permissions import Permission
from accounts.setting_changes import note_setting
from helpdesk import clock
from tickets.access import may, require
from tickets.actions.assignment import assign, assign_team
from tickets.actions.checklist import add_missing_tasks, task_words
from tickets.actions.lifecycle import set_status
from tickets.actions.properties import MOST_TAGS, set_priority, tag, tag_name
from tickets.content import storable, text_of
from tickets.door import verb
from tickets.errors import Invalid, NotAllowed
from tickets.events import EventKind, record
from tickets.html import clean
from tickets.locking import locked
from tickets.models import Event, Macro, Priority, Status, Task, Ticket
from tickets.models.macro import MacroScope
from tickets.placeholders import require_liquid

MACRO = "macro"
MOST_TASKS = 20  # each is an event of the act
STATUSES = (Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.SOLVED)


@verb
def apply_macro(ticket: Ticket, *, actor: User, macro: Macro) -> Event | None:
    """Do at once what the macro does, without words; None if nothing changes.

    Raises Invalid for one that only has words or is archived, and whatever its changes are refused with.
    """
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    _refuse_unusable(macro, actor)
    if not macro.changes_something:
        raise Invalid(_("This macro changes nothing on the ticket. Insert its words into an answer."))
    if not _carry_out(ticket, actor, macro, with_status=True):
        return None
    return _record_use(ticket, actor, macro)


def use_macros(ticket: Ticket, macros: Sequence[Macro], *, actor: User, with_status: bool = False) -> None:
    """Part of the verbs that send: do what the macros do that the words come from.

    The status is the writer's choice where there is one: with a reply, not with a note.
    """
    for macro in sorted(macros, key=lambda macro: macro.pk):
        _carry_out(ticket, actor, macro, with_status=with_status)
        _record_use(ticket, actor, macro)


def macros_named(keys: Iterable[int], *, actor: User) -> list[Macro]:
    """The macros of these keys that the actor may use, in this order; others are left out: they went meanwhile."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return []
    found = Macro.objects.visible_to(actor).kept().select_related("assign_team").in_bulk(wanted)
    return [found[key] for key in wanted if key in found]


@transaction.atomic
def add_macro(*, actor: User, **fields: Any) -> Macro:
    """Make a macro. Raises Invalid for placeholders that do not exist, or one that neither says nor does anything."""
    require(actor, Permission.REPLY)
    macro = _saved(Macro(owner=actor), actor, fields)
    _note(macro, actor, None)
    return macro


@transaction.atomic
def change_macro(macro: Macro, *, actor: User, **fields: Any) -> Macro:
    """Change these fields. Raises NotAllowed for somebody else's, but for those who keep everybody's."""
    _refuse_foreign(macro, actor)
    before = macro_described(Macro.objects.select_related("team", "assign_team").get(pk=macro.pk))
    macro = _saved(macro, actor, fields)
    _note(macro, actor, before)
    return macro


@transaction.atomic
def archive_macro(macro: Macro, *, actor: User) -> bool:
    """Take it out of every list; False if it is out already."""
    _refuse_foreign(macro, actor)
    archived = bool(Macro.objects.filter(pk=macro.pk, archived_at=None).update(archived_at=clock.now()))
    if archived:
        _note_place(macro, actor, SettingAct.ARCHIVED)
    return archived


@transaction.atomic
def restore_macro(macro: Macro, *, actor: User) -> bool:
    """Bring it back; False if it is there."""
    _refuse_foreign(macro, actor)
    restored = bool(Macro.objects.filter(pk=macro.pk, archived_at__isnull=False).update(archived_at=None))
    if restored:
        _note_place(macro, actor, SettingAct.RESTORED)
    return restored


def macro_described(macro: Macro) -> dict[str, Any]:
    """As history and file know it."""
    return {
        "name": macro.name,
        "html": macro.html,
        "use": str(macro.use),
        "language": macro.language,
        "scope": str(macro.scope),
        "team": macro.team.name if macro.team else None,
        "status": str(macro.status),
        "priority": Priority(macro.priority).name.lower() if macro.priority else None,
        "add_tags": list(macro.add_tags),
        "remove_tags": list(macro.remove_tags),
        "assign_to_me": macro.assign_to_me,
        "assign_team": macro.assign_team.name if macro.assign_team else None,
        "add_tasks": list(macro.add_tasks),
        "afterwards": str(macro.afterwards),
    }


def may_change_macro(actor: User, macro: Macro) -> bool:
    """One's own; and what is shared, for those who keep everybody's."""
    if macro.owner_id == actor.pk:
        return True
    return macro.scope != MacroScope.PRIVATE and may(actor, Permission.MACROS)


def _saved(macro: Macro, actor: User, fields: dict[str, Any]) -> Macro:
    for name, value in fields.items():
        setattr(macro, name, value)
    macro.name = " ".join(storable(macro.name).split())[:100]
    macro.html = clean(storable(macro.html))
    if not text_of(macro.html) and "<img" not in macro.html:
        macro.html = ""  # an emptied editor
    macro.add_tags = _tags(macro.add_tags)
    macro.remove_tags = [name for name in _tags(macro.remove_tags) if name not in macro.add_tags]
    macro.add_tasks = list(dict.fromkeys(task_words(text) for text in macro.add_tasks if text.strip()))
    if macro.scope != MacroScope.TEAM:
        macro.team = None
    _refuse_wrong(macro, actor)
    macro.save()
    return macro


def _note(macro: Macro, actor: User, before: dict[str, Any] | None) -> None:
    """What concerns nobody but its owner stays theirs."""
    after = macro_described(macro)
    if after["scope"] != MacroScope.PRIVATE or (before and before["scope"] != MacroScope.PRIVATE):
        note_setting(MACRO, macro.pk, macro.name, actor=actor, before=before, after=after)


def _note_place(macro: Macro, actor: User, act: SettingAct) -> None:
    if macro.scope != MacroScope.PRIVATE:
        is_archived = act == SettingAct.ARCHIVED
        changes = {"is_archived": not is_archived}, {"is_archived": is_archived}
        note_setting(MACRO, macro.pk, macro.name, actor=actor, before=changes[0], after=changes[1], act=act)


def _refuse_wrong(macro: Macro, actor: User) -> None:
    if not macro.name:
        raise Invalid(_("Give the macro a name."))
    require_liquid(macro.html)
    if not macro.html and not macro.changes_something:
        raise Invalid(_("A macro needs words, or something to change on the ticket."))
    if macro.status and macro.status not in STATUSES:
        raise Invalid(_("A macro can set: %(list)s.") % {"list": ", ".join(str(status.label) for status in STATUSES)})
    if macro.priority and macro.priority not in Priority or macro.afterwards not in ("", *AfterSending):
        raise Invalid(_("Choose one of the offered values."))
    if len(macro.add_tasks) > MOST_TASKS:
        raise Invalid(_("A macro adds at most %(most)s tasks.") % {"most": MOST_TASKS})
    if macro.scope == MacroScope.TEAM:
        if macro.team is None:
            raise Invalid(_("Choose the team that sees it."))
        if not may(actor, Permission.MACROS) and not macro.team.members.filter(pk=actor.pk).exists():
            raise Invalid(_("You can share a macro with your own teams only."))


def _tags(names: Iterable[str]) -> list[str]:
    found = list(dict.fromkeys(name for name in map(tag_name, names) if name))
    if len(found) > MOST_TAGS:
        raise Invalid(_("A ticket can carry at most %(most)s tags.") % {"most": MOST_TAGS})
    return found


def _carry_out(ticket: Ticket, actor: User, macro: Macro, *, with_status: bool) -> bool:
    """Whether anything changed. The team before the person: somebody outside the new team would lose the ticket again."""
    events: list[Event | Task | None] = []
    if macro.assign_team is not None:
        events.append(assign_team(ticket, actor=actor, team=macro.assign_team))
    if macro.assign_to_me:
        events.append(assign(ticket, actor=actor, assignee=actor))
    events += add_missing_tasks(ticket, macro.add_tasks, actor=actor)
    if macro.priority:
        events.append(set_priority(ticket, actor=actor, priority=Priority(macro.priority)))
    if macro.add_tags or macro.remove_tags:
        events.append(tag(ticket, actor=actor, add=macro.add_tags, remove=macro.remove_tags))
    if macro.status and with_status:
        events.append(set_status(ticket, actor=actor, status=Status(macro.status)))
    return any(event is not None for event in events)


def _record_use(ticket: Ticket, actor: User, macro: Macro) -> Event:
    Macro.objects.filter(pk=macro.pk).update(use_count=F("use_count") + 1)
    return record(locked(ticket), EventKind.MACRO_APPLIED, actor=actor, macro=macro.pk, name=macro.name)


def _refuse_unusable(macro: Macro, actor: User) -> None:
    if not Macro.objects.visible_to(actor).filter(pk=macro.pk).exists():
        raise NotAllowed
    if macro.archived_at is not None:
        raise Invalid(_("This macro is archived. Restore it first."))


def _refuse_foreign(macro: Macro, actor: User) -> None:
    if not may_change_macro(actor, macro):
        raise NotAllowed(_("This macro belongs to somebody else. Ask a team lead to change it, or make your own copy."))
