"""Whatever becomes of escalations, the clocks of accepting them say what a plain reading of the log says."""

from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import transaction

from helpdesk import clock
from tests.factories import make_ticket
from tests.sla.making import START, assert_clocks_agree, goal, make_policy
from tickets import actions
from tickets.errors import Refused
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

WHY = {"reason": "Hard.", "tried": "All.", "asked": "Help."}
PROMISED = timedelta(minutes=30)
UP, WITHDRAWN = "ticket.escalated", "escalation.withdrawn"
ANSWERED = ("escalation.declined", "escalation.handed_back", WITHDRAWN)

# `one` escalates, `other` answers above.
ACTS = {
    "up": lambda t, one, other: actions.escalate(t, actor=one, to_level=t.level + 1, **WHY),
    "accept": lambda t, one, other: actions.accept_escalation(t, actor=other),
    "decline": lambda t, one, other: actions.decline_escalation(t, actor=other, reason="No."),
    "hand back": lambda t, one, other: actions.hand_back(t, actor=other, answer="So."),
    "down": lambda t, one, other: actions.de_escalate(t, actor=other, to_level=t.level - 1, reason="Easy."),
    "solve": lambda t, one, other: actions.solve(t, actor=one) if t.level > 1 else None,
    "unsolve": lambda t, one, other: actions.unsolve(t, actor=one),
    "reopen": lambda t, one, other: actions.reopen(t, actor=one),
    "undo": lambda t, one, other: actions.undo(t, actor=_last_actor(t), seq=_last(t).seq),
}
LIVES, LENGTH = 25, 14


@pytest.fixture
def policy(db):
    """Half an hour to accept."""
    return make_policy(targets={"acceptance": goal(1800, keys="23")}, warn=[], breach=[])


@pytest.mark.parametrize("seed", range(LIVES))
def test_each_escalation_is_waited_for_as_long_as_the_log_says(policy, customer, agent, lead, seed):
    with transaction.atomic():
        ticket = lived(customer, agent, lead, Random(seed))
        clocks = {
            (row.started_at, row.state == "breached", row.ended_at if row.state != "running" else None, row.due_at)
            for row in ticket.clocks.filter(target="acceptance").exclude(state="cancelled")
        }
        told = set(read(list(ticket.events.order_by("seq"))))
        assert_clocks_agree(ticket)
        transaction.set_rollback(True)

    assert clocks == told


def lived(customer, one, other, random: Random) -> Ticket:
    """Each time one of the acts that is possible then."""
    moment = START
    with clock.at(moment):
        ticket = make_ticket(requester=customer)
    for _step in range(LENGTH):
        moment += timedelta(minutes=random.randint(1, 20))
        for act in random.sample(sorted(ACTS), len(ACTS)):
            try:
                with clock.at(moment):
                    done = ACTS[act](Ticket.objects.get(pk=ticket.pk), one, other)
            except (Refused, ValueError):
                continue
            if done is not None:
                break
    return Ticket.objects.get(pk=ticket.pk)


def read(log):
    """(since, whether it was too late, end, deadline) of each escalation that was not taken back as never meant.

    Who reads by hand keeps on one side which escalation is under way and whether it waits; an answer or a taking back brings an
    earlier one up again, as it was.
    """
    waits: dict[int, list[list[datetime | None]]] = {}
    accepted: set[int] = set()
    below: dict[int, int | None] = {}
    over: dict[int, int | None] = {}  # by the seq of what solved it
    current: int | None = None
    last = log[-1].at

    def turn_to(key, at):
        nonlocal current
        if current is not None and waits[current][-1][1] is None:
            waits[current][-1][1] = at
        current = key
        if key is not None and key not in accepted:
            waits.setdefault(key, []).append([at, None])

    for event in log:
        key, kind = event.data.get("escalation"), event.kind
        if kind == UP:
            below[key] = current
            turn_to(key, event.at)
        elif kind == "escalation.accepted":
            turn_to(None, event.at)
            accepted.add(key)
            current = key
        elif kind == "escalation.unaccepted":
            accepted.discard(key)
            turn_to(key, event.at)
        elif kind in ANSWERED:
            if kind == WITHDRAWN:
                waits.pop(key)
                current = None
            turn_to(below[key], event.at)
        elif kind == "escalation.resumed":
            turn_to(key, event.at)
        elif kind == "ticket.unsolved":
            turn_to(over[event.data["solved"][0]], event.at)
        elif kind in ("ticket.solved", "ticket.de_escalated"):
            over[event.seq] = current
            turn_to(None, event.at)
    for stretches in waits.values():
        yield sum_up(stretches, last)


def sum_up(stretches, last):
    left, due = PROMISED, None
    for since, until in stretches:
        due = since + left if due is None else due
        if until is None or until - since > left:
            late = until is not None or last > due
            return stretches[0][0], late, None if stretches[-1][1] is None else stretches[-1][1], due
        left -= until - since
        end, kept_due, due = until, due, None
    return stretches[0][0], False, end, kept_due


def _last(ticket):
    """The newest event that somebody caused."""
    return ticket.events.exclude(kind__startswith="sla.").order_by("seq").last()


def _last_actor(ticket):
    return _last(ticket).actor
