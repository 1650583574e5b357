"""Mail of a person with several addresses: it is theirs, and the answer goes where they wrote from."""

import pytest

from accounts.addresses import add_address
from accounts.models import User
from mail.addresses import reply_address
from outbox.models import OutboundEmail
from tests.factories import make_ticket
from tickets.actions import reply
from tickets.content import Body
from tickets.models import Ticket
from tickets.recipients import recipients_of

pytestmark = pytest.mark.django_db

WORK = "ann@work.example"
WORDS = Body.from_text("Unplug it.")


@pytest.fixture(autouse=True)
def _at_work(customer, agent):
    """Ann's further address."""
    add_address(customer, actor=agent, email=WORK)


def newest_recipients() -> list[str]:
    return sorted(row.address for row in OutboundEmail.objects.latest("pk").recipients.all())


def test_a_ticket_from_a_further_address_is_its_persons(receive, customer, agent):
    row = receive(From=f"Ann <{WORK}>")
    assert row.state == "created"
    assert row.ticket.requester == customer
    assert not User.objects.filter(email=WORK).exists()
    assert newest_recipients() == [WORK], "the acknowledgement"
    reply(row.ticket, actor=agent, body=WORDS, seen_seq=None)
    assert newest_recipients() == [WORK]


def test_answers_follow_to_the_address_last_written_from(receive, customer, agent):
    ticket = make_ticket(requester=customer)
    signed = reply_address("support@example.com", ticket.pk)
    assert recipients_of(ticket).to == ("ann@example.net",)

    row = receive(From=WORK, to=signed)
    assert (row.state, row.ticket_id) == ("appended", ticket.pk), "she takes part by whichever address"
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert recipients_of(ticket).to == (WORK,)
    reply(ticket, actor=agent, body=WORDS, seen_seq=None)
    assert newest_recipients() == [WORK]

    receive(From="ann@example.net", to=signed, Message_ID="<back@x>")
    assert recipients_of(Ticket.objects.get(pk=ticket.pk)).to == ("ann@example.net",)


def test_one_who_copies_herself_is_not_a_cc(receive, customer):
    row = receive(From="ann@example.net", Cc=f"{WORK}, carl@example.net")
    assert [part.person.email for part in row.ticket.participants.all()] == ["carl@example.net"]


def test_an_agent_may_write_to_another_of_the_addresses(customer, agent, mailbox):
    from accounts.people import find_person

    ticket = make_ticket(requester=customer)
    reply(ticket, actor=agent, body=WORDS, seen_seq=None, to=[find_person(WORK)])
    assert newest_recipients() == [WORK]


def test_several_mails_of_one_person_at_once_are_all_theirs(mailbox, customer):
    from mail.processing import process_batch
    from mail.receiving import store
    from tests.mail import corpus

    for number, address in enumerate([WORK, "ann@example.net", WORK]):
        store(corpus.plain(From=address, Message_ID=f"<{number}@x>"), address, ["support@example.com"], "test")
    process_batch()
    assert sorted(Ticket.objects.values_list("requester", "requester_address")) == [
        (customer.pk, ""),
        (customer.pk, WORK),
        (customer.pk, WORK),
    ]
