"""What the form of a bulk act says, and what its writer is asked before it begins."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Team, User
from desk.bulk_teams import WayUp, ways_up
from desk.lists import teams_for
from desk.snoozing import snoozed_until
from search.queries import numbers_matching
from tickets.errors import Invalid
from tickets.macros import FilledMacro, filled, macros_like
from tickets.models import Level, Macro, Priority, Status, Ticket
from tickets.models.bulk import MOST_TICKETS, BulkKind
from tickets.models.ticket import TicketQuerySet

_LONGEST_LIST = 20 * MOST_TICKETS
_MOST_TO_MERGE = 50


@dataclass(slots=True)
class Question:
    """What is asked before an act that nobody can take back, or of which more has to be known."""

    title: str
    action: str
    sentences: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    letter: FilledMacro | None = None
    first: Ticket | None = None  # for whom the letter is filled in
    targets: list[Ticket] = field(default_factory=list)  # one of them is to be chosen
    ways_up: list[WayUp] = field(default_factory=list)  # one of them is to be chosen, with why


def numbers_in(form: QueryDict) -> list[int]:
    """`tickets` is one field with commas, however many there are. Raises Invalid for nonsense."""
    typed = form.get("tickets", "")
    if len(typed) > _LONGEST_LIST or not all(_is_number(word) for word in typed.split(",") if word):
        raise Invalid(_("Choose at least one ticket."))
    return [int(word) for word in typed.split(",") if word]


def kind_in(form: QueryDict) -> BulkKind:
    kind = form.get("act", "")
    if kind not in BulkKind or kind in (BulkKind.UNDO, BulkKind.INCIDENTS):
        raise Invalid(_("Choose one of the offered values."))
    return BulkKind(kind)


def arguments_in(form: QueryDict, kind: BulkKind, person: User) -> dict[str, Any]:
    """What the act needs, looked up. Raises Invalid with what to do."""
    return _READ[kind](form, person) if kind in _READ else {}


def token_in(form: QueryDict) -> str:
    """Of this act: the same form sent twice is one act, another choice from the same selection is another."""
    words = sorted((name, value) for name, value in form.items() if name != "csrfmiddlewaretoken")
    return f"desk-{hashlib.sha256(repr(words).encode()).hexdigest()[:40]}"


def question_for(kind: BulkKind, numbers: list[int], arguments: dict[str, Any], person: User) -> Question | None:
    """None for what can be undone, and is plain already."""
    count = len(numbers)
    tickets = Ticket.objects.visible_to(person).filter(pk__in=numbers)
    if kind == BulkKind.MERGE and "into" not in arguments:
        return _which_survives(tickets, count)
    if kind == BulkKind.ESCALATE and "to_level" not in arguments:
        return _where_to(tickets, count, arguments["team"], person)
    if kind == BulkKind.STATUS and arguments["status"] == Status.SOLVED:
        return _although_held(tickets, count)
    if kind == BulkKind.STATUS and arguments["status"] == Status.CLOSED:
        title = ngettext("Close this ticket for good?", "Close %(count)s tickets for good?", count) % {"count": count}
        return Question(
            title,
            ngettext("Close it", "Close %(count)s tickets", count) % {"count": count},
            [_("A customer who writes then opens a new one. This cannot be taken back.")],
        )
    if kind == BulkKind.MACRO and arguments["macro"].html:
        return _send_it(arguments["macro"], numbers, tickets, person)
    return None


def matching(
    person: User, pick: Callable[[TicketQuerySet], TicketQuerySet] | None, search: str
) -> tuple[list[int], bool]:
    """The numbers of what a view or a search holds, up to 1,000, and whether these are all."""
    if pick is None:
        numbers = numbers_matching(person, search, most=MOST_TICKETS + 1)
    else:
        tickets = pick(Ticket.objects.visible_to(person)).order_by("-pk")
        numbers = list(tickets.values_list("pk", flat=True)[: MOST_TICKETS + 1])
    return numbers[:MOST_TICKETS], len(numbers) <= MOST_TICKETS


def _although_held(tickets: TicketQuerySet, count: int) -> Question | None:
    held = tickets.filter(held_until__isnull=False).count()
    if not held:
        return None
    return Question(
        ngettext("Solve this ticket?", "Solve %(count)s tickets?", count) % {"count": count},
        ngettext("Solve it", "Solve %(count)s tickets", count) % {"count": count},
        [
            ngettext(
                "On %(count)s of them an answer waits for its time. It is sent all the same.",
                "On %(count)s of them an answer waits for its time. They are sent all the same.",
                held,
            )
            % {"count": held}
        ],
    )


def _where_to(tickets: TicketQuerySet, count: int, team: Team | None, person: User) -> Question:
    ways = ways_up(tickets, [team] if team else teams_for(person))
    if not ways:
        raise Invalid(_("No team works at a higher level than all of these tickets."))
    return Question(
        ngettext("Escalate this ticket?", "Escalate %(count)s tickets?", count) % {"count": count},
        ngettext("Escalate it", "Escalate %(count)s tickets", count) % {"count": count},
        [_("Said once, it is told on each of them, so that nobody has to ask the customers again.")],
        ways_up=ways,
    )


def _which_survives(tickets: TicketQuerySet, count: int) -> Question:
    if count < 2:
        raise Invalid(_("Choose at least two tickets to merge."))
    if count > _MOST_TO_MERGE:
        raise Invalid(_("Choose at most %(most)s tickets to merge.") % {"most": _MOST_TO_MERGE})
    found = list(tickets.select_related("requester", "team").order_by("pk"))
    choices = [ticket for ticket in found if ticket.status != Status.CLOSED]
    if not choices:
        raise Invalid(_("All of them are closed for good, so that nothing can be merged."))
    return Question(
        _("Which ticket do the others become part of?"),
        ngettext("Merge", "Merge %(count)s tickets", count) % {"count": count},
        [
            _(
                "Their messages go to it in the order of time, and who answers one of them by mail lands there too. "
                "The others are closed. It can be undone at any time."
            )
        ],
        warnings=_who_will_read(found),
        targets=choices,
    )


def _who_will_read(tickets: list[Ticket]) -> list[str]:
    """What a merge of them shows to somebody who did not see it before."""
    warnings = []
    people = len({ticket.requester_id for ticket in tickets})
    if people > 1:
        warnings.append(
            ngettext(
                "These are tickets of %(count)s person.",
                "These are tickets of %(count)s people. Whose ticket the others become part of will read what they wrote.",
                people,
            )
            % {"count": people}
        )
    teams = {ticket.team_id: ticket.team for ticket in tickets if ticket.team is not None and ticket.team.is_private}
    for team in teams.values():
        warnings.append(
            _("Some belong to the private team %(team)s. Whoever sees the ticket that stays will read them.")
            % {"team": team.name}
        )
    return warnings


def _send_it(macro: Macro, numbers: list[int], tickets: TicketQuerySet, person: User) -> Question:
    count = len(numbers)
    related = tickets.select_related("requester", "organization", "team", "mailbox")
    found = related.in_bulk(numbers)
    first = next((found[number] for number in numbers if number in found), None)
    title = ngettext("Send this reply to the customer?", "Send this reply to %(count)s customers?", count)
    return Question(
        title % {"count": count},
        ngettext("Send the reply", "Send %(count)s replies", count) % {"count": count},
        [
            _(
                "Each customer gets their own. Whoever wrote meanwhile, or whose name is missing for a placeholder, gets "
                "none, and you are told. What is sent cannot be taken back."
            )
        ],
        letter=filled(macro, first, person) if first else None,
        first=first,
    )


def _assignee(form: QueryDict, person: User) -> dict[str, Any]:
    chosen = form.get("assignee", "")
    if chosen in ("", "me"):
        return {"assignee": person if chosen else None}
    found = User.objects.staff().filter(pk=int(chosen)).first() if _is_number(chosen) else None
    if found is None:
        raise Invalid(_("This person is no longer there. Choose somebody else."))
    return {"assignee": found}


def _team(form: QueryDict, person: User) -> dict[str, Any]:
    return _team_named(form.get("team", ""), person)


def _team_named(chosen: str, person: User) -> dict[str, Any]:
    found: Team | None = next((team for team in teams_for(person) if str(team.pk) == chosen), None)
    if chosen and found is None:
        raise Invalid(_("This team is no longer there. Choose another one."))
    return {"team": found}


def _status(form: QueryDict, person: User) -> dict[str, Any]:
    chosen = form.get("status", "")
    if chosen not in Status:
        raise Invalid(_("Choose one of the offered values."))
    return {"status": Status(chosen)}


def _priority(form: QueryDict, person: User) -> dict[str, Any]:
    chosen = form.get("priority", "")
    if chosen not in map(str, Priority.values):
        raise Invalid(_("Choose one of the offered values."))
    return {"priority": Priority(int(chosen))}


def _tags(form: QueryDict, person: User) -> dict[str, Any]:
    return {word: form.get(word, "").split(",") for word in ("add", "remove")}


def _until(form: QueryDict, person: User) -> dict[str, Any]:
    return {"until": snoozed_until(form.get("choice", ""), form.get("at", ""), week=person.working_hours)}


def _into(form: QueryDict, person: User) -> dict[str, Any]:
    chosen = form.get("into", "")
    found = Ticket.objects.visible_to(person).filter(pk=int(chosen)).first() if _is_number(chosen) else None
    return {"into": found} if found else {}


def _escalation(form: QueryDict, person: User) -> dict[str, Any]:
    """`to` is a level and a team, "2-7", and comes with the words; before, perhaps a team."""
    level, _sign, chosen = form.get("to", "").partition("-")
    if not level:
        return _team(form, person)
    if level not in map(str, Level.values):
        raise Invalid(_("Choose one of the offered values."))
    words = {name: form.get(name, "") for name in ("reason", "tried", "asked")}
    return {"to_level": Level(int(level)), **_team_named(chosen, person), **words}


def _macro(form: QueryDict, person: User) -> dict[str, Any]:
    chosen = form.get("macro", "")
    found = macros_like(person).filter(pk=int(chosen)).first() if _is_number(chosen) else None
    if found is None:
        raise Invalid(_("This macro is archived or not for you."))
    return {"macro": found}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16


_READ: dict[BulkKind, Callable[[QueryDict, User], dict[str, Any]]] = {
    BulkKind.ASSIGN: _assignee,
    BulkKind.TEAM: _team,
    BulkKind.STATUS: _status,
    BulkKind.PRIORITY: _priority,
    BulkKind.TAG: _tags,
    BulkKind.SNOOZE: _until,
    BulkKind.ESCALATE: _escalation,
    BulkKind.MERGE: _into,
    BulkKind.MACRO: _macro,
}
