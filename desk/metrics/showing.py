"""Figures and charts that somebody put together, as they are shown: on dashboards and in report mails."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby

from desk.metrics import levels, pages
from desk.metrics.cards import Card, card, cards
from desk.metrics.forecasting import to_come
from desk.metrics.series import Chart, coming_and_going
from metrics.catalogue import METRICS
from metrics.layouts import ITEMS
from metrics.questions import Inquiry


def _backlog_by(by: str) -> Callable[[Inquiry], Chart]:
    return lambda asked: pages.backlog_by(by, card(METRICS["backlog"], asked))


# How each chart of metrics/layouts.py is drawn.
DRAWN: dict[str, Callable[[Inquiry], Chart]] = {
    "flow": coming_and_going,
    "forecast": to_come,
    "first": pages.first_responses,
    "spread": pages.spread,
    "channel": pages.by_channel,
    "tag": pages.by_tag,
    "organization": pages.by_organization,
    "backlog-age": _backlog_by("age"),
    "backlog-level": _backlog_by("level"),
    "backlog-team": _backlog_by("team"),
    "moves": levels.moves,
}


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbours of one sort: figures, or charts."""

    cards: list[Card] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)


def shown(items: Iterable[str], asked: Inquiry) -> list[Group]:
    """In their order; what there is no more (an item of a later version) is left out."""
    known = [item for item in items if item in ITEMS]
    return [
        Group(cards=cards(found, asked)) if are_figures else Group(charts=[DRAWN[item](asked) for item in found])
        for are_figures, found in groupby(known, key=METRICS.__contains__)
    ]
