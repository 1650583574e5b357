"""Mail finds the conversation wherever it went."""

import pytest

from mail.addresses import body_reference, reply_address, ticket_message_id
from mail.models import InboundEmail
from outbox.models import OutboundEmail
from tests.factories import make_ticket
from tests.tickets.transferring import assert_sound
from tickets.actions import delete, merge, move_message, reply, split, unmerge, unsplit
from tickets.content import Body
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db
ANN = "Ann Lee <ann@example.net>"
WORDS = Body.from_text("Hello")


@pytest.fixture
def conversation(receive) -> Ticket:
    return receive(From=ANN, Subject="Wrong invoice", Message_ID="<first@example.net>").ticket


@pytest.fixture
def survivor(conversation, agent) -> Ticket:
    """The ticket into which Ann's was merged; it is of hers too."""
    other = make_ticket(requester=conversation.requester)
    merge(conversation, actor=agent, into=other)
    return other


def test_every_sign_of_a_merged_ticket_leads_to_the_survivor(receive, conversation, survivor):
    sent = OutboundEmail.objects.filter(ticket_message__origin=conversation).first()
    signs = (
        {"to": reply_address("support@example.com", conversation.pk)},
        {"In_Reply_To": sent.message_id},
        {"References": "<first@example.net>"},
        {"In_Reply_To": ticket_message_id(conversation.pk, "support@example.com")},
        {"body": f"Well.\n\n> {body_reference(conversation.pk)}\n"},
        {"Subject": f"Re: [Helpdesk #{conversation.pk}] Wrong invoice"},
    )
    for number, headers in enumerate(signs):
        row = receive(From=ANN, Message_ID=f"<{number}@x>", **headers)
        assert (row.ticket, row.state) == (survivor, "appended"), headers
        assert row.ticket_message.verdict["via"] == conversation.pk


def test_a_chain_of_merges_is_followed_to_its_end(receive, conversation, survivor, agent):
    last = make_ticket(requester=conversation.requester)
    merge(survivor, actor=agent, into=last)

    row = receive(From=ANN, Message_ID="<2@x>", to=reply_address("support@example.com", conversation.pk))

    assert row.ticket == last


def test_undone_the_mails_that_answered_it_return(receive, conversation, survivor, agent):
    row = receive(From=ANN, Message_ID="<2@x>", to=reply_address("support@example.com", conversation.pk))
    other = receive(From=ANN, Message_ID="<3@x>", to=reply_address("support@example.com", survivor.pk))

    unmerge(Ticket.objects.get(pk=conversation.pk), actor=agent)

    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.ticket, row.ticket_message.ticket) == (conversation, conversation)
    assert other.ticket_message.ticket == survivor
    assert_sound()


def test_the_requester_of_the_merged_ticket_goes_on_writing_on_the_survivor(receive, conversation, agent):
    anothers = make_ticket()
    merge(conversation, actor=agent, into=anothers)

    row = receive(From=ANN, Message_ID="<2@x>", to=reply_address("support@example.com", conversation.pk))

    assert (row.state, row.ticket) == ("appended", anothers)


def test_the_survivors_answer_threads_with_what_came_along(receive, conversation, survivor, agent):
    answer = reply(survivor, actor=agent, body=WORDS, seen_seq=None)

    headers = OutboundEmail.objects.get(ticket_message=answer).headers
    assert "<first@example.net>" in headers["References"]


def test_answers_to_a_moved_message_land_where_it_is_now(receive, conversation, agent):
    answer = reply(conversation, actor=agent, body=WORDS, seen_seq=1)
    target = make_ticket(requester=conversation.requester)
    move_message(Message.objects.get(pk=answer.pk), actor=agent, to=target)
    sent = OutboundEmail.objects.get(ticket_message=answer)
    address = reply_address("support@example.com", conversation.pk)

    to_moved = receive(From=ANN, Message_ID="<2@x>", to=address, In_Reply_To=sent.message_id)
    to_the_rest = receive(From=ANN, Message_ID="<3@x>", to=address, In_Reply_To="<first@example.net>")

    assert (to_moved.ticket, to_the_rest.ticket) == (target, conversation)
    assert sent.ticket_id == target.pk


def test_answers_to_a_split_off_message_land_there_and_come_back(receive, conversation, agent):
    second = receive(From=ANN, Message_ID="<2@x>", References="<first@example.net>")
    new = split(conversation, actor=agent, messages=[second.ticket_message])
    assert InboundEmail.objects.get(pk=second.pk).ticket == new

    answer = receive(From=ANN, Message_ID="<3@x>", In_Reply_To="<2@x>")
    assert answer.ticket == new

    unsplit(Ticket.objects.get(pk=new.pk), actor=agent)
    later = receive(From=ANN, Message_ID="<4@x>", to=reply_address("support@example.com", new.pk))
    assert later.ticket == conversation
    assert_sound()


def test_a_survivor_that_was_deleted_takes_no_mail(receive, conversation, survivor, lead):
    delete(survivor, actor=lead)

    row = receive(From=ANN, Message_ID="<2@x>", to=reply_address("support@example.com", conversation.pk))

    assert row.ticket not in (conversation, survivor)
