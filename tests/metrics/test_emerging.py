"""Emerging issues: found when alike tickets grow, not because there are many; and what people make of them."""

from datetime import timedelta
from io import StringIO
from random import Random

import numpy as np
import pytest
from django.core.management import call_command
from django.urls import reverse

from demo.seeding.outbreak import TICKETS, plant
from demo.seeding.seed import seed
from helpdesk import clock
from metrics.actions.emerging import bring_back, dismiss, make_problem
from metrics.emerging import finding
from metrics.emerging.clusters import FEWEST, growing, is_growing
from metrics.emerging.finding import find_emerging
from metrics.models import EmergingIssue, EmergingTicket
from search.indexing import index_range, index_stale
from tests.factories import CustomerFactory, make_ticket
from tickets.errors import IllegalTransition, NotAllowed
from tickets.models import Kind, Link, LinkKind, Ticket

pytestmark = pytest.mark.django_db

SPREAD = 0.15


@pytest.mark.parametrize(
    ("tickets", "people", "before", "grows"),
    [
        (40, 30, 0, True),
        (FEWEST, FEWEST, 0, True),
        (FEWEST - 1, FEWEST - 1, 0, False),  # too few to mean anything
        (40, 2, 0, False),  # two customers who write much
        (40, 30, 15, False),  # not three times as many
        (12, 12, 4, False),  # three times, but that happens by chance
        (60, 40, 12, True),
    ],
)
def test_what_grows_is_more_than_usual_and_more_than_chance(tickets, people, before, grows):
    assert is_growing(tickets, people, before) is grows


def vectors(random, about: list[int]) -> np.ndarray:
    """Texts about so many matters, each matter a direction of its own."""
    found = np.zeros((len(about), 64), dtype=np.float32)
    found[range(len(about)), about] = 1
    found += random.normal(0, SPREAD / 8, found.shape)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_what_was_always_frequent_is_no_news():
    """Matter 1 has twenty a week as ever; matter 2 begins this week with twelve."""
    random = np.random.default_rng(1)
    now, earlier = vectors(random, [1] * 20 + [2] * 12), vectors(random, [1] * 160)

    (found,) = growing(now, list(range(32)), earlier, weeks=8)

    assert (sorted(found.members), found.before) == (list(range(20, 32)), 0)


def test_of_a_sample_of_the_weeks_before_the_usual_number_is_worked_out():
    random = np.random.default_rng(1)

    assert growing(vectors(random, [1] * 40), list(range(40)), vectors(random, [1] * 40), weeks=8, share=0.5) != []
    assert growing(vectors(random, [1] * 40), list(range(40)), vectors(random, [1] * 120), weeks=8, share=0.5) == []


def test_where_everything_has_grown_nothing_has():
    """Four matters of twenty a week each, and a week of sixty each: a season. Twelve of a fifth one are news all the same."""
    random = np.random.default_rng(1)
    earlier = vectors(random, [1, 2, 3, 4] * 160)
    now = vectors(random, [1, 2, 3, 4] * 65 + [5] * 20)

    (found,) = growing(now, list(range(280)), earlier, weeks=8)

    assert sorted(found.members) == list(range(260, 280))


@pytest.mark.parametrize(("days", "window", "history"), [(365, 7, 8), (21, 7, 2), (14, 7, 1), (6, 3, 1), (0.5, 1, 1)])
def test_a_young_desk_compares_the_second_half_of_its_life_with_the_first(db, days, window, history):
    now = clock.now()
    with clock.at(now - timedelta(days=days)):
        make_ticket()

    assert finding._window(now) == (timedelta(days=window), pytest.approx(history))


def test_a_matter_seen_for_the_first_time_is_news_the_sooner_the_longer_the_desk_has_gone_without_it():
    assert is_growing(FEWEST, FEWEST, 0, weeks=8)
    assert not is_growing(FEWEST, FEWEST, 0, weeks=1)
    assert is_growing(40, 40, 0, weeks=1)


@pytest.fixture
def outbreak(db) -> list[Ticket]:
    planted = plant(Random(1))
    index_range(planted[0].pk, planted[-1].pk)
    return planted


def test_a_plain_seed_raises_no_alarm_and_an_outbreak_is_found_whole():
    """Eight weeks, each looked at on its last day, are let alone; forty alike tickets of the last hours are not."""
    seed(800, 1, lambda *_step: None)
    now = clock.now()
    alarms = [len(finding._look(now - timedelta(weeks=week))[1]) for week in range(8)]
    assert max(alarms) <= 1
    assert sum(alarms) <= 1

    call_command("seed", outbreak=True, stdout=StringIO())

    (issue,) = EmergingIssue.objects.all()
    assert issue.members.count() >= 0.9 * TICKETS
    assert "microsoft" in issue.words


