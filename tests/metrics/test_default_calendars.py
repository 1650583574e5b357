"""Answers on tickets without a policy count by the calendar that was the default when they were given.

Opened on Monday at 9:00, answered on Tuesday at 10:00: an office from 9 to 17 was open for 8 + 1 hours, mornings of
Tuesday for one.
"""

import pytest

from metrics.integrity import check_facts
from metrics.keeping import keep_stale, rebuild
from metrics.models import ResponseFacts
from sla.editing import make_default, save_calendar
from sla.integrity import check_default_calendar
from sla.models import Calendar, DefaultCalendar
from tests.metrics.living import HOUR, answered, at, facts_of, opened
from tests.sla.making import make_calendar
from tests.sla.making import make_default as make_default_since_ever

pytestmark = pytest.mark.django_db

BEFORE = -1000
MORNINGS = {"tue": [["09:00", "12:00"]]}
ALL_OF_TUESDAY = {"time_zone": "UTC", "weekly": {"tue": [["00:00", "24:00"]]}}


@pytest.fixture
def office():
    with at(BEFORE):
        return make_default_since_ever(make_calendar("Ours"))


@pytest.fixture
def mornings():
    with at(BEFORE):
        return make_calendar("Mornings", MORNINGS)


def made_default(calendar, admin, when):
    with at(when):
        make_default(calendar, actor=admin)


def business_seconds_of(ticket):
    return facts_of(ticket).responses.get().business_seconds


def test_another_default_leaves_past_answers_as_they_were(customer, agent, admin, office, mornings):
    ticket = opened(customer)
    answered(ticket, agent, 25)
    assert business_seconds_of(ticket) == 9 * HOUR
    rows = list(ResponseFacts.objects.values())

    made_default(mornings, admin, 26)
    rebuild()

    assert list(ResponseFacts.objects.values()) == rows
    assert list(check_facts()) == []


def test_what_is_answered_from_then_on_counts_by_it(customer, agent, admin, office, mornings):
    ticket = opened(customer)
    made_default(mornings, admin, 24)
    answered(ticket, agent, 25)

    assert business_seconds_of(ticket) == HOUR


def test_there_and_back_again(customer, agent, admin, office, mornings):
    ticket = opened(customer)
    made_default(mornings, admin, 2)
    made_default(office, admin, 24)
    answered(ticket, agent, 25)

    assert business_seconds_of(ticket) == 9 * HOUR


def test_a_version_made_while_it_was_no_default_holds_once_it_is(customer, agent, admin, office, mornings):
    ticket = opened(customer)
    with at(2):
        save_calendar(calendar=mornings, actor=admin, name="Mornings", hours=ALL_OF_TUESDAY)
    made_default(mornings, admin, 24)
    answered(ticket, agent, 25)

    assert business_seconds_of(ticket) == 10 * HOUR


def test_a_version_made_after_it_was_the_default_counts_for_nothing(customer, agent, admin, office, mornings):
    ticket = opened(customer)
    made_default(mornings, admin, 2)
    with at(3):
        save_calendar(calendar=office, actor=admin, name="Ours", hours=ALL_OF_TUESDAY)
    answered(ticket, agent, 25)

    assert business_seconds_of(ticket) == HOUR


def test_the_default_of_an_empty_desk_held_for_what_is_imported_later(customer, agent, admin, office, mornings):
    made_default(mornings, admin, 1000)
    ticket = opened(customer)
    answered(ticket, agent, 25)
    keep_stale()

    assert business_seconds_of(ticket) == HOUR


def test_where_no_calendar_was_ever_the_default_no_business_time_is_counted(customer, agent):
    DefaultCalendar.objects.all().delete()
    ticket = opened(customer)
    answered(ticket, agent, 25)
    keep_stale()

    assert business_seconds_of(ticket) is None


def test_made_the_default_twice_it_is_written_down_once(admin, customer, office, mornings):
    opened(customer)
    made_default(mornings, admin, 1)
    made_default(mornings, admin, 2)

    assert DefaultCalendar.objects.filter(calendar=mornings).count() == 1


def test_integrity_compares_it_with_the_calendar_that_says_it_is(admin, customer, office, mornings):
    opened(customer)
    made_default(mornings, admin, 1)
    assert list(check_default_calendar()) == []

    Calendar.objects.filter(pk=mornings.pk).update(is_default=False)
    assert len(list(check_default_calendar())) == 1
