"""What a mail does: a new ticket, a message on one, or a reason why neither."""

import pytest

from mail.addresses import body_reference, reply_address, ticket_message_id
from mail.models import InboundEmail, InboundReason
from mail.seen import SEEN
from outbox.models import OutboundEmail, OutboundRecipient
from outbox.posting import Address, post_email
from tests.factories import CustomerFactory
from tests.mail import corpus
from tickets.actions import close, mark_spam, reply, solve
from tickets.content import Body
from tickets.models import Link, Message, Ticket

pytestmark = pytest.mark.django_db
ANN = "Ann Lee <ann@example.net>"
CHARLIE = "Charlie Stone <charlie@elsewhere.test>"


@pytest.fixture
def conversation(receive) -> Ticket:
    """Ann's ticket, opened by mail."""
    return receive(From=ANN, Subject="Wrong invoice", Message_ID="<first@example.net>").ticket


def address_of(ticket: Ticket) -> str:
    return reply_address("support@example.com", ticket.pk)


def test_a_mail_opens_a_ticket(receive, mailbox):
    row = receive(From=ANN, Subject="Wrong invoice", body="It says 300 instead of 30.\n\n-- \nAnn")
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.channel, ticket.status, ticket.mailbox) == ("Wrong invoice", "email", "new", mailbox)
    assert (ticket.requester.email, ticket.requester.name) == ("ann@example.net", "Ann Lee")
    message = ticket.messages.get()
    assert (message.text, message.signature) == ("It says 300 instead of 30.", "--\nAnn")
    assert (row.state, row.ticket, row.ticket_message, row.from_email) == (
        "created",
        ticket,
        message,
        "ann@example.net",
    )


def test_a_ticket_is_in_the_language_that_its_customer_writes(receive):
    body = "Ich möchte bitte mein Geld zurück, die Rechnung ist doppelt abgebucht worden."
    assert receive(From=ANN, Subject="Refund", body=body).ticket.language == "de"


def test_words_too_few_to_tell_are_in_the_language_of_their_writer(receive):
    CustomerFactory(email="ann@example.net", language="fr")
    assert receive(From=ANN, Subject="4711", body="???").ticket.language == "fr"


def test_attachments_and_inline_images_are_kept(receive):
    row = receive(corpus.with_inline_image())
    image, document = row.ticket_message.attachments.all()
    assert (image.is_inline, image.content_id, image.file.read()) == (True, "shot@1", corpus.PNG)
    assert (document.is_inline, document.filename) == (False, "Rechnung März.pdf")
    assert 'src="cid:shot@1"' in row.ticket_message.html


def test_answer_to_the_signed_address_is_added(receive, conversation):
    row = receive(From=ANN, Subject="quite different", to=address_of(conversation), Message_ID="<2@example.net>")
    assert (row.state, row.ticket) == ("appended", conversation)
    assert row.ticket_message.verdict == {"by": "signed_address", "ticket": conversation.pk}


def test_the_signed_address_works_in_capitals_and_from_delivered_to(receive, conversation):
    row = receive(From=ANN, Message_ID="<2@example.net>", Delivered_To=address_of(conversation).upper())
    assert row.ticket == conversation


@pytest.mark.parametrize("header", ["In_Reply_To", "References"])
def test_answer_by_a_message_id_we_know(receive, conversation, header):
    sent = OutboundEmail.objects.get(ticket=conversation)
    row = receive(From=ANN, Message_ID="<2@example.net>", **{header: f"<unknown@x> {sent.message_id}"})
    assert (row.state, row.ticket, row.verdict["by"]) == ("appended", conversation, "message_id")


def test_answer_to_the_customers_own_mail_is_added(receive, conversation):
    row = receive(From=ANN, Message_ID="<2@example.net>", References="<first@example.net>")
    assert row.ticket == conversation


def test_our_message_id_is_known_without_its_row(receive, conversation):
    row = receive(From=ANN, Message_ID="<2@x>", In_Reply_To=ticket_message_id(conversation.pk, "support@example.com"))
    assert row.ticket == conversation


def test_answer_by_the_reference_in_the_quoted_text(receive, conversation):
    body = f"Still wrong.\n\nOn 2 Nov 2026 Support wrote:\n> hello\n> {body_reference(conversation.pk)}\n"
    row = receive(From=ANN, Message_ID="<2@x>", body=body)
    assert (row.ticket, row.verdict["by"], row.ticket_message.text) == (conversation, "body_reference", "Still wrong.")