def test_found_again_it_is_the_same_issue_with_what_has_come_since(outbreak):
    find_emerging()
    with clock.at(clock.now() + timedelta(hours=3)):
        later = make_ticket(subject=outbreak[0].subject)
        index_stale()
        find_emerging()

    (issue,) = EmergingIssue.objects.all()
    assert issue.seen_at > issue.found_at
    assert issue.members.filter(ticket=later).exists() or issue.members.count() == TICKETS


def test_tickets_of_private_teams_are_left_out(outbreak, specialists):
    specialists.is_private = True
    specialists.save()
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in outbreak]).update(team=specialists)

    assert find_emerging() == 0


@pytest.fixture
def issue(db) -> EmergingIssue:
    now = clock.now()
    made = EmergingIssue.objects.create(words=["printer", "fire"], before=0.5, found_at=now, seen_at=now)
    for _each in range(3):
        EmergingTicket.objects.create(issue=made, ticket=make_ticket(CustomerFactory()), nearness=0.9)
    return made


def test_one_click_makes_a_problem_with_its_incidents_and_a_second_none_more(client, issue, lead):
    client.force_login(lead)

    for _click in range(2):
        client.post(reverse("metrics:make_problem", args=[issue.pk]))

    problem = Ticket.objects.get(kind=Kind.PROBLEM)
    assert (problem.assignee, problem.links_here.filter(kind=LinkKind.INCIDENT).count()) == (lead, 3)
    assert set(Ticket.objects.filter(pk__in=issue.members.values("ticket")).values_list("kind", flat=True)) == {
        Kind.INCIDENT
    }


def test_what_comes_later_is_linked_by_another_click(issue, lead):
    make_problem(issue, actor=lead)
    EmergingTicket.objects.create(issue=issue, ticket=make_ticket(), nearness=0.8)

    make_problem(issue, actor=lead)

    assert Link.objects.filter(kind=LinkKind.INCIDENT).count() == 4
    assert Ticket.objects.filter(kind=Kind.PROBLEM).count() == 1


def test_put_away_it_is_shown_no_more_and_comes_back(client, issue, lead):
    client.force_login(lead)
    address = reverse("metrics:no_issue", args=[issue.pk])

    client.post(address)
    assert client.get(reverse("metrics:emerging")).context["cards"] == []
    with pytest.raises(IllegalTransition):
        make_problem(EmergingIssue.objects.get(), actor=lead)
    assert dismiss(issue, actor=lead) is None

    client.post(f"{address}?undo=1")
    assert len(client.get(reverse("metrics:emerging")).context["cards"]) == 1
    assert bring_back(issue, actor=lead) is None


def test_agents_make_no_problem_of_it(issue, agent):
    for act in (make_problem, dismiss, bring_back):
        with pytest.raises(NotAllowed):
            act(issue, actor=agent)
    assert Ticket.objects.filter(kind=Kind.PROBLEM).count() == 0


def test_the_page_counts_what_its_reader_sees(client, issue, lead, first_line):
    first_line.is_private = True
    first_line.save()
    hidden = issue.members.last().ticket
    Ticket.objects.filter(pk=hidden.pk).update(team=first_line)
    client.force_login(lead)

    (card,) = client.get(reverse("metrics:emerging")).context["cards"]
    behind = client.get(reverse("metrics:issue", args=[issue.pk]))

    assert (card.number, card.people, len(card.examples), behind.context["count"]) == (2, 2, 2, 2)
    assert hidden.pk not in [ticket.pk for ticket in behind.context["tickets"]]


def test_without_issues_the_page_says_what_it_is_for(client, lead):
    client.force_login(lead)

    page = client.get(reverse("metrics:emerging")).content.decode()
    assert "the next look comes within ten minutes" in page
    assert "Nothing unusual this week" not in page  # nobody knows that yet
    assert client.get("/api/v1/metrics/emerging/").json() == {"as_of": None, "results": []}
    find_emerging()
    page = client.get(reverse("metrics:emerging")).content.decode()
    assert "as of" in page
    assert "Nothing unusual this week" in page
    assert client.get("/api/v1/metrics/emerging/").json()["as_of"]


def test_the_api_does_the_same(client, issue, manager):
    client.force_login(manager)
    base = f"/api/v1/metrics/emerging/{issue.pk}"

    (listed,) = client.get("/api/v1/metrics/emerging/").json()["results"]
    assert (listed["words"], len(listed["tickets"]), listed["problem"]) == (["printer", "fire"], 3, None)
    assert client.put(f"{base}/dismissed/").json()["is_dismissed"] is True
    assert client.delete(f"{base}/dismissed/").json()["is_dismissed"] is False
    assert client.post(f"{base}/problem/").json()["problem"] == Ticket.objects.get(kind=Kind.PROBLEM).pk
