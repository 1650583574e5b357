"""The page of promises: which were broken, of which policy, and why; and the very tickets."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models.organization import Tier
from helpdesk import clock
from metrics.behind import PAGE
from metrics.models import ClockFacts
from sla.models import Policy
from sla.timer import tick
from tests.factories import CustomerFactory, OrganizationFactory, make_ticket
from tests.sla.making import ALWAYS, WORDS, make_calendar, make_policy
from tickets.actions import escalate, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def late(agent):
    """Three tickets, each of which nobody took in time; one of them of a premium customer."""
    make_policy(calendar=make_calendar(weekly=ALWAYS))
    premium = CustomerFactory(organization=OrganizationFactory(tier=Tier.PREMIUM))
    with clock.at(clock.now() - timedelta(hours=30)):
        tickets = [make_ticket(premium), make_ticket(), make_ticket()]
    tick()
    return tickets


def test_broken_promises_are_counted_by_reason_and_lead_to_their_tickets(client, late):
    (line,) = client.get(reverse("metrics:sla")).context["reasons"]

    behind = client.get(reverse("metrics:tickets", args=["sla_attainment"]), {"which": "no", "reason": line.key})

    assert (line.key, line.share) == ("untaken", "100 %")
    assert len(behind.context["lines"]) == line.number
    assert {one.reason for one, _took in behind.context["lines"]} == {"Nobody had taken it"}
    assert "Most of the time no agent was assigned." in behind.content.decode()


def test_each_target_says_how_many_were_broken_and_leads_to_so_many(client, late):
    (target,) = [one for one in client.get(reverse("metrics:sla")).context["targets"] if one.key == "first_response"]

    behind = client.get(reverse("metrics:tickets", args=["sla_attainment"]), {"which": "no", "target": target.key})

    assert (target.broken, target.of) == (3, "3 promises")
    assert len(behind.context["lines"]) == target.broken
    assert "3 broken of 3 promises" in client.get(reverse("metrics:sla")).content.decode()


def test_which_tickets_broke_the_promise_of_premium_customers_and_why(client, late):
    """Two clicks: the filter, and the number of the policy."""
    (policy,) = client.get(reverse("metrics:sla"), {"tier": "premium"}).context["policies"]

    query = {"tier": "premium", "policy": policy.key, "which": "no"}
    page = client.get(reverse("metrics:tickets", args=["sla_attainment"]), query)

    assert policy.tickets == 1
    assert {line.number for line, _took in page.context["lines"]} == {late[0].pk}
    assert len(page.context["lines"]) == policy.broken
    assert "on 1 ticket" in page.content.decode()


def test_without_a_broken_promise_it_says_so(client):
    assert "No promise was broken in this period." in client.get(reverse("metrics:sla")).content.decode()


def test_the_api_lists_them_page_by_page(client, late):
    week = {
        "from": (clock.now() - timedelta(days=6)).date().isoformat(),
        "to": clock.now().date().isoformat(),
        "time_zone": "UTC",
    }
    policy = Policy.objects.get(name="Everything").pk

    answer = client.get("/api/v1/metrics/breaches/", {**week, "policy": policy, "reason": "untaken"}).json()

    assert (answer["tickets"], answer["count"], answer["next"]) == (3, len(answer["results"]), "")
    assert {one["ticket"] for one in answer["results"]} == {ticket.pk for ticket in late}
    assert client.get("/api/v1/metrics/breaches/", {**week, "reason": "customer"}).json()["count"] == 0


BROKEN = {"which": "no", "target": "first_response"}


def listed(client, **more):
    return client.get(reverse("metrics:tickets", args=["sla_attainment"]), BROKEN | more)


def lateness_of(page):
    return [line.value for line, _took in page.context["lines"]]


def test_the_most_late_come_first_the_newest_on_demand(client, late, agent):
    """Opened 30 hours ago, an hour promised: one was answered after five, two still wait."""
    with clock.at(clock.now() - timedelta(hours=25)):
        reply(late[1], actor=agent, body=WORDS, seen_seq=None)

    page = listed(client)

    assert "Most late first" in page.content.decode()
    assert [value // 3600 for value in lateness_of(page)] == [29, 29, 4]
    assert page.context["lines"][-1][0].number == late[1].pk
    file = client.get(reverse("metrics:export_tickets", args=["sla_attainment"]), BROKEN)
    assert file.content.decode().splitlines()[-1].startswith(f"{late[1].pk},")
    assert not listed(client, sort="newest").context["longest"]
    assert not listed(client, which="yes").context["has_sizes"]


def test_the_api_gives_the_most_late_first_on_demand(client, late, agent):
    with clock.at(clock.now() - timedelta(hours=25)):
        reply(late[1], actor=agent, body=WORDS, seen_seq=None)

    found = client.get("/api/v1/metrics/breaches/", {"sort": "late", "target": "first_response"}).json()["results"]

    assert [row["late_seconds"] // 3600 for row in found] == [29, 29, 4]
    assert {row["reason"] for row in found} == {"Nobody had taken it"}


def test_pages_of_the_most_late_have_each_row_once_though_time_goes_on(client, late):
    """What still waits overtakes meanwhile what was answered."""
    listed(client)
    row = ClockFacts.objects.filter(target="first_response").first()
    for turn in range(2, PAGE + 11):
        row.turn, row.pk = turn, (row.ticket_id, row.target, turn)
        row.ended_at = row.due_at + timedelta(hours=29, minutes=turn) if turn % 2 else None
        row.save(force_insert=True)

    first = listed(client)
    with clock.at(clock.now() + timedelta(minutes=30)):
        second = listed(client, after=first.context["following"])

    both = [line for page in (first, second) for line, _took in page.context["lines"]]
    assert len({line.cursor for line in both}) == len(both) == PAGE + 12
    assert second.context["following"] == ""


@pytest.mark.parametrize(
    "after", ["x", "1|2|3|first_response|x", "1|2|3|first_response", f"{10**30}|1|1|first_response"]
)
def test_a_cursor_of_lateness_that_is_none_begins_at_the_beginning(client, late, after):
    assert len(listed(client, after=after).context["lines"]) in (0, 3)


def test_one_line_a_ticket_is_its_most_late_promise_and_says_how_many_more(client, late):
    """Which ten tickets, and why: the number of the policy leads to as many lines as it says."""
    (policy,) = client.get(reverse("metrics:sla")).context["policies"]
    query = {"which": "no", "policy": policy.key, "each": "ticket"}

    now = clock.now()
    with clock.at(now):  # what is overdue gets later by the second
        page = client.get(reverse("metrics:tickets", args=["sla_attainment"]), query)

    lines = [line for line, _took in page.context["lines"]]
    assert sorted(line.number for line in lines) == [ticket.pk for ticket in late]
    assert len(lines) == policy.tickets
    assert sum(line.promises for line in lines) == policy.broken > policy.tickets
    for line in lines:
        clocks = ClockFacts.objects.filter(ticket=line.number, state="breached")
        assert line.value == max(int((now - one.due_at).total_seconds()) for one in clocks)
    file = client.get(reverse("metrics:export_tickets", args=["sla_attainment"]), query)
    assert len(file.content.decode().splitlines()) == 1 + len(lines)


def test_the_api_has_one_line_a_ticket_too(client, late):
    answer = client.get("/api/v1/metrics/breaches/", {"sort": "late", "each": "ticket"}).json()

    assert len(answer["results"]) == answer["tickets"] == 3
    assert sum(row["promises"] for row in answer["results"]) == answer["count"]


def test_of_what_had_gone_elsewhere_it_says_where(client, agent, agent_l2):
    """Twenty minutes with the first line, then with the specialists until long after the hour that was promised."""
    make_policy(calendar=make_calendar(weekly=ALWAYS))
    start = clock.now() - timedelta(hours=30)
    with clock.at(start):
        ticket = make_ticket()
    with clock.at(start + timedelta(minutes=20)):
        escalate(ticket, actor=agent, to_level=2, reason="It needs you.", tried="All", asked="Look")
    tick()

    found = client.get("/api/v1/metrics/breaches/", {"target": "first_response", "reason": "elsewhere"}).json()

    (row,) = found["results"]
    assert (row["ticket"], row["held_by"]) == (ticket.pk, f"{agent_l2.teams.first().name} · Level 2 · Specialist")
