"""Escalations of seeded tickets: a part of those that are finished went up, and was solved there, answered or declined."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from demo.seeding.clocks import Policies
from demo.seeding.copying import Table
from demo.seeding.life import Life, iso, later
from demo.seeding.people import Above
from tickets.events import EventKind
from tickets.models import Escalation, EscalationReason, Level
from tickets.models.escalation import EscalationState

ESCALATED = 0.15
# Of those.
SOLVED_ABOVE = 0.55
DECLINED = 0.1
# Against a team of specialists.
TO_EXPERTS = 0.2
_COLUMNS = (
    "id", "ticket_id", "from_level", "to_level", "from_team_id", "to_team_id", "from_assignee_id", "by_id",
    "listed_reason_id", "reason", "tried", "asked", "state", "accepted_by_id", "answer", "created_at", "accepted_at",
    "ended_at",
)  # fmt: skip
_TRIED = (
    "Went through the standard procedure with the customer, step by step.",
    "Had them sign out and in again, and looked at their settings with them.",
    "Looked at the account, the invoices and the log of the last week.",
    "Reproduced it in a test account; nothing in our articles fits.",
)
_ASKED = (
    "Please find out what causes it and tell the customer.",
    "Can you change this in the account? I have no rights to.",
    "Is this a fault of ours, or a setting that I overlook?",
    "Please decide whether we make an exception here.",
)
_ANSWERS = (
    "It is a setting of the organization. Changed it; they only have to sign in again.",
    "Known, and repaired this morning. Please tell the customer so.",
    "We make an exception this once. The credit is on the next invoice.",
)
_DECLINED = (
    "The procedure for this is in the level's guide, please go through it first.",
    "Nobody has asked the customer for the address of the page yet. Please do.",
)


@dataclass(slots=True)
class HandOver:
    """A row to be."""

    key: int
    ticket: int
    from_level: int
    to_level: int
    from_team: int
    to_team: int
    by: int
    reason: int | None  # of the list; `words` are its
    words: str
    tried: str
    asked: str
    created_at: int
    accepted_by: int | None = None
    accepted_at: int | None = None
    answer: str = ""


class Escalations:
    """Drawn apart from everything else, as the surveys are; moments are seconds since 1970."""

    def __init__(self, random: Random, above: Sequence[Above], policies: Policies, *, tickets: int, now: int) -> None:
        self.random = random
        self.above = above
        self.shares = [1 if one.level == Level.SPECIALIST else TO_EXPERTS for one in above]
        self.policies = policies
        self.now = now
        self.table = Table(Escalation, _COLUMNS, count=tickets)
        reasons = EscalationReason.objects.filter(is_active=True).values_list("pk", "name")
        self.reasons_used = {key for key, _name in reasons}
        self.reasons: list[tuple[int | None, str]] = list(reasons) or [(None, "It needs more knowledge than I have")]

    def perhaps(self, number: int, life: Life, agent: int, at: int) -> tuple[int, int, HandOver | None]:
        """Who answers the agent's ticket, and from when; with the hand-over if it stays above until it is solved."""
        random = self.random
        if random.random() >= ESCALATED:
            return agent, at, None
        (above,) = random.choices(self.above, self.shares)
        somebody, outcome = random.choice(above.members), random.random()
        if somebody == agent:  # nobody answers their own
            return agent, at, None
        hand_over = self._escalate(number, life, agent, above, at)
        if outcome < DECLINED:
            return agent, self._return(life, hand_over, somebody, self._later(at, 60), is_accepted=False), None
        at = self._later(at, 240)
        hand_over.accepted_by, hand_over.accepted_at = somebody, at
        life.accept(somebody, at, escalation=hand_over.key)
        at = self._later(at, 300)
        if outcome < DECLINED + SOLVED_ABOVE:
            return somebody, at, hand_over
        return agent, self._return(life, hand_over, somebody, at, is_accepted=True), None

    def end(self, hand_over: HandOver, at: int) -> None:
        """Its ticket was solved above."""
        self._keep(hand_over, EscalationState.ENDED, at)

    def _escalate(self, number: int, life: Life, agent: int, above: Above, at: int) -> HandOver:
        random, columns = self.random, life.columns
        reason, words = random.choice(self.reasons)
        hand_over = HandOver(
            self.table.key(), number, columns["level"], above.level, columns["team_id"], above.team, agent, reason,
            words, random.choice(_TRIED), random.choice(_ASKED), at,
        )  # fmt: skip
        life.escalate(agent, at, escalation=hand_over.key, level=above.level, team=above.team)
        self._promise_anew(life, at)
        return hand_over

    def _return(self, life: Life, hand_over: HandOver, by: int, at: int, *, is_accepted: bool) -> int:
        hand_over.answer = self.random.choice(_ANSWERS if is_accepted else _DECLINED)
        life.come_back(
            EventKind.HANDED_BACK if is_accepted else EventKind.ESCALATION_DECLINED,
            by,
            at,
            escalation=hand_over.key,
            level=hand_over.from_level,
            team=hand_over.from_team,
            assignee=hand_over.by,
        )
        self._promise_anew(life, at)
        self._keep(hand_over, EscalationState.HANDED_BACK if is_accepted else EscalationState.DECLINED, at)
        return self._later(at, 120)

    def _promise_anew(self, life: Life, at: int) -> None:
        """Policies may ask about the level and the team."""
        applied = self.policies.decide(life.columns, life.tags)
        if life.clocks.is_under_another(applied):
            life.promise(applied, self.policies.names[applied], at)

    def _keep(self, row: HandOver, state: EscalationState, ended_at: int) -> None:
        self.table.add(
            row.key, row.ticket, row.from_level, row.to_level, row.from_team, row.to_team, row.by, row.by, row.reason,
            row.words, row.tried, row.asked, state.value, row.accepted_by, row.answer, iso(row.created_at),
            None if row.accepted_at is None else iso(row.accepted_at), iso(ended_at),
        )  # fmt: skip

    def _later(self, at: int, minutes: int) -> int:
        return later(self.random, at, minutes, self.now)