def test_answer_by_the_subject_token(receive, conversation):
    row = receive(From=ANN, Message_ID="<2@x>", Subject=f"Re: [Helpdesk #{conversation.pk}] Wrong invoice")
    assert (row.ticket, row.verdict["by"]) == (conversation, "subject_token")


def test_answer_to_a_solved_ticket_reopens_it_and_thanks_do_not(receive, conversation, agent):
    reply(conversation, actor=agent, body=Body.from_text("Mended."), seen_seq=1)
    solve(conversation, actor=agent)
    receive(From=ANN, Message_ID="<2@x>", to=address_of(conversation), body="Thank you so much!")
    conversation.refresh_from_db()
    assert conversation.status == "solved"
    receive(From=ANN, Message_ID="<3@x>", to=address_of(conversation), body="It is broken again.")
    conversation.refresh_from_db()
    assert conversation.status == "open"


def test_answer_to_a_closed_ticket_opens_a_linked_follow_up(receive, conversation, agent):
    close(conversation, actor=agent)
    row = receive(From=ANN, Message_ID="<2@x>", to=address_of(conversation))
    assert row.state == "created"
    assert Link.objects.get().kind == "follow_up"
    assert row.ticket != conversation


def test_answer_to_a_deleted_ticket_is_not_lost(receive, conversation, lead):
    from tickets.actions import delete

    delete(conversation, actor=lead)
    row = receive(From=ANN, Message_ID="<2@x>", to=address_of(conversation))
    assert (row.state, row.ticket != conversation) == ("created", True)


def test_people_copied_by_a_participant_become_ccs(receive, conversation):
    receive(
        From=ANN,
        Message_ID="<2@x>",
        to=f"{address_of(conversation)}, bob@example.net, noreply@shop.test",
        Cc="Eve <eve@example.net>, support@example.com, ann@example.net",
    )
    assert {p.person.email for p in conversation.participants.all()} == {"bob@example.net", "eve@example.net"}


def test_at_most_twenty_people_are_copied(receive):
    row = receive(From=ANN, Cc=", ".join(f"p{n}@example.net" for n in range(40)))
    assert row.ticket.participants.count() == 20


def test_somebody_copied_may_answer(receive, conversation):
    receive(From=ANN, Message_ID="<2@x>", to=address_of(conversation), Cc="bob@example.net")
    row = receive(From="bob@example.net", Message_ID="<3@x>", to=address_of(conversation))
    assert (row.state, row.ticket) == ("appended", conversation)


# --- A sender who does not take part ---


def test_stranger_with_the_signed_address_gets_a_linked_ticket_of_their_own(receive, conversation):
    row = receive(From=CHARLIE, Message_ID="<2@x>", to=address_of(conversation), Cc="eve@example.net")
    assert (row.state, row.ticket != conversation) == ("created", True)
    assert row.ticket_message.verdict["stranger"] == "linked"
    link = Link.objects.get()
    assert (link.ticket, link.other, link.kind) == (row.ticket, conversation, "stranger")
    assert conversation.messages.count() == 1
    assert not conversation.participants.exists()


def test_stranger_with_a_known_message_id_gets_a_linked_ticket(receive, conversation):
    row = receive(From=CHARLIE, Message_ID="<2@x>", In_Reply_To="<first@example.net>")
    assert (row.ticket != conversation, Link.objects.get().other) == (True, conversation)


@pytest.mark.parametrize("where", ["subject", "body"])
def test_stranger_who_quotes_a_number_stays_outside_and_unlinked(receive, conversation, where):
    token = f"[#{conversation.pk}]" if where == "subject" else body_reference(conversation.pk)
    row = receive(From=CHARLIE, Message_ID="<2@x>", Subject=f"Re: {token}" if where == "subject" else "Hi", body=token)
    assert (row.state, row.ticket != conversation) == ("created", True)
    assert row.ticket_message.verdict["stranger"] == "hint"
    assert row.ticket_message.verdict["ticket"] == conversation.pk
    assert not Link.objects.exists()
    assert conversation.messages.count() == 1


@pytest.mark.parametrize("sender", [ANN, CHARLIE])
def test_forged_reply_address_goes_to_quarantine(receive, conversation, sender):
    genuine = address_of(conversation)
    forged = genuine.replace(f"+{conversation.pk}.", f"+{conversation.pk}.x")
    row = receive(From=sender, Message_ID="<2@x>", to=forged, In_Reply_To="<first@example.net>")
    assert (row.state, row.reason) == ("quarantined", InboundReason.BAD_SIGNATURE)
    assert Message.objects.count() == 1


