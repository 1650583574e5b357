"""What each kind of bulk act needs, and what it does to one ticket: always by the verb that one ticket has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Team, User
from tickets.actions.assignment import assign, assign_team
from tickets.actions.drafts import refuse_unsent
from tickets.actions.escalation import escalate
from tickets.actions.following import follow
from tickets.actions.incidents import answer_incident
from tickets.actions.lifecycle import delete, mark_spam, restore, set_status, unmark_spam
from tickets.actions.macros import apply_macro, macros_named
from tickets.actions.merging import merge
from tickets.actions.properties import set_priority, tag, tag_name
from tickets.actions.reading import mark_read
from tickets.actions.sending import Letter, send_letter
from tickets.actions.snoozing import snooze, unsnooze
from tickets.content import storable, text_of
from tickets.errors import IllegalTransition, Invalid
from tickets.html import clean
from tickets.macros import filled
from tickets.models import BulkAct, BulkStep, Level, Macro, Priority, Status, Ticket, TicketRead
from tickets.models.bulk import BulkKind
from tickets.placeholders import require_liquid

Arguments = Mapping[str, Any]
# No act on a ticket brings these back.
_FOR_GOOD = (Status.CLOSED,)


@dataclass(frozen=True)
class Job:
    """A bulk act with what it names, looked up once for all its tickets."""

    act: BulkAct

    @property
    def actor(self) -> User:
        return self.act.actor

    @property
    def arguments(self) -> Arguments:
        return self.act.arguments

    @cached_property
    def person(self) -> User | None:
        key = self.arguments["assignee"]
        return None if key is None else User.objects.get(pk=key)

    @cached_property
    def team(self) -> Team | None:
        key = self.arguments["team"]
        return None if key is None else Team.objects.get(pk=key)

    @cached_property
    def macro(self) -> Macro:
        found = macros_named([self.arguments["macro"]], actor=self.actor)
        if not found:
            raise Invalid(_("This macro is archived or not for you."))
        return found[0]

    def target(self) -> Ticket:
        return Ticket.objects.get(pk=self.arguments["into"])


def carry_out(job: Job, ticket: Ticket, step: BulkStep) -> bool:
    """Do it to this ticket; whether anything changed. Raises what the verb refuses with."""
    return bool(_DO[BulkKind(job.act.kind)](job, ticket, step))


def can_be_undone(act: BulkAct) -> bool:
    """Not what was said to customers, nor what was closed for good."""
    if act.kind == BulkKind.STATUS:
        return act.arguments["status"] not in _FOR_GOOD
    return act.kind != BulkKind.UNDO and not sends_words(act)


def sends_words(act: BulkAct) -> bool:
    return act.kind == BulkKind.INCIDENTS or act.kind == BulkKind.MACRO and bool(act.arguments.get("html"))


def checked_arguments(kind: BulkKind, given: Mapping[str, Any], actor: User) -> dict[str, Any]:
    """What the act keeps of what was given. Raises Invalid when something is missing."""
    return _CHECKS[kind](given, actor) if kind in _CHECKS else {}


def _checked_person(given: Arguments, actor: User) -> dict[str, Any]:
    person: User | None = _given(given, "assignee", _("Say whom they are assigned to."))
    if person is not None and not (person.is_staff and person.is_active):
        raise Invalid(_("Tickets are assigned to active members of staff only."))
    return {"assignee": person.pk if person else None, "name": person.display_name if person else ""}


def _checked_team(given: Arguments, actor: User) -> dict[str, Any]:
    team: Team | None = _given(given, "team", _("Choose a team."))
    return {"team": team.pk if team else None, "name": team.name if team else ""}


def _checked_status(given: Arguments, actor: User) -> dict[str, Any]:
    status = Status(_given(given, "status", _("Choose a status.")))
    if status == Status.NEW:
        raise IllegalTransition(_("Only a ticket that nobody has touched is new."))
    return {"status": status.value}


def _checked_priority(given: Arguments, actor: User) -> dict[str, Any]:
    return {"priority": Priority(_given(given, "priority", _("Choose a priority."))).value}


def _checked_tags(given: Arguments, actor: User) -> dict[str, Any]:
    names = {word: [name for name in map(tag_name, given.get(word, ())) if name] for word in ("add", "remove")}
    if not names["add"] and not names["remove"]:
        raise Invalid(_("Write a tag to add or to remove."))
    return names


def _checked_until(given: Arguments, actor: User) -> dict[str, Any]:
    until: datetime = _given(given, "until", _("Choose a day and a time."))
    return {"until": until.isoformat()}


def _checked_escalation(given: Arguments, actor: User) -> dict[str, Any]:
    level = Level(_given(given, "to_level", _("Choose the level that the tickets go up to.")))
    team: Team | None = given.get("team")
    if team is not None and not team.serves(level):
        raise IllegalTransition(_("%(team)s does not work at %(level)s.") % {"team": team.name, "level": level.label})
    words = {name: storable(given.get(name, "")).strip() for name in ("reason", "tried", "asked")}
    if not all(words.values()):
        raise Invalid(_("Say why, what was tried, and what is asked: nobody should have to ask the customer again."))
    return {"to_level": level.value, "team": team.pk if team else None, "name": team.name if team else "", **words}


def _checked_target(given: Arguments, actor: User) -> dict[str, Any]:
    into: Ticket = _given(given, "into", _("Choose the ticket that the others become part of."))
    return {"into": into.pk}


def _checked_macro(given: Arguments, actor: User) -> dict[str, Any]:
    macro: Macro = _given(given, "macro", _("Choose a macro."))
    if not macros_named([macro.pk], actor=actor):
        raise Invalid(_("This macro is archived or not for you."))
    # The words as they are now, which is how they were looked at before.
    return {"macro": macro.pk, "name": macro.name, "html": macro.html}


def _checked_incidents(given: Arguments, actor: User) -> dict[str, Any]:
    words = clean(storable(given.get("html", "")))
    if not text_of(words).strip():
        raise Invalid(_("Write something first."))
    require_liquid(words)
    problem: Ticket | None = given["problem"]
    of = {"problem": problem.pk if problem else None, "about": given.get("about", "")}
    return {**of, "html": words, "solve": bool(given.get("solve"))}


def _given(given: Arguments, name: str, sentence: str) -> Any:
    if name not in given:
        raise Invalid(sentence)
    return given[name]


def _use_macro(job: Job, ticket: Ticket, step: BulkStep) -> object:
    if not sends_words(job.act):
        return apply_macro(ticket, actor=job.actor, macro=job.macro)
    refuse_unsent(ticket, job.actor)
    words = filled(Macro(html=job.arguments["html"]), ticket, job.actor)
    if words.flags:
        raise Invalid(_("This could not be filled in: %(list)s.") % {"list": ", ".join(words.flags)})
    status = Status(job.macro.status) if job.macro.status else None
    letter = Letter(html=words.html, seen_seq=step.seen_seq, status=status, macros=[job.macro.pk])
    return send_letter(ticket, actor=job.actor, letter=letter)


def _answer_incident(job: Job, ticket: Ticket, step: BulkStep) -> object:
    kept = job.arguments
    return answer_incident(
        ticket,
        actor=job.actor,
        problem=kept["problem"],
        html=kept["html"],
        seen_seq=step.seen_seq,
        solving=kept["solve"],
    )


def _escalate(job: Job, ticket: Ticket, step: BulkStep) -> object:
    words = {name: job.arguments[name] for name in ("reason", "tried", "asked")}
    return escalate(ticket, actor=job.actor, to_level=Level(job.arguments["to_level"]), team=job.team, **words)


def _read(job: Job, ticket: Ticket, step: BulkStep) -> object:
    """The place up to which it was read stays on the step, so that it can be put back."""
    seen = TicketRead.objects.filter(person=job.actor, ticket=ticket).values_list("seen_seq", flat=True).first() or 0
    if seen >= ticket.conversation_seq:
        return False
    mark_read(ticket, actor=job.actor)
    step.seen_seq = seen
    return True


_DO: dict[BulkKind, Callable[[Job, Ticket, BulkStep], object]] = {
    BulkKind.ASSIGN: lambda job, ticket, step: assign(ticket, actor=job.actor, assignee=job.person),
    BulkKind.TEAM: lambda job, ticket, step: assign_team(ticket, actor=job.actor, team=job.team),
    BulkKind.STATUS: lambda job, ticket, step: set_status(
        ticket, actor=job.actor, status=Status(job.arguments["status"])
    ),
    BulkKind.PRIORITY: lambda job, ticket, step: set_priority(
        ticket, actor=job.actor, priority=Priority(job.arguments["priority"])
    ),
    BulkKind.TAG: lambda job, ticket, step: tag(
        ticket, actor=job.actor, add=job.arguments["add"], remove=job.arguments["remove"]
    ),
    BulkKind.SNOOZE: lambda job, ticket, step: snooze(
        ticket, actor=job.actor, until=datetime.fromisoformat(job.arguments["until"])
    ),
    BulkKind.UNSNOOZE: lambda job, ticket, step: unsnooze(ticket, actor=job.actor),
    BulkKind.ESCALATE: _escalate,
    BulkKind.MERGE: lambda job, ticket, step: merge(ticket, actor=job.actor, into=job.target()),
    BulkKind.SPAM: lambda job, ticket, step: mark_spam(ticket, actor=job.actor),
    BulkKind.NOT_SPAM: lambda job, ticket, step: unmark_spam(ticket, actor=job.actor),
    BulkKind.DELETE: lambda job, ticket, step: delete(ticket, actor=job.actor),
    BulkKind.RESTORE: lambda job, ticket, step: restore(ticket, actor=job.actor),
    BulkKind.MACRO: _use_macro,
    BulkKind.FOLLOW: lambda job, ticket, step: follow(ticket, actor=job.actor),
    BulkKind.READ: _read,
    BulkKind.INCIDENTS: _answer_incident,
}

_CHECKS: dict[BulkKind, Callable[[Arguments, User], dict[str, Any]]] = {
    BulkKind.ASSIGN: _checked_person,
    BulkKind.TEAM: _checked_team,
    BulkKind.STATUS: _checked_status,
    BulkKind.PRIORITY: _checked_priority,
    BulkKind.TAG: _checked_tags,
    BulkKind.SNOOZE: _checked_until,
    BulkKind.ESCALATE: _checked_escalation,
    BulkKind.MERGE: _checked_target,
    BulkKind.MACRO: _checked_macro,
    BulkKind.INCIDENTS: _checked_incidents,
}
