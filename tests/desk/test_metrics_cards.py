"""A card of a figure: its value, the one before, and the change between them agree as they are read."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from desk.metrics.cards import card
from metrics.catalogue import METRICS
from metrics.figures import Figure
from metrics.period import Period, days_of
from metrics.questions import Inquiry

SHARES = [
    (0.0641, 0.0549, "6.4 %", "5.5 %", "0.9 points more"),
    (0.0649, 0.0551, "6.5 %", "5.5 %", "1 point more"),
    (0.066, 0.045, "6.6 %", "4.5 %", "2.1 points more"),
    (0.80, 0.83, "80 %", "83 %", "3 points less"),
    (1.0, 0.992, "100 %", "99.2 %", "0.8 points more"),
    (0.0, 0.03, "0 %", "3 %", "3 points less"),
    (0.0549, 0.0546, "5 %", "5 %", "as before"),
]
SCORES = [
    ("ces", 4.64, 4.56, "as before"),
    ("ces", 4.76, 4.54, "0.3 more"),
    ("nps", 40.4, 39.9, "as before"),
    ("nps", 41.6, 39.9, "2 more"),
]


def read(key: str, value: float, before: float) -> tuple[str, str, str]:
    """The card of a metric that came to `value`, and to `before` in as many days before."""
    asked = Inquiry(Period(*days_of("7d", date(2026, 3, 8), 0), ZoneInfo("UTC")), datetime(2026, 3, 8, tzinfo=UTC))
    metric = replace(
        METRICS[key], computed_by=lambda one: Figure(value if one.period == asked.period else before, n=1000)
    )
    made = card(metric, asked)
    return made.value, made.was, made.change


@pytest.mark.parametrize(("value", "before", "read_as", "was", "change"), SHARES)
def test_a_share_is_as_precise_as_its_change(value, before, read_as, was, change):
    assert read("reopen_rate", value, before) == (read_as, was, change)


@pytest.mark.parametrize(("key", "value", "before", "change"), SCORES)
def test_a_score_changes_as_it_reads(key, value, before, change):
    assert read(key, value, before)[2] == change


def test_points_have_the_comma_of_the_language():
    with translation.override("de"):
        assert read("reopen_rate", 0.0641, 0.0549) == ("6,4 %", "5,5 %", "0,9 Punkte mehr")
