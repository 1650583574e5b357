"""A ticket's brand, set later: whose customer it is, from where it is answered, and that lists tell."""

import pytest

from desk.columns import columns_offered, shown_in
from tests.api.conftest import program_of  # noqa: F401  # whoever talks to the API
from tests.factories import MailboxFactory
from tests.tickets.asserting import assert_log_agrees, last_event, nothing_happened
from tickets.actions import set_brand
from tickets.actions.undoing import undo
from tickets.errors import Invalid, NotAllowed
from tickets.events import EventKind
from tickets.models import Ticket
from tickets.models.saved_view import ListColumn

pytestmark = pytest.mark.django_db


def test_it_is_moved_once_with_the_address_it_is_answered_from(ticket, agent, their_mailbox, northwind):
    event = set_brand(ticket, actor=agent, brand=northwind.pk)

    assert (event.kind, event.changes["brand_id"]) == (EventKind.BRAND_CHANGED, [1, northwind.pk])
    assert Ticket.objects.get().mailbox_id == their_mailbox.pk
    with nothing_happened():
        assert set_brand(ticket, actor=agent, brand=northwind.pk) is None
    assert_log_agrees(ticket)


def test_customers_do_not_and_a_brand_that_is_not_there_is_refused(ticket, agent, customer, northwind):
    with nothing_happened(), pytest.raises(NotAllowed):
        set_brand(ticket, actor=customer, brand=northwind.pk)
    with nothing_happened(), pytest.raises(Invalid):
        set_brand(ticket, actor=agent, brand=999)


def test_taken_back_it_is_answered_again_from_where_it_was(ticket, agent, their_mailbox, northwind):
    """Also from a mailbox that is none of its brand's own."""
    second = MailboxFactory(address="returns@example.com", is_default=False)
    Ticket.objects.update(mailbox=second)
    ticket.refresh_from_db()
    event = set_brand(ticket, actor=agent, brand=northwind.pk)
    assert Ticket.objects.get().mailbox_id == their_mailbox.pk

    undo(ticket, actor=agent, seq=event.seq)

    back = Ticket.objects.get()
    assert (back.brand_id, back.mailbox_id) == (1, second.pk)
    assert last_event(ticket).changes["mailbox_id"] == [their_mailbox.pk, second.pk]


def test_taken_back_the_mailbox_stays_that_the_move_had_kept(ticket, agent, their_mailbox, northwind):
    Ticket.objects.update(mailbox=their_mailbox)
    ticket.refresh_from_db()
    event = set_brand(ticket, actor=agent, brand=northwind.pk)
    undo(ticket, actor=agent, seq=event.seq)
    back = Ticket.objects.get()
    assert (back.brand_id, back.mailbox_id) == (1, their_mailbox.pk)


def test_on_the_screen_it_is_chosen_where_there_are_several(client, agent, ticket, northwind):
    client.force_login(agent)
    page = client.get(f"/desk/tickets/{ticket.pk}/").content.decode()
    assert f'name="brand" value="{northwind.pk}"' in page
    client.post(f"/desk/tickets/{ticket.pk}/brand/", {"brand": northwind.pk})
    assert Ticket.objects.get().brand_id == northwind.pk


def test_it_is_set_by_the_api(program_of, agent, ticket, northwind):  # noqa: F811
    answer = program_of(agent).post(f"/api/v1/tickets/{ticket.pk}/brand/", {"brand": northwind.pk})
    assert answer.json()["brand"] == northwind.pk


def test_surveys_are_planned_and_found_by_brand_over_the_api(program_of, admin, northwind):  # noqa: F811
    api = program_of(admin)
    changed = api.patch("/api/v1/survey-plans/csat/", {"brand_percents": [{"brand": northwind.pk, "percent": 10}]})
    assert changed.json()["brand_percents"] == [{"brand": northwind.pk, "percent": 10}]
    kept = api.patch("/api/v1/survey-plans/csat/", {"brand_percents": [{"brand": 1, "percent": 0}]}).json()
    assert [one["percent"] for one in kept["brand_percents"]] == [0, 10]
    gone = api.patch("/api/v1/survey-plans/csat/", {"brand_percents": [{"brand": 1, "percent": None}]}).json()
    assert [one["brand"] for one in gone["brand_percents"]] == [northwind.pk]
    refused = api.patch("/api/v1/survey-plans/csat/", {"brand_percents": [{"brand": 99, "percent": 5}]})
    assert refused.status_code == 409
    assert api.get(f"/api/v1/surveys/?brand={northwind.pk}").json()["results"] == []
    assert api.get(f"/api/v1/metrics/?brand={northwind.pk}").status_code == 200


def test_a_list_can_show_it_where_there_are_several(client, agent, ticket, northwind):
    agent.list_columns = ["brand", "status"]
    agent.save()
    assert shown_in(None, agent).columns[:2] == ("brand", "status")
    set_brand(ticket, actor=agent, brand=northwind.pk)
    client.force_login(agent)
    assert (
        '<td class="tickets__brand"><bdi>Northwind</bdi></td>' in client.get("/desk/views/unassigned/").content.decode()
    )


def test_where_there_is_one_no_list_says_so(agent):
    agent.list_columns = ["brand", "status"]
    assert ListColumn.BRAND not in columns_offered()
    assert "brand" not in shown_in(None, agent).columns
