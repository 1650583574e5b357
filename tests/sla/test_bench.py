"""The clocks of the benchmark, in the same code, with fewer of them."""

import pytest

from bench import clocks
from bench.report import Result
from sla.models import Clock

pytestmark = pytest.mark.django_db


def test_all_that_fall_due_are_fired_by_one_tick_and_the_others_stay(policy, customer, monkeypatch):
    monkeypatch.setattr(clocks, "RUNNING", 60)
    monkeypatch.setattr(clocks, "DUE", 3)
    monkeypatch.setattr(clocks, "IDLE_TICKS", 2)
    result = Result(0)

    clocks.measure(result)

    assert result.proofs == {"each of the 3 clocks that fell due was told": True}
    assert result.tick_seconds > 0
    assert result.idle_tick_ms > 0
    assert Clock.objects.filter(turn__gt=1, state="running", check_at__isnull=False).count() >= 40
