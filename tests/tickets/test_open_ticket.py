"""Opening a ticket."""

import pytest

from tests.factories import make_ticket
from tickets.content import Body
from tickets.errors import Invalid, NotAllowed
from tickets.events import EventKind
from tickets.models import Event, Status, Ticket

pytestmark = pytest.mark.django_db


def test_a_customers_first_message_opens_a_new_ticket_that_waits_for_us(customer):
    ticket = make_ticket(requester=customer)

    ticket.refresh_from_db()
    assert ticket.status == Status.NEW
    assert ticket.waiting_since == ticket.opened_at
    assert ticket.messages.get().author == customer
    event = Event.objects.get(ticket=ticket)
    assert (event.seq, event.kind, event.actor) == (1, EventKind.OPENED, customer)
    assert event.data["snapshot"]["status"] == "new"


def test_a_ticket_without_words_is_refused_and_nothing_is_kept(customer):
    with pytest.raises(Invalid):
        make_ticket(requester=customer, subject=" ", body=Body.from_text(" "))

    assert not Ticket.objects.exists()


def test_a_customer_cannot_open_a_ticket_for_another(customer, other_customer):
    with pytest.raises(NotAllowed):
        make_ticket(requester=customer, actor=other_customer)


def test_a_call_logged_by_staff_makes_nobody_wait(agent, customer):
    ticket = make_ticket(requester=customer, actor=agent, channel="phone")

    assert ticket.waiting_since is None
    assert ticket.messages.get().from_staff


def test_a_subject_too_long_for_its_line_stands_above_the_words_whole(customer):
    subject = "The printer " + "very " * 60 + "hot"
    mailed = make_ticket(customer, subject=subject, body=Body.from_html("<p>Please <b>help</b></p>"))
    said = mailed.messages.get()

    assert (len(mailed.subject), mailed.subject[-1]) == (250, "…")
    assert said.text.startswith(subject) and said.html.startswith(f"<p>{subject}</p>")
    assert "help" in said.text
    assert make_ticket(customer, subject=subject, body=Body.from_text(subject)).messages.get().text == subject
