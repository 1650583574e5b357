"""Who held the ticket of a broken promise that had gone elsewhere, in words: "Product specialists · Level 2 · Specialist"."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from metrics.models import ClockFacts, StayFacts
from metrics.reasons import Reason
from tickets.models import Level

_NOTHING = timedelta(0)


def held_elsewhere(clocks: Iterable[ClockFacts]) -> dict[Any, str]:
    """By the key of the clock: of the places other than where it began, the one that had the ticket longest before the deadline.

    Only of those that were broken because of it. One statement, however many there are.
    """
    asked = [clock for clock in clocks if clock.reason == Reason.ELSEWHERE]
    stays: dict[int, list[StayFacts]] = defaultdict(list)
    if asked:
        found = StayFacts.objects.filter(ticket__in={clock.ticket_id for clock in asked}).select_related("team")
        for stay in found.order_by("ticket", "turn"):
            stays[stay.ticket_id].append(stay)
    return {clock.pk: _longest(stays[clock.ticket_id], clock.started_at, clock.due_at) for clock in asked}


def _longest(stays: list[StayFacts], started: datetime, due: datetime | None) -> str:
    if due is None:
        return ""
    began = next((_place(stay) for stay in stays if stay.until is None or stay.until > started), None)
    held: dict[tuple[int | None, int], timedelta] = defaultdict(timedelta)
    names: dict[tuple[int | None, int], str] = {}
    for stay in stays:
        start, end = max(stay.since, started), min(stay.until or due, due)
        if end > start and _place(stay) != began:
            held[_place(stay)] += end - start
            level = str(Level(stay.level).label)
            names[_place(stay)] = f"{stay.team.name} · {level}" if stay.team else level
    return names[max(held, key=lambda place: held[place])] if held else ""


def _place(stay: StayFacts) -> tuple[int | None, int]:
    return stay.team_id, stay.level
