"""The signature of a mailbox, blind copies and the To field: what really leaves."""

import pytest

from accounts.actors import SystemActor
from mail.keeping import set_signature
from mail.signatures import signature_for
from outbox.models import OutboundEmail
from outbox.sending import as_mail
from tests.factories import CustomerFactory
from tickets.actions import reply
from tickets.content import Body
from tickets.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db

WORDS = Body.from_html("<p>Unplug it.</p>")


@pytest.fixture
def signed(mailbox):
    mailbox.signature_html = "<p>Kind regards<br>{{ agent.name }} · {{ mailbox.name }}{{ team.name }}</p>"
    mailbox.save()
    return mailbox


def mail_of(message) -> OutboundEmail:
    return OutboundEmail.objects.get(ticket_message=message)


def test_it_stands_below_the_words_in_both_parts_and_not_in_the_message(signed, ticket, agent):
    message = reply(ticket, actor=agent, body=WORDS, seen_seq=None)

    mail = mail_of(message)
    assert "Unplug it.\n\n-- \nKind regards\nOmar Haddad · Example Support" in mail.text
    assert "Omar Haddad · Example Support</p>" in mail.html
    assert message.signature == ""
    assert "Kind regards" not in message.text + message.html


def test_a_text_of_its_own_is_used_for_the_text_part(signed, ticket, agent):
    signed.signature_text = "{{ agent.first_name }}\nTel. 123"
    signed.save()

    mail = mail_of(reply(ticket, actor=agent, body=WORDS, seen_seq=None))

    assert "-- \nOmar\nTel. 123" in mail.text
    assert "Tel. 123" not in mail.html


def test_machines_do_not_sign_and_a_mail_program_has_signed_already(signed, ticket, agent):
    by_machine = reply(ticket, actor=SystemActor("Rules"), body=WORDS, seen_seq=None)
    own = Body(text="Unplug it.", signature="Omar, from my phone")
    by_mail = reply(ticket, actor=agent, body=own, seen_seq=None)

    assert "Kind regards" not in mail_of(by_machine).text
    assert "Omar, from my phone" in mail_of(by_mail).text
    assert "Kind regards" not in mail_of(by_mail).text


def test_a_name_is_no_markup(signed, ticket, agent):
    agent.name = "<b>Omar</b>"
    agent.save()

    assert "&lt;b&gt;Omar" in mail_of(reply(ticket, actor=agent, body=WORDS, seen_seq=None)).html


def test_only_admins_change_it_once_and_only_to_what_works(mailbox, admin, lead, ticket):
    with pytest.raises(NotAllowed):
        set_signature(mailbox, actor=lead, html="<p>x</p>")
    with pytest.raises(Invalid):
        set_signature(mailbox, actor=admin, html="<p>{{ agent.shoe_size }}</p>")
    assert set_signature(mailbox, actor=admin, html="<p onclick=x>{{ agent.name }}</p><script>x</script>")
    assert not set_signature(mailbox, actor=admin, html="<p>{{ agent.name }}</p>")
    assert signature_for(ticket, admin).html == "<p>Ada Min</p>"


def test_an_emptied_one_is_none(signed, admin, ticket):
    set_signature(signed, actor=admin, html="<p><br></p>")

    assert signature_for(ticket, admin).html == ""


def test_nobody_sees_a_blind_copy(mailbox, ticket, agent, other_customer):
    message = reply(ticket, actor=agent, body=WORDS, seen_seq=None, cc=[other_customer], bcc=["crm@example.net"])

    email = mail_of(message)
    recipients = list(email.recipients.all())
    assert [(r.field, r.address) for r in recipients] == [
        ("to", "ann@example.net"),
        ("cc", "charlie@elsewhere.test"),
        ("bcc", "crm@example.net"),
    ]
    wire = as_mail(email, recipients, [r.address for r in recipients])
    assert "crm@example.net" in wire.recipients()
    assert "crm@example.net" not in wire.message().as_string()
    assert "crm@example.net" not in str(email.headers) + email.text + email.html


@pytest.mark.parametrize("page", ["/requests/{}/", "/api/v1/tickets/{}/messages/"])
def test_no_page_of_the_customer_names_it(client, mailbox, ticket, agent, customer, page):
    reply(ticket, actor=agent, body=WORDS, seen_seq=None, bcc=["crm@example.net"])
    client.force_login(customer)

    answer = client.get(page.format(ticket.pk))

    assert answer.status_code == 200
    assert "Unplug it." in answer.content.decode()
    assert "crm@example.net" not in answer.content.decode()


def test_to_names_whom_the_writer_chose_and_cc_nobody_twice(mailbox, ticket, agent, other_customer):
    bob = CustomerFactory(email="bob@example.net", name="Bob")
    message = reply(ticket, actor=agent, body=WORDS, seen_seq=None, to=[other_customer], cc=[bob])

    mail = mail_of(message)
    assert [(r.field, r.address, r.name) for r in mail.recipients.all()] == [
        ("to", "charlie@elsewhere.test", "Charlie Stone"),
        ("cc", "bob@example.net", "Bob"),
    ]


def test_an_admin_writes_it_on_its_page_and_keeps_the_words_when_it_is_refused(client, admin, mailbox):
    client.force_login(admin)
    assert "no signature" in client.get("/settings/mailboxes/").content.decode()
    url = f"/settings/mailboxes/{mailbox.pk}/"

    refused = client.post(url, {"name": "Support", "html": "<p>{{ agent.shoe_size }}</p>", "text": "My words"})
    assert refused.status_code == 422
    assert "There is no placeholder" in refused.content.decode()
    assert "My words" in refused.content.decode()
    assert client.post(url, {"name": "Support", "html": "<p>{{ agent.name }}</p>", "text": ""}).status_code == 302
    mailbox.refresh_from_db()
    assert mailbox.signature_html == "<p>{{ agent.name }}</p>"
    assert "with a signature" in client.get("/settings/mailboxes/").content.decode()


def test_a_persons_own_signature_stands_instead_of_the_mailboxes(signed, ticket, agent):
    agent.signature = "Omar <3\nSupport"
    agent.save()

    reply(ticket, actor=agent, body=Body.from_text("Unplug it."), seen_seq=None)

    sent = OutboundEmail.objects.get(kind="reply")
    assert "-- \nOmar <3\nSupport" in sent.text
    assert "Omar &lt;3<br>Support" in sent.html
    assert "Kind regards" not in sent.text + sent.html
