"""Writing a call down."""

import pytest

from tickets.actions import close
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

CALL = {
    "email": "Ann@Example.net",
    "name": "Ann Lee",
    "channel": "phone",
    "subject": "The printer again",
    "text": "She called about smoke.",
    "priority": "3",
    "assign_to_me": "on",
}


def test_a_call_becomes_a_ticket(desk, agent):
    answer = desk.post("/desk/tickets/new/", CALL)
    ticket = Ticket.objects.get()
    assert answer.url == f"/desk/tickets/{ticket.number}/"
    assert (ticket.requester.email, ticket.channel, ticket.assignee) == ("ann@example.net", "phone", agent)
    assert ticket.waiting_since is None


def test_a_form_that_lacks_something_keeps_the_words(desk):
    answer = desk.post("/desk/tickets/new/", {**CALL, "email": "nonsense"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "She called about smoke." in html
    assert "Enter a valid email address." in html
    assert not Ticket.objects.exists()


def test_a_closed_ticket_leads_to_a_new_one_with_its_customer(desk, agent, ticket):
    close(ticket, actor=agent)

    page = desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert f'href="/desk/tickets/new/?after={ticket.number}"' in page
    form = desk.get("/desk/tickets/new/", {"after": ticket.number}).content.decode()
    assert ticket.requester.email in form
    assert ticket.subject in form
    assert desk.get("/desk/tickets/new/", {"after": "9" * 15}).status_code == 200
    assert desk.get("/desk/tickets/new/", {"after": "x"}).status_code == 200