def test_the_signature_of_one_ticket_does_not_open_another(receive, conversation):
    other = receive(From=CHARLIE, Message_ID="<other@x>").ticket
    forged = address_of(conversation).replace(f"+{conversation.pk}.", f"+{other.pk}.")
    assert receive(From=ANN, Message_ID="<2@x>", to=forged).reason == "bad_signature"


@pytest.mark.parametrize("policy", ["reject", "quarantine"])
def test_failed_dmarc_with_a_policy_goes_to_quarantine(receive, conversation, policy):
    row = receive(
        From=ANN,
        Message_ID="<2@x>",
        to=address_of(conversation),
        Authentication_Results=f"mx.example.com; dmarc=fail (p={policy.upper()} sp=NONE) header.from=example.net",
    )
    assert (row.state, row.reason) == ("quarantined", "dmarc_failed")


@pytest.mark.parametrize("result", ["dmarc=pass (p=REJECT)", "dmarc=fail (p=NONE sp=REJECT)", "spf=fail; dkim=none"])
def test_other_results_are_no_reason(receive, result):
    assert receive(From=ANN, Authentication_Results=f"mx; {result}").state == "created"


def test_that_of_who_was_switched_off_goes_to_quarantine(receive, customer):
    customer.is_active = False
    customer.save()
    assert receive(From=ANN).reason == "sender_off"


def test_mail_without_sender_goes_to_quarantine(receive):
    assert receive(b"Subject: x\nMessage-ID: <1@x>\n\nhello").reason == "no_sender"


def test_our_own_mail_that_comes_back_is_ignored(receive):
    receive(From=ANN)
    sent = OutboundEmail.objects.get()
    back = corpus.plain(Message_ID="<back@x>", From=ANN, X_Helpdesk_Loop=sent.headers["X-Helpdesk-Loop"])
    assert receive(back).reason == "own_mail"
    assert receive(From="Support <support@example.com>", Message_ID="<b@x>").reason == "own_mail"


# --- Machines ---


def test_list_mail_opens_a_ticket_without_acknowledgement(receive):
    row = receive(From="News <news@list.test>", List_Id="<news.list.test>", Cc="a@b.cd")
    assert row.state == "created"
    assert not OutboundEmail.objects.exists()
    assert not row.ticket.participants.exists()


def test_auto_reply_is_attached_silently(receive, conversation, agent):
    reply(conversation, actor=agent, body=Body.from_text("Mended."), seen_seq=1)
    solve(conversation, actor=agent)
    mails = OutboundEmail.objects.count()
    row = receive(From=ANN, Message_ID="<2@x>", to=address_of(conversation), Auto_Submitted="auto-replied")
    conversation.refresh_from_db()
    assert (row.state, row.ticket_message.is_auto, row.ticket) == ("appended", True, conversation)
    assert (conversation.status, OutboundEmail.objects.count()) == ("solved", mails)


def test_auto_reply_that_belongs_nowhere_is_ignored(receive):
    row = receive(From=ANN, Auto_Submitted="auto-replied")
    assert (row.state, row.reason) == ("ignored", "auto_reply")
    assert not Ticket.objects.exists()
    assert not OutboundEmail.objects.exists()


def test_auto_reply_with_nothing_but_a_number_is_ignored(receive, conversation):
    row = receive(From=CHARLIE, Message_ID="<2@x>", Subject=f"[#{conversation.pk}]", Auto_Submitted="auto-replied")
    assert row.state == "ignored"


def test_a_storm_of_auto_replies_is_stopped(receive, conversation, settings):
    settings.MAIL_AUTOMATIC_AN_HOUR = 2
    rows = [
        receive(From=ANN, Message_ID=f"<{n}@x>", to=address_of(conversation), Auto_Submitted="auto-replied")
        for n in range(3)
    ]
    assert [row.reason for row in rows] == ["", "", "auto_limit"]


def test_so_many_automatic_mails_are_taken_from_one_sender_on_all_tickets(receive, conversation, settings):
    settings.MAIL_AUTOMATIC_OF_SENDER_AN_HOUR = 1
    rows = [
        receive(From=sender, Message_ID=f"<{n}@x>", to=address_of(conversation), Auto_Submitted="auto-replied")
        for n, sender in enumerate([ANN, ANN, CHARLIE])
    ]
    assert [row.reason for row in rows] == ["", "sender_limit", ""]


def test_bounce_is_attached_and_marks_its_recipient(receive, conversation):
    sent = OutboundEmail.objects.get(ticket=conversation)
    OutboundRecipient.objects.filter(email=sent).update(address="gone@example.net", state="sent")
    row = receive(corpus.bounce(sent.message_id.strip("<>")))
    assert (row.state, row.ticket, row.ticket_message.is_auto) == ("appended", conversation, True)
    recipient = OutboundRecipient.objects.get(email=sent)
    assert (recipient.state, recipient.error) == ("bounced", "5.1.1 smtp; 550 no such user")


