"""What is to come: learnt from whole weeks, judged by what it would have said, and silent where it knows too little."""

from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.forecast import AHEAD, JUDGED, LEAST, forecast, same_weekday

WEEK = [20.0, 14, 12, 11, 9, 2, 0]


def test_a_week_that_repeats_is_told_exactly():
    found = forecast(WEEK * 10)

    assert found is not None
    assert list(found.days) == pytest.approx(WEEK * 2)
    assert (found.error.mae, found.naive.mae) == (pytest.approx(0), 0)


def test_weekdays_stay_in_step_where_the_history_is_no_whole_weeks():
    found = forecast(WEEK[3:] + WEEK * 10)

    assert found is not None
    assert list(found.days) == pytest.approx(WEEK * 2)


def test_it_beats_the_guess_by_the_week_before_where_days_scatter():
    random = Random(7)  # noqa: S311  # a test
    history = [max(0.0, round(number + random.gauss(0, 4))) for number in [30.0, 28, 26, 24, 20, 10, 8] * 20]

    found = forecast(history)

    assert found is not None
    assert found.error.mae < found.naive.mae
    assert found.error.share is not None
    assert found.error.mae / found.error.share == pytest.approx(fmean(history[-JUDGED:]))


def test_by_hand():
    """Eight weeks of 7 a day, then 14 on the very last one: the naive guess repeats it in both of its weeks, and judged four
    weeks ago nothing was known of it: it was off by 7 on 1 of 28 days.
    """
    found = forecast([7.0] * (LEAST - 1) + [14.0])

    assert found is not None
    assert same_weekday([7.0] * 6 + [14.0]) == ([7.0] * 6 + [14.0]) * 2
    assert found.naive.mae == pytest.approx(7 / JUDGED)
    assert found.naive.share == pytest.approx(7 / (7 * 27 + 14))


@pytest.mark.parametrize("history", [[], [5.0] * (LEAST - 1), [0.0] * LEAST, [0.0] * (LEAST - 1) + [9.0]])
def test_too_little_to_learn_from(history):
    assert forecast(history) is None


@given(st.integers(0, 2**32), st.integers(LEAST, 200), st.integers(0, 500))
def test_it_never_says_less_than_nothing_and_always_two_weeks(seed, days, most):
    random = Random(seed)  # noqa: S311  # a test
    history = [float(random.randint(0, most)) for _day in range(days)]

    found = forecast(history)

    if found is not None:
        assert len(found.days) == AHEAD
        assert len(found.judged) == JUDGED
        assert min([*found.days, *found.judged]) >= 0
        assert max(found.days) <= 7 * max(history) * 8
