"""The page of promises: which were broken, of which policy, and why; and the very tickets."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models.organization import Tier
from helpdesk import clock
from sla.models import Policy
from sla.timer import tick
from tests.factories import CustomerFactory, OrganizationFactory, make_ticket
from tests.sla.making import ALWAYS, make_calendar, make_policy

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
