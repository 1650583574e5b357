"""Weekday by weekday: which day is short of people, and which one is only closed."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.metrics.weekdays import weekdays
from metrics.keeping import keep_stale
from metrics.period import Period
from metrics.questions import Inquiry
from metrics.waits import first_waits
from sla.models import DefaultCalendar
from tests.factories import CustomerFactory, OrganizationFactory
from tests.metrics.living import START, after, answered, at, opened
from tests.sla.making import ALWAYS, OFFICE, make_calendar, make_policy

pytestmark = pytest.mark.django_db


def test_a_day_is_short_of_people_by_opening_hours_and_not_for_being_closed(customer, agent):
    """Monday 2 March on, 09:00-17:00: five ask at ten each day. Tuesday's wait for four hours, all others for one; Saturday's
    until Monday at ten, which is one hour of ours and two days of theirs.
    """
    with at(0):
        make_policy(calendar=make_calendar(weekly=OFFICE))
    for day, took in ((0, 1), (1, 4), (2, 1), (3, 1), (5, 48)):
        for _number in range(5):
            answered(opened(customer, 24 * day + 1), agent, 24 * day + 1 + took)
    keep_stale()
    asked = Inquiry(Period(START.date(), START.date() + timedelta(days=8), ZoneInfo("UTC")), after(24 * 9))

    found = {day.name: day for day in weekdays(asked, {}, {}, first_waits(asked))}

    assert [name for name, day in found.items() if day.verdict] == ["Tuesday"]
    assert (found["Saturday"].wait, found["Saturday"].verdict) == ("2 d", "")


def test_where_no_calendar_was_ever_the_default_a_day_is_judged_by_the_whole_wait(customer, agent):
    DefaultCalendar.objects.all().delete()
    with at(0):  # one of the customers has a calendar by a policy
        make_policy(calendar=make_calendar(weekly=ALWAYS), conditions={"field": "tier", "is": ["premium"]})
    answered(opened(CustomerFactory(organization=OrganizationFactory(tier="premium")), 25), agent, 29)
    for day, took in ((0, 1), (1, 4), (2, 1)):
        for _number in range(5):
            answered(opened(customer, 24 * day + 1), agent, 24 * day + 1 + took)
    keep_stale()
    asked = Inquiry(Period(START.date(), START.date() + timedelta(days=8), ZoneInfo("UTC")), after(24 * 9))

    assert [day.name for day in weekdays(asked, {}, {}, first_waits(asked)) if day.verdict] == ["Tuesday"]
