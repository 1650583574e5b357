"""100,000 running clocks, of which 1,000 fall due in one minute: how long one tick takes for them, and one with nothing to do."""

import statistics
import time
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max

from accounts.models import Role, User
from bench.report import Result
from helpdesk import clock
from sla import timer
from sla.models import Clock, ClockState, Policy
from sla.terms import Target
from tickets.actions import open_ticket
from tickets.content import Body
from tickets.models import Channel

RUNNING, DUE, IDLE_TICKS = 100_000, 1_000, 30
# Turns of their own, so that they meet no clock of the seed.
_FIRST_TURN = 1_000
_OTHERS = """
INSERT INTO sla_clock (ticket_id, target, turn, state, seconds, started_at, due_at, check_at, warned, policy_id)
SELECT ticket.number, 'next_response', %(first_turn)s + place, 'running', 3600, %(until)s,
    %(until)s + place * interval '1 s', %(until)s + place * interval '1 s', 0, %(policy)s
FROM generate_series(1, %(more)s) place JOIN (
    SELECT number, row_number() OVER (ORDER BY number) - 1 AS turn FROM tickets_ticket
) ticket ON ticket.turn = place %% (SELECT count(*) FROM tickets_ticket)
"""


def measure(result: Result) -> None:
    """Fills in the seconds of the tick, the milliseconds of an idle one, and whether all were fired."""
    now = clock.now()
    customers = list(User.objects.filter(role=Role.CUSTOMER, is_active=True).order_by("pk")[:40])
    opened = [_due_ticket(customers[number % len(customers)], number) for number in range(DUE)]
    first_responses = Clock.objects.filter(ticket__in=opened, target=Target.FIRST_RESPONSE)
    due: datetime = first_responses.aggregate(last=Max("due_at"))["last"]
    _let_others_run(opened, due + timedelta(days=1))

    result.idle_tick_ms = _idle_tick(now)
    started = time.monotonic()
    with clock.at(due + timedelta(seconds=1)):
        timer.tick()
    result.tick_seconds = time.monotonic() - started
    breached = first_responses.filter(state=ClockState.BREACHED)
    result.proofs[f"each of the {DUE:,} clocks that fell due was told"] = breached.count() == DUE


def _due_ticket(customer: User, number: int) -> int:
    return open_ticket(
        actor=customer,
        requester=customer,
        subject=f"It is late ({number})",
        body=Body.from_text("Is anybody there?"),
        channel=Channel.EMAIL,
    ).pk


def _let_others_run(opened: list[int], until: datetime) -> None:
    """What the seed left running is due later, too; with as many as it takes to be 100,000."""
    running = Clock.objects.filter(check_at__isnull=False).exclude(ticket__in=opened)
    running.update(check_at=until, due_at=until)
    policy = Policy.objects.filter(archived_at=None).values_list("current", flat=True)[0]
    more = max(0, RUNNING - DUE - running.count())
    words: dict[str, Any] = {"first_turn": _FIRST_TURN, "until": until, "policy": policy, "more": more}
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, words)
        cursor.execute("ANALYZE sla_clock")


def _idle_tick(now: datetime) -> float:
    """The median in milliseconds, at a moment before anything of it is due."""
    times = []
    with clock.at(now):
        timer.tick()  # what the seed or the mails left behind
        for _tick in range(IDLE_TICKS):
            started = time.perf_counter()
            timer.tick()
            times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)
