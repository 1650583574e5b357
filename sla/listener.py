"""Moves a ticket's clocks with its events, and writes them: one statement at the end, one with the derived columns."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from helpdesk.insert import upsert_all
from sla import actions, breaching
from sla.applying import decide, may_decide_anew
from sla.book import BOOK
from sla.counted import Counted
from sla.deadlines import Standing, concerns
from sla.keeping import kept, read
from sla.models import Clock
from tickets.actions import derive
from tickets.door import current_passage
from tickets.events import EventKind
from tickets.models import Event, Ticket


@dataclass(slots=True)
class _Rows:
    """What is written before the commit: of each clock its newest state."""

    clocks: dict[tuple[int, str, int], Clock] = field(default_factory=dict)

    def __call__(self) -> None:
        upsert_all(list(self.clocks.values()), unique=("ticket_id", "target", "turn"))


def on_event(event: Event) -> None:
    ticket = event.ticket
    if event.kind == EventKind.OPENED:
        if ticket.sla:
            write_clocks(ticket, read(ticket.sla).clocks.values())
        return
    if event.kind == EventKind.SLA_SET or ticket.sla and concerns(event):
        _move(event)
    if may_decide_anew(event) and not ticket.is_solved:
        actions.set_policy(ticket, decide(ticket))
    if event.kind == EventKind.SLA_BREACHED:
        breaching.act(event)


def keep(ticket: Ticket, standing: Standing) -> None:
    """Write down where the clocks of a locked ticket stand now."""
    derive(ticket, sla=kept(standing), next_due_at=standing.next_due)
    write_clocks(ticket, standing.touched.values())


def write_clocks(ticket: Ticket, clocks: Iterable[Counted]) -> None:
    rows = current_passage().last_acts.setdefault("sla.clocks", _Rows())
    assert isinstance(rows, _Rows)  # noqa: S101 - the name is ours
    for clock in clocks:
        if clock.seconds is not None:
            rows.clocks[ticket.pk, clock.target, clock.turn] = row_of(ticket.pk, clock)


def row_of(number: int, clock: Counted) -> Clock:
    """The row of a clock that was promised at some time."""
    assert clock.seconds is not None  # noqa: S101 - then it is under a policy, too
    assert clock.policy is not None  # noqa: S101
    return Clock(
        ticket_id=number,
        target=clock.target,
        turn=clock.turn,
        state=clock.state,
        seconds=clock.seconds,
        started_at=clock.started,
        due_at=clock.deadline,
        ended_at=clock.ended,
        check_at=clock.next_moment,
        warned=clock.warned,
        policy_id=clock.policy,
        calendar_id=clock.calendar,
    )


def _move(event: Event) -> None:
    ticket = event.ticket
    standing = read(ticket.sla) if ticket.sla else _from_the_log(event)
    standing.advance(event, BOOK)
    keep(ticket, standing)
    for missed in standing.overrun:
        actions.tell_missed(ticket, missed)


def _from_the_log(event: Event) -> Standing:
    """Of a ticket that was under no policy so far."""
    standing = Standing()
    for earlier in event.ticket.events.filter(seq__lt=event.seq).order_by("seq"):
        standing.advance(earlier, BOOK)
    return standing
