import pytest

from tests.sla.making import ALWAYS, make_calendar, make_policy


@pytest.fixture
def around_the_clock(db):
    return make_calendar("Around the clock", ALWAYS)


@pytest.fixture
def policy(db):
    """One for everything: an hour for each response, four for solving, two at a level; warnings at half and three quarters."""
    return make_policy()
