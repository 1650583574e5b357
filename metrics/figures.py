"""What a metric comes to: a value with what stands beside it, and how it is counted from rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db.models import Aggregate, Avg, Count, FloatField, Q, QuerySet, Value

_Z = 1.959964  # of 95 %


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a figure; `by` says of what kind (target, level, team, age)."""

    by: str
    key: str
    name: str
    value: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Figure:
    """`n`: of how many; without any, there is no value. `low` and `high`: within them it lies with 95 % confidence."""

    value: float | None
    n: int
    p90: float | None = None
    mean: float | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    parts: Sequence[Part] = ()


NOTHING = Figure(value=None, n=0)


class Percentile(Aggregate):
    """Linear between the two nearest."""

    function = "percentile_cont"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    name = "Percentile"
    output_field = FloatField()

    def __init__(self, expression: str, fraction: float, **extra: Any) -> None:
        super().__init__(expression, fraction=fraction, **extra)


def counted(rows: "QuerySet[Any]", wanted: Mapping[str, str | Q]) -> dict[str, Figure]:
    """Of the same rows, by name: for a column of whole seconds the median, with the time within which nine of ten lie, and the
    mean; for a condition the share of the rows that are so, from 0 to 1. In one statement, since to read the rows is most of it.
    """
    asked: dict[str, Aggregate] = {"n": Count("*")}
    for name, what in wanted.items():
        if isinstance(what, Q):
            asked[f"{name}_having"] = number_of(what)
        else:
            asked[f"{name}_n"], asked[f"{name}_mean"] = Count(what), Avg(what)
            asked[f"{name}_median"], asked[f"{name}_p90"] = Percentile(what, 0.5), Percentile(what, 0.9)
    found = rows.aggregate(**asked)
    return {
        name: share_of(found[f"{name}_having"], found["n"])
        if isinstance(what, Q)
        else Figure(
            value=found[f"{name}_median"],
            n=found[f"{name}_n"],
            p90=found[f"{name}_p90"],
            mean=_plain(found[f"{name}_mean"]),
        )
        for name, what in wanted.items()
    }


def number_of(having: Q) -> Count:
    """How many rows are so. Of no column: one that an index does not hold would be looked for in each row."""
    return Count(Value(1), filter=having)


def share_of(having: int, n: int, parts: Iterable[Part] = ()) -> Figure:
    low, high = _wilson(having, n)
    return Figure(value=having / n if n else None, n=n, low=low, high=high, parts=tuple(parts))


def _wilson(having: int, n: int) -> tuple[float | None, float | None]:
    """The interval of Wilson, which is honest where n is small."""
    if not n:
        return None, None
    rate, over = having / n, _Z * _Z / n
    middle, half = rate + over / 2, _Z * sqrt(rate * (1 - rate) / n + over / (4 * n))
    return max(0.0, (middle - half) / (1 + over)), min(1.0, (middle + half) / (1 + over))


def around(mean: float, spread: float, n: int, least: float, most: float) -> tuple[float, float]:
    """Within which a mean lies with 95 % confidence, by the normal approximation, on its scale.

    Where all said the same, that knows no doubt, not even about one of one: then as many say it as Wilson is sure of, and
    the others whatever they like.
    """
    if not spread:
        sure, _most = _wilson(n, n)
        sure = sure or 0.0
        return sure * mean + (1 - sure) * least, sure * mean + (1 - sure) * most
    half = _Z * spread / sqrt(n)
    return max(least, mean - half), min(most, mean + half)


def _plain(number: Any) -> float | None:
    return None if number is None else float(number)
