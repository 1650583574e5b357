"""How many tickets are to come, day by day: a pure function of how many came, and how wrong it would have been lately.

Simple exponential smoothing of the level, with the days of the week as a multiplicative season: see Hyndman and Athanasopoulos,
Forecasting: Principles and Practice (3rd edition), 8.1 for the level and 3.4 for the season. It is compared with the seasonal
naive guess (5.2): the same weekday of the last week.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

WEEK = 7
AHEAD = 2 * WEEK
# Its error is that of two forecasts of two weeks each.
JUDGED = 2 * AHEAD
# Four weeks to judge by, and four before them to learn from.
LEAST = JUDGED + 4 * WEEK
_SEASON_WEEKS = 8
_SMOOTHING = 0.15

Guess = Callable[[Sequence[float]], list[float]]


@dataclass(frozen=True, slots=True)
class Error:
    """`mae`: tickets a day; `share`: the same of what came on a day. None: nothing came.

    Not the mean of each day's own share: three too many on a Sunday with two tickets would weigh more than all of the week.
    """

    mae: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """`days`: the next two weeks; `judged`: what would have been said of the last four."""

    days: Sequence[float]
    judged: Sequence[float]
    error: Error
    naive: Error


def forecast(history: Sequence[float]) -> Forecast | None:
    """`history`: of each whole day, the oldest first. None where there is too little to learn from."""
    known = len(history)
    if known < LEAST or not any(history[: known - JUDGED]):
        return None
    actual = history[known - JUDGED :]
    judged, naive = _judged(history, smoothed), _judged(history, same_weekday)
    return Forecast(smoothed(history), judged, _error(actual, judged), _error(actual, naive))


def smoothed(history: Sequence[float]) -> list[float]:
    """The level that the last days came to, times what their weekday is to the mean of a week."""
    season = _season(history[-_SEASON_WEEKS * WEEK :])
    # Counted from the end: the day after the last one has the season 0.
    level = fmean(history[-4 * WEEK :])
    start = max(0, len(history) - _SEASON_WEEKS * WEEK)
    for place in range(start, len(history)):
        factor = season[(place - len(history)) % WEEK]
        if factor > 0:
            level += _SMOOTHING * (history[place] / factor - level)
    return [max(0.0, level * season[day % WEEK]) for day in range(AHEAD)]


def same_weekday(history: Sequence[float]) -> list[float]:
    last = history[-WEEK:]
    return [float(last[day % WEEK]) for day in range(AHEAD)]


def _season(history: Sequence[float]) -> list[float]:
    """Of each day after the last one, what its weekday is to the mean; the mean where nothing ever came."""
    mean = fmean(history)
    if not mean:
        return [1.0] * WEEK
    return [fmean(history[len(history) % WEEK + day :: WEEK]) / mean for day in range(WEEK)]


def _judged(history: Sequence[float], guess: Guess) -> list[float]:
    """Of the last four weeks, in two steps: each from what was known before it."""
    known = len(history) - JUDGED
    return [*guess(history[:known]), *guess(history[: known + AHEAD])]


def _error(actual: Sequence[float], guessed: Sequence[float]) -> Error:
    mae, came = fmean(abs(came - said) for came, said in zip(actual, guessed, strict=True)), fmean(actual)
    return Error(mae, mae / came if came else None)
