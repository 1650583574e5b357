"""What `manage.py check_integrity` asks of the clocks: that they are what the log and the versions say."""

from collections.abc import Iterator

from sla.book import BOOK
from sla.deadlines import Standing, standing_of
from sla.keeping import kept
from sla.listener import row_of
from sla.models import Calendar, Clock, DefaultCalendar
from tickets.integrity import MOST, replayed
from tickets.models import Ticket

_COMPARED = ("state", "seconds", "started_at", "due_at", "ended_at", "check_at", "warned", "policy_id", "calendar_id")


def check_clocks() -> Iterator[str]:
    """Clocks stand where events and policies say (beyond 10,000 tickets, a sample of them)"""
    found = 0
    for ticket in replayed("events", "clocks"):
        for problem in contradictions(ticket):
            yield problem
            found += 1
            if found >= MOST:
                return


def check_default_calendar() -> Iterator[str]:
    """The default calendar is the one that was written down last as such"""
    default = Calendar.objects.filter(is_default=True).first()
    written = DefaultCalendar.objects.select_related("calendar").last()
    if default != (written.calendar if written else None):
        yield f"the default calendar is {default}, written down is {written}"


def contradictions(ticket: Ticket) -> Iterator[str]:
    """Where the clocks' rows and the ticket's derived columns differ from the log."""
    standing, clocks = standing_of(ticket.events.all(), BOOK)
    if standing.policy is not None or ticket.sla:
        _settle_as_the_timer_did(ticket, standing)
        if kept(standing) != ticket.sla:
            yield f"#{ticket.pk}: its clocks stand at {ticket.sla}, its events say {kept(standing)}"
        if standing.next_due != ticket.next_due_at:
            yield f"#{ticket.pk}: next_due_at is {ticket.next_due_at}, its events say {standing.next_due}"
    rows = {(row.target, row.turn): row for row in ticket.clocks.all()}
    for key in sorted(rows.keys() | clocks.keys()):
        row = rows.get(key)
        told = row_of(ticket.pk, clocks[key]) if key in clocks else None
        if _compared(row) != _compared(told):
            yield f"#{ticket.pk}: the clock {key} is {_compared(row)}, its events say {_compared(told)}"


def _settle_as_the_timer_did(ticket: Ticket, standing: Standing) -> None:
    """What was solved 72 hours ago is fixed by the timer, a little later and without an event."""
    still_open = ticket.sla.get("clocks", {})
    for counted in list(standing.clocks.values()):
        if counted.settles is not None and counted.target not in still_open:
            standing.settle(counted.settles)


def _compared(row: Clock | None) -> tuple[object, ...] | None:
    return tuple(getattr(row, name) for name in _COMPARED) if row is not None else None
