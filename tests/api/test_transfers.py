"""Merging, splitting, moving and following over the API."""

import pytest

from tests.factories import make_ticket
from tests.tickets.asserting import nothing_happened
from tickets.actions import merge, receive_message
from tickets.content import Body
from tickets.models import Channel, Message, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(customer) -> Ticket:
    return make_ticket(requester=customer, subject="Printer again")


@pytest.fixture
def second(ticket, customer) -> Message:
    """Ann's second message on her ticket."""
    return receive_message(ticket, actor=customer, body=Body.from_text("And?"), channel=Channel.EMAIL)


def address(ticket: Ticket, part: str) -> str:
    return f"/api/v1/tickets/{ticket.pk}/{part}"


def test_merging_is_previewed_done_and_undone(api, ticket, other):
    with nothing_happened():
        told = api.get(address(ticket, "merge/"), {"into": other.pk}).json()
    assert told["is_possible"]
    assert any(f"#{ticket.pk} is closed and leads to #{other.pk}" in sentence for sentence in told["sentences"])

    merged = api.post(address(ticket, "merge/"), {"into": other.pk})
    assert (merged.status_code, merged.json()["merged_into"]) == (200, other.pk)
    back = api.get(address(ticket, "merge/")).json()
    assert (back["is_possible"], back["warnings"]) == (True, [])

    undone = api.delete(address(ticket, "merge/"))
    assert (undone.status_code, undone.json()["merged_into"], undone.json()["status"]) == (200, None, "new")


def test_a_preview_warns_of_two_requesters_and_says_why_not(api, ticket, agent, other_customer):
    charlies = make_ticket(requester=other_customer)

    told = api.get(address(charlies, "merge/"), {"into": ticket.pk}).json()
    refused = api.get(address(ticket, "merge/"), {"into": ticket.pk}).json()

    reader, writer = (f"{one.name} ({one.email})" for one in (ticket.requester, other_customer))
    assert told["warnings"] == [f"These are tickets of two people. {reader} will read what {writer} wrote."]
    assert (refused["is_possible"], refused["sentences"]) == (False, [])
    assert "into itself" in refused["refusal"]


def test_a_refused_merge_is_a_conflict_with_its_sentence(api, ticket, other, agent):
    merge(other, actor=agent, into=make_ticket())

    answer = api.post(address(ticket, "merge/"), {"into": other.pk})

    assert answer.status_code == 409
    assert f"#{other.pk} was itself merged" in answer.json()["detail"]


def test_splitting_is_previewed_done_and_undone(api, ticket, second):
    told = api.get(address(ticket, "split/"), {"messages": second.pk}).json()
    assert told["is_possible"]

    made = api.post(address(ticket, "split/"), {"messages": [second.pk], "subject": "Another thing"})
    assert (made.status_code, made.json()["subject"]) == (201, "Another thing")
    new = Ticket.objects.get(pk=made.json()["number"])
    assert api.get(address(new, "split/")).json()["is_possible"]

    undone = api.delete(address(new, "split/"))
    assert (undone.status_code, undone.json()["merged_into"]) == (200, ticket.pk)
    assert ticket.messages.count() == 2


def test_messages_of_another_ticket_are_not_split_off(api, ticket, other):
    answer = api.post(address(ticket, "split/"), {"messages": [other.messages.get().pk]})

    assert answer.status_code in (400, 409, 422)


def test_moving_is_previewed_done_and_undone(api, ticket, other, second):
    told = api.get(address(ticket, f"messages/{second.pk}/move/"), {"to": other.pk}).json()
    assert told["is_possible"]

    moved = api.post(address(ticket, f"messages/{second.pk}/move/"), {"to": other.pk})
    assert (moved.status_code, moved.json()["conversation_seq"]) == (200, 1)
    assert api.get(address(other, f"messages/{second.pk}/")).json()["origin"] == ticket.pk
    assert api.get(address(other, f"messages/{second.pk}/move/")).json()["is_possible"]

    api.delete(address(other, f"messages/{second.pk}/move/"))
    second.refresh_from_db()
    assert second.ticket == ticket


def test_following_and_leaving(api, ticket, agent):
    api.post(address(ticket, "follow/"))
    assert ticket.participants.get().person == agent
    api.post(address(ticket, "unfollow/"))
    assert not ticket.participants.exists()


def test_lists_leave_merged_tickets_out_of_what_is_solved(api, customer_api, ticket, other, agent):
    merge(ticket, actor=agent, into=other)

    solved = api.get("/api/v1/tickets/", {"sort": "solved"}).json()["results"]
    everything = api.get("/api/v1/tickets/").json()["results"]

    assert solved == []
    assert {row["number"]: row["merged_into"] for row in everything} == {ticket.pk: other.pk, other.pk: None}
