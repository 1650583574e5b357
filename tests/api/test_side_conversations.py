"""Side conversations and presence over the API."""

import pytest

from outbox.models import OutboundEmail
from tests.access.things_on_tickets import file_of
from tests.factories import make_ticket
from tickets.models import SideConversation
from tickets.presence import Said, Writing, pass_for, say

pytestmark = pytest.mark.django_db
ASKED = {"to": ["bob@supplier.test"], "subject": "A spare part", "text": "Is it in stock?"}


def test_one_is_opened_written_in_and_closed(program_of, mailbox, agent, ticket):
    api = program_of(agent)
    there = f"/api/v1/tickets/{ticket.pk}/side-conversations/"

    opened = api.post(there, ASKED)
    assert (opened.status_code, opened.json()["state"], opened.json()["to"]) == (201, "waiting", ["bob@supplier.test"])
    one = f"{there}{opened.json()['id']}/"
    written = api.post(f"{one}messages/", {"text": "Two of them, please."})
    closed = api.post(f"{one}close/", {})

    assert [message["text"] for message in written.json()["messages"]] == ["Is it in stock?", "Two of them, please."]
    assert (closed.json()["state"], api.get(there).json()["results"][0]["state"]) == ("closed", "closed")
    assert api.get(one).json() == closed.json()
    told = api.get(f"/api/v1/tickets/{ticket.pk}/messages/").json()["results"]
    assert [message["side_conversation"] for message in told] == [None, opened.json()["id"], opened.json()["id"]]


def test_a_message_is_forwarded_with_its_files(program_of, mailbox, agent, customer):
    ticket = make_ticket(requester=customer, attachments=[file_of(customer, "screen.txt")])
    original = ticket.messages.get()

    answer = program_of(agent).post(
        f"/api/v1/tickets/{ticket.pk}/side-conversations/", ASKED | {"forward": original.pk}
    )

    message = answer.json()["messages"][0]
    assert "It started this morning" in message["quoted_text"]
    assert [file["filename"] for file in message["attachments"]] == ["screen.txt"]
    assert len(OutboundEmail.objects.get(kind="side_conversation").attachments) == 1


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"to": []}, 409), ({"to": ["nope"]}, 400), ({"to": ["ann@example.net"]}, 409), ({"forward": 999999}, 409)],
)
def test_what_is_wrong_is_said(program_of, mailbox, agent, ticket, wrong, status):
    answer = program_of(agent).post(f"/api/v1/tickets/{ticket.pk}/side-conversations/", ASKED | wrong)

    assert answer.status_code == status
    assert not SideConversation.objects.exists()


def test_one_of_another_ticket_is_not_here(program_of, mailbox, agent, ticket):
    api = program_of(agent)
    pk = api.post(f"/api/v1/tickets/{ticket.pk}/side-conversations/", ASKED).json()["id"]

    assert api.get(f"/api/v1/tickets/{make_ticket().pk}/side-conversations/{pk}/").status_code == 404


def test_who_is_on_a_ticket(program_of, agent, agent_l2, ticket):
    there = f"/api/v1/tickets/{ticket.pk}/presence/"
    assert program_of(agent).get(there).json() == {"results": []}

    say(pass_for(ticket, agent_l2), Said("one", Writing.REPLY))

    (found,) = program_of(agent).get(there).json()["results"]
    assert found == {"id": agent_l2.pk, "name": "Bea Novak", "writing": "public"}
    say(pass_for(ticket, agent_l2), Said("one", is_leaving=True))
