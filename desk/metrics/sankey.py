"""A flow as a picture: bars for where things are at each stage, bands as wide as what goes from one to the next. Drawn as SVG by
the server; what it shows stands in the table beside it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from desk.metrics.series import Drill

WIDTH, HEIGHT = 720, 300
_BAR, _GAP, _TOP = 12, 18, 28
_BOTTOM = 12  # half of a line, for the words beside a last bar that is thinner than they are high
_THINNEST = 1.5
_THIN = 8


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    height: float
    tone: int
    label: str
    number: int
    is_last: bool
    behind: Drill

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def is_thin(self) -> bool:
        """Its band would strike its words through."""
        return self.height < _THIN

    @property
    def text_x(self) -> float:
        return self.x - 6 if self.is_last else self.x + _BAR + 6


@dataclass(frozen=True, slots=True)
class Band:
    path: str
    width: float
    tone: int
    words: str
    behind: Drill


@dataclass(frozen=True, slots=True)
class Head:
    x: float
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Sankey:
    bars: Sequence[Bar]
    bands: Sequence[Band]
    heads: Sequence[Head]
    width: int = WIDTH
    height: int = HEIGHT
    bar: int = _BAR


@dataclass(frozen=True, slots=True)
class Link:
    """From a place of one stage to one of the next; places are numbers, whose order is that from top to bottom."""

    stage: int
    start: int
    end: int
    number: int
    words: str
    behind: Drill


def sankey(
    links: Iterable[Link], names: dict[int, str], heads: Sequence[str], behind: Callable[[int, int], Drill]
) -> Sankey:
    """`behind`: the list behind a place at a stage."""
    links = [link for link in links if link.number]
    stages = len(heads)
    sizes = _sizes(links, stages)
    whole = max((sum(places.values()) for places in sizes), default=0)
    most = max((len(places) for places in sizes), default=1)
    scale = (HEIGHT - _TOP - _BOTTOM - _GAP * (most - 1)) / whole if whole else 0
    step = (WIDTH - _BAR) / max(stages - 1, 1)
    tops: list[dict[int, float]] = []
    bars: list[Bar] = []
    for stage, places in enumerate(sizes):
        y, top = float(_TOP), {}
        for place, number in sorted(places.items()):
            height = max(number * scale, _THINNEST)
            top[place] = y
            is_last = stage == stages - 1
            x, high, drill = _x(stage, step), round(height, 1), behind(stage, place)
            bars.append(Bar(x, y, high, place, names[place], number, is_last, drill))
            y += height + _GAP
        tops.append(top)
    return Sankey(
        bars, _bands(links, tops, scale, step), [_head(at, text, stages, step) for at, text in enumerate(heads)]
    )


def _sizes(links: Sequence[Link], stages: int) -> list[dict[int, int]]:
    """Of each stage, how many are in each place."""
    sizes: list[dict[int, int]] = [defaultdict(int) for _stage in range(stages)]
    for link in links:
        sizes[link.stage][link.start] += link.number
        if link.stage == stages - 2:
            sizes[-1][link.end] += link.number
    return sizes


def _bands(links: Sequence[Link], tops: list[dict[int, float]], scale: float, step: float) -> list[Band]:
    """Below one another where they leave and where they arrive, so that none crosses another at a bar. The thinnest come
    last: they are drawn on top, where they are seen and clicked.
    """
    leaving = [dict(top) for top in tops]
    arriving = [dict(top) for top in tops]
    bands = []
    for link in sorted(links, key=lambda link: (link.stage, link.start, link.end)):
        width = max(link.number * scale, _THINNEST)
        x1, x2 = _x(link.stage, step) + _BAR, _x(link.stage + 1, step)
        y1 = leaving[link.stage][link.start] + width / 2
        y2 = arriving[link.stage + 1][link.end] + width / 2
        leaving[link.stage][link.start] += width
        arriving[link.stage + 1][link.end] += width
        bend = (x1 + x2) / 2
        path = f"M{x1:.1f} {y1:.1f}C{bend:.1f} {y1:.1f} {bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        bands.append(Band(path, round(width, 1), link.end, link.words, link.behind))
    return sorted(bands, key=lambda band: -band.width)


def _x(stage: int, step: float) -> float:
    return round(stage * step, 1)


def _head(stage: int, text: str, stages: int, step: float) -> Head:
    if stage == 0:
        return Head(0, "start", text)
    return Head(WIDTH, "end", text) if stage == stages - 1 else Head(_x(stage, step), "start", text)
