"""Side conversations by mail: what leaves, and what comes back where."""

import pytest

from mail.addresses import side_reply_address, signature_of
from outbox.models import OutboundEmail, OutboundRecipient
from tests.mail import corpus
from tests.mail.test_intake import ANN
from tickets.actions import delete, open_side_conversation, reply, write_side
from tickets.content import Body
from tickets.models import Message, SideConversation, Ticket

pytestmark = pytest.mark.django_db
BOB = "Bob Supplier <bob@supplier.test>"


@pytest.fixture
def conversation(receive) -> Ticket:
    """Ann's ticket, opened by mail."""
    return receive(From=ANN, Subject="Wrong invoice", Message_ID="<first@example.net>").ticket


@pytest.fixture
def side(conversation, agent) -> SideConversation:
    """Omar asks Bob."""
    body = Body.from_text("Is it in stock?")
    return open_side_conversation(
        conversation, actor=agent, to=["bob@supplier.test"], subject="A spare part", body=body
    )


@pytest.fixture
def asked(side) -> OutboundEmail:
    return OutboundEmail.objects.get(kind="side_conversation")


def address_of(side: SideConversation) -> str:
    return side_reply_address("support@example.com", side.pk)


def test_it_leaves_from_the_mailbox_with_an_address_of_its_own_and_says_nothing_of_the_ticket(
    side, asked, conversation
):
    assert [one.address for one in asked.recipients.all()] == ["bob@supplier.test"]
    assert asked.from_header == '"Omar Haddad (Example Support)" <support@example.com>'
    assert address_of(side) in asked.reply_to
    assert asked.subject == "A spare part"
    assert "Is it in stock?" in asked.text
    assert "Is it in stock?" in asked.html
    whole = f"{asked.text}{asked.html}{asked.message_id}{asked.headers}{asked.reply_to}"
    assert "ref:" not in whole
    assert "first@example.net" not in whole
    assert f"<{conversation.pk}." not in whole


@pytest.mark.parametrize("way", ["address", "message id"])
def test_an_answer_comes_back_as_a_note(receive, side, asked, conversation, way):
    to = address_of(side) if way == "address" else "support@example.com"
    headers = {} if way == "address" else {"In_Reply_To": asked.message_id}
    row = receive(From=BOB, Message_ID="<b1@supplier.test>", to=to, body="In stock.", **headers)

    message = row.ticket_message
    side.refresh_from_db()
    assert (row.state, row.ticket) == ("appended", conversation)
    assert (message.kind, message.side, message.text, message.author.email) == (
        "note", side, "In stock.", "bob@supplier.test",
    )  # fmt: skip
    assert side.state == "answered"
    assert not OutboundEmail.objects.filter(recipients__address="bob@supplier.test").exclude(pk=asked.pk).exists()


def test_whoever_knows_the_address_may_answer_and_is_shown(receive, side):
    row = receive(From="Sue <sue@supplier.test>", Message_ID="<s@x>", to=address_of(side), body="I do this now.")

    assert (row.state, row.ticket_message.author.display_name) == ("appended", "Sue")


def test_a_forged_address_goes_to_quarantine(receive, side):
    forged = f"support+s{side.pk}.{signature_of('reply', str(side.pk))}@example.com"

    row = receive(From=BOB, Message_ID="<b1@x>", to=forged)

    assert (row.state, row.reason) == ("quarantined", "bad_signature")


def test_the_conversation_goes_on_in_one_thread(receive, side, asked, agent):
    receive(From=BOB, Message_ID="<b1@supplier.test>", to=address_of(side), body="In stock.")

    write_side(side, actor=agent, body=Body.from_text("Send two."))

    second = OutboundEmail.objects.filter(kind="side_conversation").first()
    assert second.subject == "Re: A spare part"
    assert second.headers["In-Reply-To"] == "<b1@supplier.test>"
    assert second.headers["References"] == f"{asked.message_id} <b1@supplier.test>"


def test_the_customers_mails_know_nothing_of_it(receive, side, asked, conversation, agent):
    receive(From=BOB, Message_ID="<b1@supplier.test>", to=address_of(side), body="In stock.")

    reply(conversation, actor=agent, body=Body.from_text("It comes tomorrow."), seen_seq=None)

    sent = OutboundEmail.objects.get(kind="reply")
    assert sent.headers["In-Reply-To"] == "<first@example.net>"
    assert "supplier" not in str(sent.headers)
    assert asked.message_id not in sent.headers["References"]
    assert [one.address for one in sent.recipients.all()] == ["ann@example.net"]


def test_an_answer_to_an_answer_of_theirs_finds_the_way(receive, side):
    receive(From=BOB, Message_ID="<b1@supplier.test>", to=address_of(side), body="In stock.")

    row = receive(From=BOB, Message_ID="<b2@supplier.test>", References="<b1@supplier.test>", body="Two of them.")

    assert (row.state, row.ticket_message.side) == ("appended", side)


def test_what_a_machine_answers_starts_nothing(receive, side, asked):
    row = receive(From=BOB, Message_ID="<a@x>", to=address_of(side), Auto_Submitted="auto-replied", body="I am away.")

    side.refresh_from_db()
    assert (row.state, row.ticket_message.is_auto, side.state) == ("appended", True, "waiting")
    assert OutboundEmail.objects.filter(recipients__address="bob@supplier.test").count() == 1


def test_a_bounce_is_shown_at_its_recipient(receive, side, asked):
    raw = corpus.bounce(asked.message_id.strip("<>")).replace(b"gone@example.net", b"bob@supplier.test")

    row = receive(raw)

    assert row.ticket_message.is_auto

    assert OutboundRecipient.objects.get(email=asked).state == "bounced"


def test_the_same_mail_twice_is_one_note(receive, side):
    for _twice in "12":
        receive(From=BOB, Message_ID="<b1@supplier.test>", to=address_of(side), body="In stock.")

    assert Message.objects.filter(side=side).count() == 2


def test_an_answer_to_a_deleted_ticket_is_not_lost(receive, side, conversation, lead):
    delete(conversation, actor=lead)

    row = receive(From=BOB, Message_ID="<b1@supplier.test>", to=address_of(side), body="In stock.")

    assert row.state == "created"
    assert row.ticket != conversation


def test_forwarded_files_travel_with_it(receive, agent):
    row = receive(corpus.with_inline_image())
    from tickets.forwarding import forwarded_body, forwarded_files

    original = row.ticket_message
    document = original.attachments.get(is_inline=False)
    open_side_conversation(
        row.ticket,
        actor=agent,
        to=["bob@supplier.test"],
        subject="Look",
        body=forwarded_body("<p>Please look</p>", original),
        attachments=forwarded_files(original, {document.pk}),
        forwarded=original,
    )

    email = OutboundEmail.objects.get(kind="side_conversation")
    assert len(email.attachments) == 2
    assert {one["content_id"] for one in email.attachments} == {"shot@1", ""}
    assert 'src="cid:shot@1"' in email.html
