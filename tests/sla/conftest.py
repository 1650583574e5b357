import pytest

from sla.models import Policy
from tests.sla.making import ALWAYS, make_calendar, make_policy


@pytest.fixture(autouse=True)
def _only_policies_of_the_test(request):
    """What is shipped is looked at by its own test."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        Policy.objects.update(is_active=False)


@pytest.fixture
def around_the_clock(db):
    return make_calendar("Around the clock", ALWAYS)


@pytest.fixture
def policy(db):
    """One for everything: an hour for each response, four for solving, two at a level; warnings at half and three quarters."""
    return make_policy()
