"""What `manage.py check_integrity` asks of facts: that they are what the log says now. Every night a sample is asked, too."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.db.models import Model

from metrics.keeping import PARTS, mark, rows_of, told_by_log
from metrics.models import Stale, TicketFacts
from metrics.versions import StoredVersions
from tickets.integrity import MOST, replayed
from tickets.models import Ticket

logger = logging.getLogger(__name__)
_STEP = 500
SAMPLE = 2_000


def check_facts() -> Iterator[str]:
    """Facts of tickets are what their events say (beyond 10,000 tickets, a sample of them)"""
    for found, (_number, problem) in enumerate(contradictions(ticket.pk for ticket in replayed())):
        yield problem
        if found + 1 >= MOST:
            return


def check_sample() -> int:
    """Every night: what differs is told to the log and computed anew; how many tickets."""
    numbers = Ticket.objects.order_by("?").values_list("pk", flat=True)[:SAMPLE]
    wrong = dict(contradictions(numbers))
    for problem in wrong.values():
        logger.error("facts: %s", problem)
    mark(wrong)
    return len(wrong)


def contradictions(numbers: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Ticket → where its facts differ from its log, unless the log just went on."""
    remaining = iter(numbers)
    while some := tuple(islice(remaining, _STEP)):
        versions = StoredVersions()
        kept = _kept(some)
        told = {number: _compared(rows_of(number, facts)) for number, facts in told_by_log(some, versions)}
        marked = set(Stale.objects.filter(ticket_number__in=some).values_list("ticket_number", flat=True))
        for number in some:
            if number not in marked and kept.get(number) != told.get(number):
                yield number, f"#{number}: its facts are {kept.get(number)}, its events say {told.get(number)}"


def _kept(numbers: tuple[int, ...]) -> dict[int, set[Any]]:
    kept: dict[int, set[Any]] = {}
    models: tuple[type[Any], ...] = (TicketFacts, *PARTS)
    for model in models:
        for row in model._default_manager.filter(ticket__in=numbers).values():
            row.pop("computed_at", None)
            kept.setdefault(row["ticket_id"], set()).update(_compared({model: [row]}))
    return kept


def _compared(rows: Mapping[type[Model], Iterable[dict[str, Any]]]) -> set[Any]:
    return {(model.__name__, *sorted(row.items())) for model, found in rows.items() for row in found}
