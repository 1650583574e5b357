"""What the desk shows of a ticket that goes to another level: the form, the hand-over on top of the conversation, the guides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import User
from desk.undoing import newest_undo
from helpdesk.prepared import Prepared
from tickets.escalations import find_under_way, may_answer, may_bring_down, may_hand_back, who_answered
from tickets.events import EventKind
from tickets.guides import Guide, guides_of
from tickets.handing_on import DraftedWords, drafted_words
from tickets.levels import moves_on, ping_pongs, stays_of
from tickets.models import Escalation, EscalationReason, Event, Level, Message, Ticket
from tickets.models.escalation import EscalationState
from tickets.models.message import MessageKind
from tickets.proposing import NOWHERE, Proposal, proposals_for, teams_before

_WITH_ANSWER = (EscalationState.HANDED_BACK, EscalationState.DECLINED)
_NAMED = ("by", "to_team", "from_team", "accepted_by", "listed_reason")
# One that was handed on further is answered after the one that it led to.
_newest = Prepared(
    lambda ticket: Escalation.objects.filter(ticket=ticket).select_related(*_NAMED).order_by("-ended_at", "-pk")[:1]
)
_times_down = Prepared(
    lambda ticket: (
        Event.objects.filter(ticket=ticket, kind=EventKind.DE_ESCALATED).select_related("actor").order_by("-seq")
    )
)


@dataclass(slots=True)
class LevelChoice:
    """A level above or below, the teams that work there (the proposed one first), and its guide."""

    level: Level
    proposals: list[Proposal]
    guide: Guide


@dataclass(slots=True)
class HandOver:
    """An escalation as a person sees it: what it says, and what they can do about it."""

    escalation: Escalation
    may_answer: bool = False
    may_hand_back: bool = False
    undo: str = ""  # the address that takes it back: their own, while it waits
    ping_pongs: int = 0
    held_since: datetime | None = None
    answered_by: User | None = None  # who declined it, handed it back, or brought the ticket down
    why_down: str = ""  # the reason of who brought it down
    is_open: bool = field(default=True)

    @property
    def is_waiting(self) -> bool:
        return self.escalation.state == EscalationState.WAITING

    @property
    def is_accepted(self) -> bool:
        return self.escalation.state == EscalationState.ACCEPTED

    @property
    def is_declined(self) -> bool:
        return self.escalation.state == EscalationState.DECLINED

    @property
    def answer(self) -> str:
        """What came back; while it is under way, nothing."""
        return self.why_down or ("" if self.is_waiting or self.is_accepted else self.escalation.answer)

    @property
    def added_words(self) -> str:
        """What was written beside the reason of the list."""
        listed = self.escalation.listed_reason
        return "" if listed is not None and listed.name == self.escalation.reason else self.escalation.reason


def hand_over_of(ticket: Ticket, person: User) -> HandOver | None:
    """The escalation under way, open for those who answer it; else what came back, until the ticket is solved."""
    escalation = find_under_way(ticket)
    if escalation is None:
        return None if ticket.is_solved else _answer_on(ticket)
    is_waiting = escalation.state == EscalationState.WAITING
    answers = is_waiting and may_answer(person, escalation)
    moves = moves_on(ticket) if person.is_lead else []
    stays = stays_of(moves)
    return HandOver(
        escalation,
        may_answer=answers,
        may_hand_back=not is_waiting and may_hand_back(person, escalation),
        undo=newest_undo(ticket, person, EventKind.ESCALATED) if is_waiting and escalation.by_id == person.pk else "",
        ping_pongs=ping_pongs(moves),
        held_since=stays[-1].since if stays else None,
        is_open=answers,
    )


def levels_above(ticket: Ticket, person: User) -> list[LevelChoice]:
    return _choices(ticket, [level for level in Level if level > ticket.level], person)


def levels_below(ticket: Ticket, person: User) -> list[LevelChoice]:
    """Where people work: level 0 is a bot's. The nearest first."""
    below = [level for level in Level if Level.SELF_SERVICE < level < ticket.level]
    return _choices(ticket, below, person, former=teams_before(ticket))[::-1]


def offered_reasons() -> list[EscalationReason]:
    return list(EscalationReason.objects.filter(is_active=True))


def words_for(ticket: Ticket) -> DraftedWords:
    return drafted_words(ticket)


def may_go_down(ticket: Ticket, person: User) -> bool:
    return may_bring_down(person, ticket, find_under_way(ticket))


def _choices(
    ticket: Ticket, levels: list[Level], person: User, former: Mapping[int, int | None] = NOWHERE
) -> list[LevelChoice]:
    guides = guides_of(levels)
    proposals = proposals_for(ticket, levels, actor=person, former=former)
    return [LevelChoice(level, [one for one in proposals if one.level == level], guides[level]) for level in levels]


def _answer_on(ticket: Ticket) -> HandOver | None:
    """The newest one that came back, or ended as the ticket was brought down: open until one of ours has written since."""
    newest = _newest.first(ticket.pk)
    if newest is None or newest.ended_at is None:
        return None
    newest.ticket = ticket
    down = next((event for event in _times_down(ticket.pk) if event.at == newest.ended_at), None)
    if down is not None and down.changes["level"][1] == ticket.level:
        why_down, answered_by = down.data["reason"], down.actor
    elif newest.state in _WITH_ANSWER and newest.from_level == ticket.level:
        why_down, answered_by = "", who_answered(ticket).get(newest.pk)
    else:
        return None
    said = Message.objects.filter(
        ticket=ticket, kind=MessageKind.PUBLIC, from_staff=True, created_at__gt=newest.ended_at
    )
    return HandOver(newest, is_open=not said.exists(), answered_by=answered_by, why_down=why_down)
