"""200 active rules: what an event costs, in the same code that the benchmark times."""

import pytest

from bench.rules import milliseconds_an_event
from routing.models import Trace
from tests.factories import make_ticket

pytestmark = pytest.mark.django_db


def test_the_rules_of_the_benchmark_can_be_asked_and_leave_nothing_behind(transactional_db):
    make_ticket()

    assert milliseconds_an_event() > 0
    assert not Trace.objects.exists()
