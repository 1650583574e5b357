"""A corrected calendar: past answers get new rows by its hours, the old ones are kept, and taking it back restores what was."""

from datetime import date

import pytest
from rest_framework.test import APIClient

from helpdesk import clock
from metrics.actions.restating import restate, take_back
from metrics.integrity import check_facts, check_sample
from metrics.keeping import keep_stale, rebuild
from metrics.models import FormerResponse, ResponseFacts, Stale
from sla.changing import save_calendar
from tests.metrics.living import HOUR, after, answered, at, facts_of, opened
from tests.sla.making import OFFICE, make_calendar, make_default
from tickets.errors import IllegalTransition, Invalid

pytestmark = pytest.mark.django_db

WITH_MONDAY_OFF = {"time_zone": "UTC", "weekly": OFFICE, "holidays": ["2026-03-02"]}
TWO_WEEKS_LATER = 14 * 24


@pytest.fixture
def office():
    return make_default(make_calendar("Ours"))


def corrected(calendar, admin, hours=WITH_MONDAY_OFF, when=TWO_WEEKS_LATER):
    with at(when):
        return save_calendar(calendar, actor=admin, name="Ours", hours=hours)


def restated(calendar, admin, since=None, when=TWO_WEEKS_LATER):
    with at(when):
        made = restate(calendar, actor=admin, since=since)
        keep_stale()
    return made


def answer_of(ticket):
    return facts_of(ticket).responses.get()


@pytest.fixture
def ticket(customer, agent, office):
    """Opened on Monday at 9:00, answered on Tuesday at 10:00: 8 + 1 hours, of which Monday's 8 were none."""
    ticket = opened(customer)
    answered(ticket, agent, 25)
    keep_stale()
    return ticket


def test_a_new_version_leaves_past_answers_as_they_were(ticket, office, admin):
    corrected(office, admin)
    rebuild()

    assert answer_of(ticket).business_seconds == 9 * HOUR
    assert not FormerResponse.objects.exists()


def test_restating_writes_a_new_row_and_keeps_the_old(ticket, office, admin):
    first, before = office.current_id, facts_of(ticket).computed_at
    corrected(office, admin)

    made = restated(office, admin)

    now, former = answer_of(ticket), FormerResponse.objects.get()
    assert (now.business_seconds, now.calendar.number, now.restatement_id) == (HOUR, 2, made.pk)
    assert (former.business_seconds, former.calendar_id, former.restatement_id) == (9 * HOUR, first, None)
    assert (former.computed_at, former.superseded_at, former.replaced_by) == (before, after(TWO_WEEKS_LATER), made)
    assert now.seconds == former.seconds == 25 * HOUR


def test_only_answers_since_the_day_that_was_named(ticket, office, admin):
    corrected(office, admin)

    restated(office, admin, since=date(2026, 3, 4))
    assert answer_of(ticket).business_seconds == 9 * HOUR

    restated(office, admin, since=date(2026, 3, 3))
    assert answer_of(ticket).business_seconds == HOUR


def test_the_newest_restatement_counts_and_each_leaves_its_row(ticket, office, admin):
    corrected(office, admin)
    restated(office, admin)
    corrected(office, admin, {"time_zone": "UTC", "weekly": {"tue": [["09:30", "12:00"]]}})

    restated(office, admin)

    assert answer_of(ticket).business_seconds == HOUR / 2
    assert [row.business_seconds for row in FormerResponse.objects.all()] == [9 * HOUR, HOUR]


def test_answers_given_under_a_later_version_are_not_made_older(customer, agent, office, admin):
    corrected(office, admin, when=-24)
    with at(-12):
        restate(office, actor=admin)
    corrected(office, admin, {"time_zone": "UTC", "weekly": {"tue": [["09:30", "12:00"]]}}, when=-6)
    ticket = opened(customer)
    answered(ticket, agent, 25)

    assert answer_of(ticket).business_seconds == HOUR / 2


def test_taken_back_counts_as_before(ticket, office, admin):
    corrected(office, admin)
    made = restated(office, admin)

    assert take_back(made, actor=admin)
    keep_stale()

    assert answer_of(ticket).business_seconds == 9 * HOUR
    assert [row.business_seconds for row in FormerResponse.objects.all()] == [9 * HOUR, HOUR]
    assert take_back(made, actor=admin) is None


def test_a_rebuild_and_the_nightly_check_know_what_was_restated(ticket, office, admin):
    corrected(office, admin)
    restated(office, admin)
    rows = list(ResponseFacts.objects.values())

    rebuild()

    assert list(ResponseFacts.objects.values()) == rows
    assert FormerResponse.objects.count() == 1
    assert list(check_facts()) == []
    assert check_sample() == 0


def test_a_rebuild_before_the_worker_came_keeps_the_old_row_too(ticket, office, admin):
    corrected(office, admin)
    with at(TWO_WEEKS_LATER):
        restate(office, actor=admin)

    rebuild()
    keep_stale()

    assert [row.business_seconds for row in FormerResponse.objects.all()] == [9 * HOUR]


def test_tickets_of_other_calendars_are_left_alone(ticket, admin):
    other = make_calendar("Another")
    with clock.at(after(1)):
        save_calendar(other, actor=admin, name="Another", hours=WITH_MONDAY_OFF)

    restate(other, actor=admin)

    assert not Stale.objects.exists()


def test_what_cannot_be_restated_is_said(office, admin):
    with pytest.raises(IllegalTransition):
        restate(office, actor=admin)
    corrected(office, admin)
    with at(TWO_WEEKS_LATER), pytest.raises(Invalid):
        restate(office, actor=admin, since=date(2026, 4, 1))


def test_by_the_api_with_what_figures_say_of_it(ticket, office, admin, manager):
    corrected(office, admin)
    client = APIClient()
    client.force_login(admin)

    made = client.post(
        "/api/v1/metrics/restatements/", {"calendar": office.pk, "since": "2026-03-02"}, format="json"
    ).json()
    keep_stale()

    shown = client.get("/api/v1/metrics/restatements/").json()["results"]
    assert [(row["id"], row["version"], row["former"], row["since"]) for row in shown] == [
        (made["id"], 2, 1, "2026-03-02T00:00:00Z")
    ]
    client.force_login(manager)
    figures = client.get("/api/v1/metrics/", {"from": "2026-03-02", "to": "2026-03-08"}).json()
    assert figures["restated_at"] == made["at"]
    values = {figure["key"]: figure["value"] for figure in figures["results"]}
    assert (values["first_response_business_time"], values["first_response_time"]) == (HOUR, 25 * HOUR)
    assert "restated on" in client.get("/metrics/?from=2026-03-02&to=2026-03-08").content.decode()
