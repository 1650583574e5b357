"""The page of each agent's figures: by name, counted as the lists behind, shown to whom they may be."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse

from helpdesk import clock
from metrics.by_agent import by_agent, worked_hours
from metrics.keeping import keep_stale
from metrics.models import Survey
from metrics.questions import Inquiry, scope_for
from tests.factories import CustomerFactory, make_ticket
from tests.metrics.living import WORDS
from tests.metrics.periods import last_days
from tickets.actions import assign, reply
from tickets.models import Status, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def handled(db):
    """Opened so many hours ago, the agent's, answered an hour later; solved with it, or not."""

    def make(agent, hours: float = 5, status: Status | None = Status.SOLVED, took: float = 1, **fields) -> Ticket:
        now = clock.now()  # asked once: on a busy machine the next statement comes seconds later
        with clock.at(now - timedelta(hours=hours)):
            ticket = make_ticket(CustomerFactory(), **fields)
            assign(ticket, actor=agent, assignee=agent)
        with clock.at(now - timedelta(hours=hours - took)):
            reply(Ticket.objects.get(pk=ticket.pk), actor=agent, body=WORDS, seen_seq=None, status=status)
        return ticket

    return make


def lines_for(person, days: int = 7):
    keep_stale()
    return by_agent(Inquiry(last_days(days), clock.now(), scope_for(person)), person)


def test_each_has_what_is_theirs_now_and_what_they_did(handled, agent, agent_l2, manager):
    handled(agent)
    handled(agent, status=None)
    handled(agent_l2, hours=3)

    bea, omar = lines_for(manager)

    assert (bea.agent, bea.open, bea.solved, bea.share) == (agent_l2, 0, 1, 1)
    assert (omar.agent, omar.open, omar.solved, omar.share) == (agent, 1, 1, 0.5)
    assert (omar.first.n, omar.first.median, omar.resolution.median) == (2, 3600, 3600)


def test_the_default_order_is_by_name_and_load_is_asked_for(client, handled, agent, agent_l2, manager):
    handled(agent_l2)
    handled(agent, status=None)
    client.force_login(manager)

    def names(**query) -> list[str]:
        return [line.name for line in client.get(reverse("metrics:team"), query).context["lines"]]

    assert names() == ["Bea Novak", "Omar Haddad"]
    assert names(sort="load") == ["Omar Haddad", "Bea Novak"]


def test_somebody_is_compared_with_how_they_did_before(client, handled, agent, manager):
    handled(agent, hours=24 * 10, took=1)
    handled(agent, hours=5, took=2)
    client.force_login(manager)

    page = client.get(reverse("metrics:team"), {"period": "7d"}).content.decode()

    assert "100 % slower" in page


def test_the_lists_behind_have_as_many_rows(client, handled, agent, agent_l2, manager):
    for hours in (3, 4, 5):
        handled(agent, hours=hours)
    handled(agent, status=None)
    handled(agent_l2)
    client.force_login(manager)

    (omar,) = (line for line in client.get(reverse("metrics:team")).context["lines"] if line.of.agent == agent)

    for key, number in (
        ("backlog", omar.of.open),
        ("resolution_time", omar.of.solved),
        ("first_response_time", omar.first.n),
    ):
        address = reverse("metrics:tickets", args=[key])
        assert len(client.get(f"{address}?{omar.query}").context["lines"]) == number > 0


def test_ratings_are_shown_with_of_how_many(client, handled, agent, manager):
    ticket = handled(agent)
    for number, score in enumerate((5, 4, 1)):
        times = {
            "solved_at": clock.now() - timedelta(minutes=number),
            "answered_at": clock.now(),
            "changed_at": clock.now(),
        }
        about = {"kind": "csat", "ticket": ticket, "person": ticket.requester, "language": "en", "question": "?"}
        Survey.objects.create(**about, **times, agent=agent, score=score)
    client.force_login(manager)

    (line,) = client.get(reverse("metrics:team")).context["lines"]

    assert (line.csat, line.of.ratings) == ("67 %", 3)


def test_a_lead_reads_no_names_of_other_teams(handled, agent, agent_l2, lead, first_line):
    """Bea answered and has a ticket in Omar's team; she is counted, and not named."""
    first_line.members.add(lead)
    handled(agent, team=first_line)
    handled(agent_l2, team=first_line)

    found = lines_for(lead)

    assert [line.agent for line in found] == [lead, agent, None]
    assert (found[-1].solved, found[-1].resolution.n, found[-1].resolution.median) == (1, 1, None)


def test_hours_of_work_are_those_of_the_days_that_have_begun(manager):
    """Monday to Friday, eight hours; seven days hold five of them, whatever today is."""
    week = [*["09:00-17:00"] * 5, "", ""]

    assert worked_hours(week, Inquiry(last_days(7), clock.now())) == 40
    assert worked_hours([], Inquiry(last_days(7), clock.now())) is None


def test_work_a_day_is_shown_once_somebody_has_working_hours(client, handled, agent, manager):
    handled(agent)
    client.force_login(manager)
    assert "A working day" not in client.get(reverse("metrics:team")).content.decode()

    agent.working_hours = ["09:00-17:00"] * 7
    agent.save()

    assert client.get(reverse("metrics:team")).content.decode().count("A working day") == 2


def test_the_export_has_a_line_for_each(client, handled, agent, manager):
    handled(agent)
    client.force_login(manager)

    (line,) = csv.DictReader(client.get(reverse("metrics:export_team_csv")).content.decode().splitlines())

    assert (line["agent"], line["solved"], line["first_response_seconds"]) == ("Omar Haddad", "1", "3600.0")


def test_the_api_gives_the_same(client, handled, agent, manager):
    handled(agent)
    client.force_login(manager)
    period = last_days(7)

    days = {"from": period.first.isoformat(), "to": period.last.isoformat(), "time_zone": "UTC"}
    answer = client.get("/api/v1/metrics/agents/", days).json()

    (omar,) = answer["results"]
    assert (omar["agent"], omar["name"], omar["solved"]) == (agent.pk, "Omar Haddad", 1)
    assert omar["first_response_time"] == {"n": 1, "value": 3600, "before": None}


def test_however_many_agents_it_asks_equally_often(
    client, handled, agent, agent_l2, manager, django_assert_max_num_queries
):
    for hours in range(2, 8):
        handled(agent, hours=hours)
        handled(agent_l2, hours=hours)
    client.force_login(manager)
    client.get(reverse("metrics:team"))

    with django_assert_max_num_queries(50):
        client.get(reverse("metrics:team"))