def test_bounce_that_belongs_nowhere_is_ignored(receive):
    assert receive(corpus.bounce("unknown@x")).reason == "bounce"


# --- Our own people by mail ---


def mail_to(person, ticket) -> OutboundEmail:
    """A mail of ours about the ticket that this person got."""
    email = post_email(
        kind="notification",
        from_header="support@example.com",
        to=[Address(person.email)],
        subject="News",
        text="…",
        ticket_id=ticket.pk,
        ticket_message_id=ticket.messages.latest("pk").pk,
        headers={SEEN: str(ticket.conversation_seq)},
    )
    assert email is not None
    return email


def test_agent_answers_from_a_mail_program(receive, conversation, agent):
    notice = mail_to(agent, conversation)
    row = receive(From=agent.email, Message_ID="<2@x>", In_Reply_To=notice.message_id, body="Mended now.")
    conversation.refresh_from_db()
    assert (row.state, row.ticket_message.from_staff, row.ticket_message.is_human) == ("appended", True, True)
    assert conversation.first_reply_at is not None
    assert OutboundEmail.objects.filter(ticket=conversation, kind="reply").exists()


def test_agent_who_has_not_seen_the_newest_message_keeps_a_draft(receive, conversation, agent):
    notice = mail_to(agent, conversation)
    receive(From=ANN, Message_ID="<2@x>", to=address_of(conversation), body="One more thing")
    row = receive(From=agent.email, Message_ID="<3@x>", In_Reply_To=notice.message_id, body="My answer")
    assert (row.state, row.reason) == ("ignored", "stale_draft")
    assert "My answer" in agent.drafts.get().html


@pytest.mark.parametrize(
    "known", ["the customer's Message-ID", "the customer's reply address", "a mail to the customer"]
)
def test_nobody_speaks_for_us_with_what_the_customer_knows(receive, conversation, agent, known):
    sent_to_ann = OutboundEmail.objects.get(ticket=conversation).message_id
    how = {
        "the customer's Message-ID": {"In_Reply_To": "<first@example.net>"},
        "the customer's reply address": {"to": address_of(conversation)},
        "a mail to the customer": {"In_Reply_To": sent_to_ann},
    }
    row = receive(From=agent.email, Message_ID="<2@x>", body="Send us your password.", **how[known])
    assert (row.state, row.ticket != conversation) == ("created", True)
    assert not OutboundEmail.objects.filter(ticket=conversation, kind="reply").exists()


def test_nobody_speaks_for_us_with_an_agents_address_and_a_number(receive, conversation, agent):
    row = receive(From=agent.email, Message_ID="<2@x>", Subject=f"[#{conversation.pk}]", body="Send us your password.")
    assert (row.state, row.ticket != conversation) == ("created", True)
    assert not OutboundEmail.objects.filter(ticket=conversation, kind="reply").exists()


def test_agent_may_ask_for_help_as_a_customer(receive, agent):
    row = receive(From=agent.email, Message_ID="<a@x>")
    again = receive(From=agent.email, Message_ID="<b@x>", to=address_of(row.ticket))
    assert (row.state, again.state, again.ticket_message.from_staff) == ("created", "appended", False)


def test_mail_on_a_spam_ticket_stays_spam(receive, conversation, agent):
    mark_spam(conversation, actor=agent)
    row = receive(From=ANN, Message_ID="<2@x>", to=address_of(conversation))
    conversation.refresh_from_db()
    assert (row.ticket, conversation.is_spam) == (conversation, True)


def test_empty_mail_is_not_lost(receive):
    row = receive(b"From: ann@example.net\nMessage-ID: <e@x>\n\n")
    assert (row.state, row.ticket.subject) == ("created", "(no subject)")


def test_nothing_of_the_ledger_stays_unprocessed(receive):
    for raw in corpus.everything():
        receive(raw)
    assert not InboundEmail.objects.filter(state__in=("received", "processing", "error")).exists()


def test_a_customer_known_to_an_organization_joins_it(receive):
    from accounts.models import Organization

    acme = Organization.objects.create(name="Acme", domains=["acme.test"])
    assert receive(From="joe@acme.test").ticket.organization == acme


def test_the_name_of_a_known_customer_is_filled_in(receive):
    CustomerFactory(email="ann@example.net", name="")
    assert receive(From=ANN).ticket.requester.name == "Ann Lee"
