"""Which hours of the week nobody covers, against when customers write."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from helpdesk import clock
from sla.arrivals import count_arrivals
from sla.coverage import coverage_of
from sla.coverage_words import gap_sentence
from sla.editing import make_default
from sla.models import Arrivals
from tests.desk.conftest import signed_in
from tests.factories import AgentFactory, make_ticket
from tests.sla.making import make_calendar
from tickets.actions import assign_team, mark_spam

pytestmark = pytest.mark.django_db

UTC_ZONE = ZoneInfo("UTC")
# A Monday; what is counted lies in the weeks before.
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SATURDAY = NOW - timedelta(days=2)
WEEKDAYS = ["09:00-17:00"] * 5 + ["", ""]


def written(requester, moment, number=1, language="", **fields):
    with clock.at(moment):
        tickets = [make_ticket(requester, **fields) for _ in range(number)]
    for ticket in tickets:
        type(ticket).objects.filter(pk=ticket.pk).update(language=language)
    return tickets


def counted(viewer, **asked):
    with clock.at(NOW):
        count_arrivals()
        return coverage_of(viewer, **{"zone": UTC_ZONE, **asked})


def works(person, hours, zone="UTC", languages=()):
    person.working_hours, person.time_zone, person.languages = hours, zone, list(languages)
    person.save()


def test_hours_without_anybody_are_gaps_and_said(agent, admin, customer):
    works(agent, WEEKDAYS)
    works(admin, WEEKDAYS)
    written(customer, SATURDAY, 4)

    found = counted(admin)

    assert [gap_sentence(gap) for gap in found.gaps] == [
        "Nobody works on Saturday and Sunday; 4 tickets a week come then."
    ]
    assert found.uncovered == found.tickets == 4
    assert found.cells[12][5].is_gap
    assert (found.cells[10][0].people, found.cells[18][0].people) == (2, 0)


def test_a_language_that_nobody_there_writes_is_a_gap(agent, admin, customer):
    works(agent, WEEKDAYS, languages=["de"])
    works(admin, ["00:00-24:00"] * 7, languages=["en"])
    written(customer, SATURDAY, 3, "de")
    written(customer, NOW - timedelta(days=3), 2, "fr")

    assert [gap_sentence(gap) for gap in counted(admin).gaps] == [
        "Nobody who writes German works on Saturday and Sunday; 3 tickets a week come then.",
        "Nobody is known to write French; 2 tickets a week come then.",
    ]


def test_a_language_asked_for_leaves_out_who_does_not_write_it(agent, admin, customer):
    works(agent, WEEKDAYS, languages=["de"])
    works(admin, ["00:00-24:00"] * 7, languages=["en"])
    written(customer, SATURDAY, 3, "de")
    written(customer, SATURDAY, 5, "en")

    found = counted(admin, language="de")

    assert (found.cells[12][5].people, found.cells[12][5].tickets) == (0, 3)


def test_hours_are_shown_by_the_viewers_clock(agent, admin, customer):
    works(agent, WEEKDAYS, "America/New_York")
    works(admin, WEEKDAYS, "America/New_York")
    written(customer, SATURDAY)

    found = counted(admin, zone=ZoneInfo("Europe/Berlin"))

    assert [found.cells[hour][0].people for hour in (14, 15, 22, 23)] == [0, 2, 2, 0]
    assert found.cells[13][5].tickets == 1  # 12:00 UTC


def test_who_has_no_hours_is_counted_by_the_default_calendar(agent, admin, customer):
    make_default(make_calendar("Nights", {"mon": [["22:00", "06:00"]]}), actor=admin)

    found = counted(admin)

    assert (found.without_hours, found.calendar) == (2, "Nights")
    assert [found.cells[hour][day].people for day, hour in ((0, 21), (0, 22), (1, 5), (1, 6))] == [0, 2, 2, 0]


def test_a_team_has_its_own_people_and_tickets(agent, agent_l2, admin, first_line, specialists, customer):
    works(agent, WEEKDAYS)
    works(agent_l2, ["00:00-24:00"] * 7)
    written(customer, SATURDAY, 2, team=first_line)
    written(customer, SATURDAY, 5, team=specialists, level=2)

    found = counted(admin, team=first_line)

    assert (found.people, found.tickets, found.uncovered) == (1, 2, 2)


def test_a_private_teams_tickets_are_not_counted_for_others(lead, admin, specialists, customer):
    specialists.is_private = True
    specialists.save()
    written(customer, SATURDAY, 3, team=specialists, level=2)

    assert counted(lead).tickets == 0
    assert counted(admin).tickets == 3


def test_counting_again_follows_what_happened_since(admin, first_line, customer):
    kept, spam = written(customer, SATURDAY, 2)
    counted(admin)
    mark_spam(spam, actor=admin)
    assign_team(kept, actor=admin, team=first_line)

    counted(admin)

    assert list(Arrivals.objects.values_list("team", "number")) == [(first_line.pk, 1)]


def test_what_is_older_than_eight_weeks_is_left_out(admin, customer):
    written(customer, NOW - timedelta(weeks=8, hours=1))
    written(customer, NOW - timedelta(weeks=7))

    found = counted(admin)

    assert found.tickets == pytest.approx(1 / 7)


def test_the_page_says_it_and_narrows_it(lead, agent, customer, first_line):
    works(agent, WEEKDAYS, languages=["de"])
    works(lead, WEEKDAYS)
    with clock.at(clock.now()):
        written(customer, clock.now() - timedelta(days=1), 3, "de")
        with clock.at(clock.now() + timedelta(hours=1)):
            count_arrivals()
    client = signed_in(lead)

    page = client.get(reverse("sla:coverage"), {"team": first_line.pk, "language": "de"}).content.decode()

    assert "Tickets a week and colleagues" in page
    assert "No tickets came here" in page
    assert client.get(reverse("sla:coverage"), {"team": "7"}).status_code == 404


def test_an_empty_desk_says_what_the_picture_is_for(lead):
    assert "No tickets to compare with yet" in signed_in(lead).get(reverse("sla:coverage")).content.decode()


def test_the_page_costs_as_much_with_many_people_and_tickets(lead, customer, django_assert_max_num_queries):
    for _ in range(30):
        AgentFactory(working_hours=WEEKDAYS)
    written(customer, clock.now() - timedelta(days=1), 3)
    with clock.at(clock.now() + timedelta(hours=1)):
        count_arrivals()
    client = signed_in(lead)

    with django_assert_max_num_queries(9):
        client.get(reverse("sla:coverage"))


def test_the_api_tells_the_same(lead, agent, customer):
    works(agent, WEEKDAYS)
    works(lead, WEEKDAYS)
    written(customer, SATURDAY, 4)
    with clock.at(NOW):
        count_arrivals()

    told = signed_in(lead).get("/api/v1/coverage/", {"time_zone": "UTC"}).json()

    assert len(told["hours"]) == 7 * 24
    assert told["gaps"][0]["days"] == [5, 6]
    assert told["gaps"][0]["sentence"].startswith("Nobody works on Saturday and Sunday; ")
    assert signed_in(lead).get("/api/v1/coverage/", {"time_zone": "Mars/City"}).status_code == 400
