"""What customers write on a ticket."""

import pytest

from accounts.actors import MAIL
from accounts.models import Organization
from tests.factories import CustomerFactory, make_ticket
from tests.tickets.asserting import assert_log_agrees, kinds_of, last_event, nothing_happened
from tickets.actions import add_participant, close, receive_automatic, receive_message, reply, set_status, solve
from tickets.content import Body
from tickets.errors import Invalid, NotAllowed
from tickets.events import EventKind
from tickets.models import Attachment, Ticket
from tickets.models.link import LinkKind

pytestmark = pytest.mark.django_db


def write(ticket, person, text="It burns again.", **fields):
    return receive_message(ticket, actor=person, body=Body.from_text(text), channel="email", **fields)


@pytest.mark.parametrize(
    ("before", "after"),
    [("new", "new"), ("open", "open"), ("pending", "open"), ("on_hold", "open"), ("solved", "open")],
)
def test_the_customer_writes_and_the_status_follows(ticket, agent, customer, before, after):
    if before != "new":
        reply(ticket, actor=agent, body=Body.from_text("Unplug it."), seen_seq=None, status=before)

    message = write(ticket, customer)

    ticket.refresh_from_db()
    assert (ticket.status, ticket.snippet) == (after, "It burns again.")
    assert ticket.waiting_since is not None
    assert ticket.conversation_seq == message.seq
    assert not message.from_staff
    assert ticket.reopen_count == (before == "solved")
    assert (ticket.solved_at is None) is (after != "solved")
    assert_log_agrees(ticket)


def test_a_second_message_does_not_start_the_wait_anew(ticket, customer):
    waiting_since = ticket.waiting_since

    write(ticket, customer)

    ticket.refresh_from_db()
    assert ticket.waiting_since == waiting_since


def test_thanks_to_a_solved_ticket_do_not_reopen_it(ticket, agent, customer):
    solve(ticket, actor=agent)

    message = write(ticket, customer, "Thank you so much!")

    ticket.refresh_from_db()
    assert (message.thanks, ticket.status, ticket.waiting_since) == (True, "solved", None)
    assert last_event(ticket).data["thanks"] is True
    assert_log_agrees(ticket)


def test_thanks_with_a_file_or_on_an_open_ticket_are_a_message_like_any(ticket, agent, customer):
    assert not write(ticket, customer, "Thank you!").thanks
    solve(ticket, actor=agent)
    picture = Attachment(filename="fire.png", size=1)

    message = write(ticket, customer, "Thank you!", attachments=[picture])

    ticket.refresh_from_db()
    assert (message.thanks, ticket.status) == (False, "open")
    assert message.attachments.get().filename == "fire.png"


def test_on_a_closed_ticket_it_opens_a_linked_follow_up(ticket, agent, customer):
    close(ticket, actor=agent)
    ticket.refresh_from_db()
    events = kinds_of(ticket)

    message = write(ticket, customer)

    follow_up = message.ticket
    assert follow_up != ticket
    assert (follow_up.subject, follow_up.requester, follow_up.status) == (ticket.subject, customer, "new")
    link = follow_up.links.get()
    assert (link.other, link.kind) == (ticket, LinkKind.FOLLOW_UP)
    assert kinds_of(follow_up) == [EventKind.OPENED, EventKind.LINKED]
    assert kinds_of(ticket) == events
    assert Ticket.objects.get(pk=ticket.pk).status == "closed"


def test_strangers_and_staff_who_do_not_take_part_cannot_write_as_customers(ticket, other_customer, agent):
    for person in (other_customer, agent):
        with nothing_happened(), pytest.raises(NotAllowed):
            write(ticket, person)


def test_people_in_copy_and_colleagues_who_share_tickets_can(agent, other_customer):
    company = Organization.objects.create(name="Shared", shares_tickets=True)
    ticket = make_ticket(requester=CustomerFactory(organization=company))
    add_participant(ticket, actor=agent, person=other_customer)

    for person in (other_customer, CustomerFactory(organization=company)):
        assert write(ticket, person).author == person


def test_a_message_without_words_is_refused(ticket, customer):
    with nothing_happened(), pytest.raises(Invalid):
        write(ticket, customer, " ")


def test_people_copied_in_become_ccs_from_this_message_on(ticket, customer, other_customer):
    message = write(ticket, customer, cc=[other_customer, customer])

    participant = ticket.participants.get()
    assert (participant.person, participant.role, participant.since) == (other_customer, "cc", message.created_at)


def test_automatic_mail_is_kept_and_changes_nothing(ticket, agent, customer):
    set_status(ticket, actor=agent, status="pending")
    before = Ticket.objects.values().get(pk=ticket.pk)

    message = receive_automatic(ticket, actor=MAIL, author=customer, body=Body.from_text("I am on holiday."))

    after = Ticket.objects.values().get(pk=ticket.pk)
    assert {name for name in before if before[name] != after[name]} == {"event_seq", "updated_at"}
    assert (message.seq, message.is_auto) == (None, True)
    assert last_event(ticket).kind == EventKind.AUTO_RECEIVED
