"""Saved views, snooze and the next ticket over the API."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search.indexing import index_all
from search.saved_views import save_view
from tests.factories import make_ticket
from tickets.actions import reply, snooze
from tickets.content import Body
from tickets.models import SavedView, Ticket

pytestmark = pytest.mark.django_db

VIEWS = "/api/v1/views/"


def test_a_view_is_saved_read_changed_and_deleted(api, agent):
    answer = api.post(VIEWS, {"name": "Billing", "filter": "tag:billing", "columns": ["waiting", "tags"]})

    assert answer.status_code == 201, answer.content
    shown = answer.json()
    assert (shown["sort"], shown["columns"], shown["may_change"]) == ("waiting", ["tags", "waiting"], True)
    at = answer["Location"]
    assert api.patch(at, {"name": "Money", "sort": "priority"}).json()["name"] == "Money"
    assert [view["name"] for view in api.get(VIEWS).json()["results"]] == ["Money"]
    assert api.delete(at).status_code == 204
    assert not SavedView.objects.exists()


def test_a_refusal_says_what_to_do(api):
    answer = api.post(VIEWS, {"name": "Done", "filter": "status:solved"})

    assert answer.status_code == 409
    assert "period" in answer.json()["detail"]


@pytest.mark.parametrize("sort", ["waiting", "updated", "opened", "priority"])
def test_pages_go_through_a_view_once(api, agent, sort):
    for number in range(5):
        make_ticket(subject=f"Ticket {number}", tags=["billing"])
    make_ticket()
    view = save_view(actor=agent, name="Billing", filter="tag:billing", sort=sort)
    numbers, at = [], f"{VIEWS}{view.pk}/tickets/?limit=2"
    while at:
        page = api.get(at).json()
        numbers.append([row["number"] for row in page["results"]])
        at = page["next"]

    assert [len(page) for page in numbers] == [2, 2, 1]
    assert len({number for page in numbers for number in page}) == 5


def test_who_waits_for_nothing_comes_last_and_pages_lead_there_and_back(api, agent):
    made = [make_ticket(tags=["billing"]) for _ in range(5)]
    for ticket in made[:3]:
        reply(ticket, actor=agent, body=Body.from_text("Done."), seen_seq=1)
    view = save_view(actor=agent, name="Billing", filter="tag:billing", sort="waiting")
    numbers, at, pages = [], f"{VIEWS}{view.pk}/tickets/?limit=2", []
    while at:
        pages.append(page := api.get(at).json())
        numbers += [row["number"] for row in page["results"]]
        at = page["next"]

    assert numbers == [ticket.pk for ticket in [*made[3:], *made[:3]]]
    assert api.get(pages[2]["previous"]).json()["results"] == pages[1]["results"]
    assert api.get(pages[1]["previous"]).json()["results"] == pages[0]["results"]


def test_a_view_with_words_pages_like_a_search(api, agent):
    for _ in range(3):
        make_ticket(subject="A cold printer")
    make_ticket(subject="Something else", body=Body.from_text("Nothing."))
    index_all()
    view = save_view(actor=agent, name="Cold", filter="cold")

    first = api.get(f"{VIEWS}{view.pk}/tickets/?limit=2").json()
    second = api.get(first["next"]).json()

    assert [len(first["results"]), len(second["results"]), second["next"]] == [2, 1, None]


def test_thirty_tickets_take_as_many_queries_as_one(api, agent):
    view = save_view(actor=agent, name="Billing", filter="tag:billing")
    api.get(VIEWS)  # the token's first use today
    counts = []
    for tickets in (1, 29):
        for _ in range(tickets):
            make_ticket(tags=["billing"])
        with CaptureQueriesContext(connection) as queries:
            api.get(f"{VIEWS}{view.pk}/tickets/?limit=30")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_ticket_is_snoozed_and_woken(api, ticket):
    until = (timezone.now() + timedelta(days=1)).replace(microsecond=0)

    shown = api.post(f"/api/v1/tickets/{ticket.pk}/snooze/", {"until": until.isoformat()}).json()
    assert shown["snoozed_until"] == until.isoformat().replace("+00:00", "Z")
    assert [row["number"] for row in api.get("/api/v1/tickets/?is_snoozed=true").json()["results"]] == [ticket.pk]
    assert api.get("/api/v1/tickets/?is_snoozed=false").json()["results"] == []
    assert api.post(f"/api/v1/tickets/{ticket.pk}/unsnooze/").json()["snoozed_until"] is None


def test_customers_learn_of_no_snooze(customer_api, ticket, agent):
    snooze(ticket, actor=agent, until=timezone.now() + timedelta(days=1))

    assert "snoozed_until" not in customer_api.get(f"/api/v1/tickets/{ticket.pk}/").json()


def test_the_next_ticket_is_given_once(api, agent, ticket):
    taken = api.post("/api/v1/tickets/take-next/").json()["ticket"]
    assert (taken["number"], taken["assignee"]["id"]) == (ticket.pk, agent.pk)

    reply(Ticket.objects.get(), actor=agent, body=Body.from_text("Done."), seen_seq=1)
    assert api.post("/api/v1/tickets/take-next/").json() == {"ticket": None}


def test_how_lists_look_is_ones_own(api, agent):
    view = save_view(actor=agent, name="Billing", filter="tag:billing")

    answer = api.patch("/api/v1/me/lists/", {"density": "compact", "columns": ["tags"], "view_order": [view.pk]})

    assert answer.json() == {"density": "compact", "columns": ["tags"], "view_order": [view.pk]}
    assert api.get("/api/v1/me/lists/").json() == answer.json()
