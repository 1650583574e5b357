"""A figure as a card: its value, what it means, how it changed, and the tickets behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from desk.metrics.series import Drill
from desk.metrics.words import of_how_many, percent, worded
from metrics.catalogue import METRICS, Metric, Unit, compute
from metrics.figures import Figure
from metrics.questions import Inquiry

# Of fewer, a figure says little.
FEW = 20
# Of ratings it is always said how sure they are.
_OTHER_LISTS = {
    "deflection": Drill("counted", {}, "metrics:sessions"),
    "searches": Drill("all", {}, "metrics:searches"),
    "searches_in_vain": Drill("all", {}, "metrics:searches"),
    "searches_unopened": Drill("found", {}, "metrics:searches"),
}
RATINGS = ("csat", "csat_response_rate", "nps", "ces")
# A change smaller than this share of the figure before is none.
_STEADY = 0.005
# To how many decimals a figure is read where it is no share; what reads the same has not changed.
_PLACES = {Unit.SCORE: 1, Unit.POINTS: 0}


@dataclass(frozen=True, slots=True)
class PartLine:
    by: str
    key: str
    name: str
    value: str
    n: str
    number: float


@dataclass(frozen=True, slots=True)
class Card:
    """`change` in words ("12 % less"), `verdict` "good", "bad" or "" where it is neither."""

    metric: Metric
    figure: Figure
    before: Figure
    value: str
    of: str
    more: Sequence[tuple[str, str]]
    change: str
    direction: str
    verdict: str
    was: str
    parts: Sequence[PartLine]

    @property
    def key(self) -> str:
        return self.metric.key

    @property
    def is_few(self) -> bool:
        return 0 < self.figure.n < FEW and self.metric.unit != Unit.TICKETS

    @property
    def behind(self) -> Drill | None:
        """Where other things than tickets were counted."""
        return _OTHER_LISTS.get(self.key) if self.figure.n else None

    @property
    def has_list(self) -> bool:
        return self.metric.rows is not None and self.figure.n > 0

    def parts_by(self, by: str) -> list[PartLine]:
        return [part for part in self.parts if part.by == by]


def cards(keys: Iterable[str], asked: Inquiry) -> list[Card]:
    return cards_of([METRICS[key] for key in keys], asked)


def cards_of(metrics: Sequence[Metric], asked: Inquiry) -> list[Card]:
    figures, before = compute(metrics, asked), compute(metrics, asked.before)
    return [_card(metric, figures[metric.key], before[metric.key]) for metric in metrics]


def card(metric: Metric, asked: Inquiry) -> Card:
    return cards_of([metric], asked)[0]


def _card(metric: Metric, figure: Figure, before: Figure) -> Card:
    direction = _direction(metric, figure, before)
    return Card(
        metric=metric,
        figure=figure,
        before=before,
        value=_beside_the_other(metric, figure, before, direction),
        of=of_how_many(metric.key, figure.n),
        more=_beside(metric, figure),
        change=_change(metric, figure, before, direction),
        direction=direction,
        verdict=_verdict(metric, direction),
        was=_beside_the_other(metric, before, figure, direction),
        parts=[
            PartLine(
                part.by,
                part.key,
                part.name,
                worded(part.value, metric.unit),
                of_how_many(metric.key, part.n),
                part.value or 0,
            )
            for part in figure.parts
        ],
    )


def _beside(metric: Metric, figure: Figure) -> list[tuple[str, str]]:
    if figure.n == 0:
        return []
    if metric.unit == Unit.SECONDS:
        return [
            (_("Nine of ten within"), worded(figure.p90, metric.unit)),
            (_("Mean"), worded(figure.mean, metric.unit)),
        ]
    if figure.low is not None and figure.high is not None and (figure.n < FEW or metric.key in RATINGS):
        between = {"low": worded(figure.low, metric.unit), "high": worded(figure.high, metric.unit)}
        return [(_("Likely between"), _("%(low)s and %(high)s") % between)]
    return []


def _direction(metric: Metric, figure: Figure, before: Figure) -> str:
    if figure.value is None or before.value is None:
        return ""
    change = figure.value - before.value
    if abs(change) <= _STEADY * max(abs(before.value), 1e-9):
        return "same"
    if metric.unit == Unit.SHARE:
        change = round(100 * figure.value, 1) - round(100 * before.value, 1)
    elif metric.unit in _PLACES:
        places = _PLACES[metric.unit]
        change = round(figure.value, places) - round(before.value, places)
    if not change:
        return "same"
    return "up" if change > 0 else "down"


def _beside_the_other(metric: Metric, figure: Figure, other: Figure, direction: str) -> str:
    """A share as precise as it takes for it, the other one and the points between them to agree."""
    if metric.unit != Unit.SHARE or direction == "same" or figure.value is None or other.value is None:
        return worded(figure.value, metric.unit)
    return percent(figure.value, places=_places(figure.value, other.value))


def _places(share: float, other: float) -> int:
    """0 where whole numbers tell the same: 6.4 % after 5.5 % would be "6 %, 1 point more, before: 6 %"."""
    if any(0 < one < 0.01 or 0.99 < one < 1 for one in (share, other)) or 0 < abs(share - other) < 0.01:
        return 1
    return 0 if abs(round(100 * share) - round(100 * other)) == round(100 * abs(share - other)) else 1


def _change(metric: Metric, figure: Figure, before: Figure, direction: str) -> str:
    """Shares differ by percentage points, all else in percent of what it was."""
    if not direction or figure.value is None or before.value is None:
        return ""
    if direction == "same":
        return _("as before")
    if metric.unit == Unit.SHARE:
        return _points(figure.value, before.value, is_more=direction == "up")
    if metric.unit in _PLACES or not before.value:
        places = _PLACES.get(metric.unit, 0)
        amount = worded(abs(round(figure.value, places) - round(before.value, places)), metric.unit)
        return (_("%(amount)s more") if direction == "up" else _("%(amount)s less")) % {"amount": amount}
    percents = {"percent": round(100 * abs(figure.value - before.value) / abs(before.value)) or 1}
    return (_("%(percent)s %% more") if direction == "up" else _("%(percent)s %% less")) % percents


def _points(share: float, before: float, *, is_more: bool) -> str:
    """Between the two as they are read."""
    places = _places(share, before)
    points = round(abs(round(100 * share, places) - round(100 * before, places)), places)
    if points == 1:
        return _("1 point more") if is_more else _("1 point less")
    words = _("%(points)s points more") if is_more else _("%(points)s points less")
    return words % {"points": formats.number_format(points, decimal_pos=places)}


def _verdict(metric: Metric, direction: str) -> str:
    if metric.is_better_high is None or direction in ("", "same"):
        return ""
    return "good" if metric.is_better_high == (direction == "up") else "bad"
