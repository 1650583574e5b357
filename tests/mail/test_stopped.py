"""An agent who answers from a mail program and is stopped is told so, with what is new and where the words are."""

import pytest

from mail.addresses import reply_address
from outbox.models import OutboundEmail
from outbox.posting import Address, post_email
from tests.mail.test_intake import ANN
from tickets.actions import add_note, close, reply
from tickets.content import Body
from tickets.models import Draft, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(receive) -> Ticket:
    """Ann's ticket, opened by mail."""
    return receive(From=ANN, Subject="Wrong invoice", Message_ID="<first@example.net>").ticket


@pytest.fixture
def told(conversation, agent) -> OutboundEmail:
    """The mail by which Omar heard of it."""
    email = post_email(
        kind="reply",
        from_header="support@example.com",
        to=[Address(agent.email)],
        subject="Wrong invoice",
        text="x",
        ticket_id=conversation.pk,
        ticket_message_id=conversation.messages.get().pk,
    )
    assert email is not None
    return email


def stops() -> list[OutboundEmail]:
    return list(OutboundEmail.objects.filter(kind="stopped_answer").order_by("pk"))


def answer(receive, agent, to: OutboundEmail, words: str, number: int = 3):
    return receive(From=agent.email, Message_ID=f"<{number}@x>", In_Reply_To=to.message_id, body=words)


def test_whoever_is_stopped_is_told_what_is_new_and_where_the_words_are(receive, conversation, told, agent):
    receive(
        From=ANN, Message_ID="<2@x>", to=reply_address("support@example.com", conversation.pk), body="One more thing"
    )

    row = answer(receive, agent, told, "My answer")

    (stop,) = stops()
    assert (row.state, row.reason) == ("ignored", "stale_draft")
    assert "My answer" in Draft.objects.get().html
    assert [one.address for one in stop.recipients.all()] == [agent.email]
    assert stop.subject == "Not sent: Re: Wrong invoice"
    assert stop.headers["In-Reply-To"] == "<3@x>"
    for part in (stop.text, stop.html):
        assert "One more thing" in part
        assert "My answer" in part
        assert f"/desk/tickets/{conversation.pk}/" in part
    assert not conversation.messages.filter(from_staff=True).exists()


def test_an_answer_to_that_mail_is_sent(receive, conversation, told, agent):
    receive(
        From=ANN, Message_ID="<2@x>", to=reply_address("support@example.com", conversation.pk), body="One more thing"
    )
    answer(receive, agent, told, "My answer")

    row = answer(receive, agent, stops()[0], "Now about both things", number=4)

    assert (row.state, row.ticket_message.text) == ("appended", "Now about both things")


def test_unless_somebody_wrote_again(receive, conversation, told, agent, agent_l2):
    receive(
        From=ANN, Message_ID="<2@x>", to=reply_address("support@example.com", conversation.pk), body="One more thing"
    )
    answer(receive, agent, told, "My answer")
    reply(conversation, actor=agent_l2, body=Body.from_text("I have it."), seen_seq=None)

    answer(receive, agent, stops()[0], "Now about both things", number=4)

    assert len(stops()) == 2
    assert "I have it." in stops()[1].text
    assert "One more thing" not in stops()[1].text
    assert [message.author for message in conversation.messages.filter(from_staff=True)] == [agent_l2]


def test_whoever_is_refused_for_another_reason_is_told_too(receive, conversation, told, agent, lead):
    close(conversation, actor=lead)

    row = answer(receive, agent, told, "My answer")

    (stop,) = stops()
    assert (row.state, row.reason) == ("quarantined", "refused")
    assert "was not sent" in stop.text
    assert "My answer" in stop.text


def test_a_mail_worked_off_again_tells_once(receive, conversation, told, agent):
    receive(
        From=ANN, Message_ID="<2@x>", to=reply_address("support@example.com", conversation.pk), body="One more thing"
    )
    for _twice in "12":
        answer(receive, agent, told, "My answer")

    assert len(stops()) == 1


def test_what_machines_answer_to_it_is_ignored(receive, conversation, told, agent):
    receive(
        From=ANN, Message_ID="<2@x>", to=reply_address("support@example.com", conversation.pk), body="One more thing"
    )
    answer(receive, agent, told, "My answer")

    row = receive(
        From=agent.email,
        Message_ID="<5@x>",
        In_Reply_To=stops()[0].message_id,
        Auto_Submitted="auto-replied",
        body="Away",
    )

    assert (row.state, row.reason) == ("ignored", "auto_reply")


def test_the_customers_next_mail_does_not_refer_to_it(receive, conversation, told, agent, agent_l2):
    receive(
        From=ANN, Message_ID="<2@x>", to=reply_address("support@example.com", conversation.pk), body="One more thing"
    )
    answer(receive, agent, told, "My answer")

    reply(conversation, actor=agent_l2, body=Body.from_text("I have it."), seen_seq=None)

    sent = OutboundEmail.objects.filter(kind="reply", ticket=conversation).first()
    assert stops()[0].message_id not in sent.headers["References"]


def test_what_was_to_be_a_note_never_reaches_the_customer(receive, conversation, told, agent, agent_l2):
    told.kind = "notification_of_note"
    told.headers = {"X-Helpdesk-Seen": "1"}
    told.save()
    add_note(conversation, actor=agent_l2, body=Body.from_text("I looked already."))
    answer(receive, agent, told, "He is a difficult one")

    stop = OutboundEmail.objects.get(kind="stopped_note")
    assert "internal note" in stop.text
    assert Draft.objects.get().kind == "note"
    row = answer(receive, agent, stop, "He is difficult, be kind", number=4)

    assert (row.state, row.ticket_message.kind) == ("appended", "note")
    assert not OutboundEmail.objects.filter(kind="reply", ticket=conversation).exclude(pk=told.pk).exists()
