"""`GET /api/v1/metrics/`: the figures of the catalogue, to whom they are shown, and what is refused."""

import pytest
from rest_framework.test import APIClient

from metrics.catalogue import METRICS
from tests.metrics.living import HOUR, answered, fresh, opened
from tickets import actions
from tickets.models import Event, Priority

pytestmark = pytest.mark.django_db

WEEK = {"from": "2026-03-02", "to": "2026-03-08"}


def ask(person, **query):
    client = APIClient()
    client.force_login(person)
    return client.get("/api/v1/metrics/", {**WEEK, **query})


def number_of(response, key: str = "first_response_time") -> int:
    assert response.status_code == 200, response.content
    return next(figure["n"] for figure in response.json()["results"] if figure["key"] == key)


def test_every_figure_has_its_name_value_unit_and_definition(customer, agent, manager):
    answered(opened(customer), agent, 1)

    answer = ask(manager, time_zone="Europe/Berlin").json()

    assert (answer["from"], answer["to"], answer["time_zone"]) == ("2026-03-02", "2026-03-08", "Europe/Berlin")
    assert [figure["key"] for figure in answer["results"]] == list(METRICS)
    first = answer["results"][0]
    assert (first["value"], first["unit"], first["n"]) == (HOUR, "seconds", 1)
    assert first["name"] == "First response time"
    assert all(figure["definition"] for figure in answer["results"])


def test_leads_see_figures_of_their_teams(customer, agent, lead, manager, first_line, specialists):
    answered(opened(customer, team=first_line), agent, 1)
    answered(opened(customer), agent, 1)
    lead.teams.add(first_line)

    assert number_of(ask(manager)) == 2
    assert number_of(ask(lead)) == 1
    assert number_of(ask(lead, team=first_line.pk)) == 1
    assert ask(lead, team=specialists.pk).status_code == 403
    assert number_of(ask(manager, team=specialists.pk)) == 0


def test_figures_of_a_private_team_are_its_own(customer, agent, manager, admin, first_line):
    first_line.is_private = True
    first_line.save()
    answered(opened(customer, team=first_line), agent, 1)

    assert number_of(ask(manager)) == 0
    assert ask(manager, team=first_line.pk).status_code == 403
    assert number_of(ask(admin)) == 1
    manager.teams.add(first_line)
    assert number_of(ask(manager)) == 1


def test_agents_and_customers_see_none(customer, agent):
    assert "Figures are for team leads and managers." in ask(agent).json()["detail"]
    assert ask(agent).status_code == 403
    assert ask(customer).status_code == 403


def test_priorities_are_called_as_tickets_have_them(customer, agent, manager):
    answered(opened(customer, priority=Priority.URGENT), agent, 1)

    assert number_of(ask(manager, priority="urgent")) == 1
    assert number_of(ask(manager, priority="4")) == 1
    assert number_of(ask(manager, priority="low")) == 0
    assert ask(manager, priority="urgentest").status_code == 400


def test_who_asks_for_the_tickets_behind_deflection_is_told_where_its_sessions_are(manager):
    client = APIClient()
    client.force_login(manager)

    answer = client.get("/api/v1/metrics/figures/deflection/", WEEK)

    assert answer.status_code == 404
    assert "/metrics/self-service/sessions/" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "2026-02-30"}, "from"),
        ({"to": "tomorrow"}, "to"),
        ({"to": "2026-03-01"}, "to"),
        ({"time_zone": "Mars/Crater"}, "time_zone"),
        ({"period": "fortnight"}, "period"),
    ],
)
def test_what_is_wrong_is_said(manager, query, field):
    response = ask(manager, **query)

    assert response.status_code == 400
    assert field in response.json()["errors"]


@pytest.mark.parametrize("team", [4711, "mine", "9" * 30])
def test_a_team_that_is_not_there(manager, team):
    response = ask(manager, team=team)

    assert response.status_code == 404
    assert response.json()["errors"] == {"team": ["There is no team of this name or id."]}


def test_a_team_is_called_by_its_name_as_well(manager, first_line):
    answer = ask(manager, team=first_line.name.upper()).json()

    assert answer["team"] == ask(manager, team=first_line.pk).json()["team"] is not None


def test_a_zone_that_is_not_there_is_told_in_a_sentence(manager):
    (told,) = ask(manager, time_zone="Mars/Crater").json()["errors"]["time_zone"]

    assert told == "There is no such time zone. Write one such as Europe/Berlin or UTC."


def test_the_first_and_the_last_day_there_are(manager):
    assert ask(manager, **{"from": "0001-01-01", "to": "9999-12-31", "time_zone": "Asia/Tokyo"}).status_code == 200


def test_what_happened_just_now_is_counted(customer, agent, manager):
    ticket = opened(customer)
    assert number_of(ask(manager)) == 0
    answered(ticket, agent, 2)
    assert number_of(ask(manager)) == 1
    actions.mark_spam(fresh(ticket), actor=agent)
    assert number_of(ask(manager)) == 0


def test_however_many_tickets_it_asks_the_database_equally_often(
    customer, agent, manager, django_assert_max_num_queries
):
    client = APIClient()
    client.force_login(manager)
    for hours in range(10):
        answered(opened(customer, hours), agent, hours + 1)
    client.get("/api/v1/metrics/", WEEK)

    with django_assert_max_num_queries(32):
        client.get("/api/v1/metrics/", WEEK)


def events_of(person, **query) -> list[dict]:
    found, after = [], None
    while after != "":
        page = APIClient()
        page.force_login(person)
        answer = page.get("/api/v1/metrics/events/", {**WEEK, **query, **({"after": after} if after else {})}).json()
        found += answer["results"]
        after = answer["next"]
    return found


def test_the_events_that_figures_are_counted_from_are_given_page_by_page(customer, agent, manager):
    tickets = [opened(customer), opened(customer, 1)]
    answered(tickets[0], agent, 2)
    spam = opened(customer)
    actions.mark_spam(fresh(spam), actor=agent)
    opened(customer, 24 * 9)  # in the week after

    events = events_of(manager, limit=1)

    told = [(event["ticket"], event["seq"], event["kind"]) for event in events]
    kept = Event.objects.filter(ticket__in=[ticket.pk for ticket in tickets]).order_by("ticket", "seq")
    assert told == list(kept.values_list("ticket", "seq", "kind"))
    assert told == [(event["ticket"], event["seq"], event["kind"]) for event in events_of(manager)]
    assert "snapshot" in events[0]["data"]


def test_a_lead_is_given_the_events_of_their_teams_and_nobody_those_of_a_private_one(
    customer, lead, manager, first_line, specialists
):
    mine, other = opened(customer, team=first_line), opened(customer, team=specialists, level=2)
    lead.teams.add(first_line)
    specialists.is_private = True
    specialists.save()

    assert {event["ticket"] for event in events_of(lead)} == {mine.pk}
    assert {event["ticket"] for event in events_of(manager)} == {mine.pk}
    assert other.events.exists()
