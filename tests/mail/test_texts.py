"""The texts of mails: an admin's in place of the shipped ones, and what becomes of one that does not work."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import SettingChange
from mail.models import MailText
from mail.texts.defaults import shipped
from mail.texts.keeping import checked_body, reset_mail_text, set_mail_text
from mail.texts.kinds_staff import BY_CODE, TEXT_KINDS
from mail.texts.rendering import preview
from outbox.models import OutboundEmail
from tests.factories import CustomerFactory
from tickets.actions import reply
from tickets.content import Body
from tickets.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db
GERMAN = "Hallo {{ requester.first_name }},\n\nwir haben **Ihre** Nachricht zu „{{ ticket.subject }}“: [Portal]({{ site_link }})"


def sent(kind: str) -> OutboundEmail:
    return OutboundEmail.objects.get(kind=kind)


@pytest.mark.parametrize("kind", TEXT_KINDS, ids=lambda kind: kind.code)
def test_each_shipped_text_is_one_that_an_admin_could_have_written(kind, admin):
    subject, body = shipped(kind.code, "en")

    assert set_mail_text(kind.code, "en", actor=admin, subject=subject, body=body) is None  # the same: nothing changes
    mail = preview(kind, subject, body, "en")
    assert "{{" not in mail.subject + mail.text + mail.html
    assert all(kind.sample()[path] for path in kind.placeholders)
    assert not MailText.objects.exists()


def test_customers_read_the_text_in_their_language(receive, admin):
    CustomerFactory(email="anna@example.net", name="Anna <Lee>", language="de")
    set_mail_text("acknowledgement", "de", actor=admin, subject="Ihre Anfrage {{ ticket.number }}", body=GERMAN)

    ticket = receive(From="Anna <anna@example.net>", Subject="*Rechnung*").ticket

    mail = sent("acknowledgement")
    assert mail.subject == f"Ihre Anfrage {ticket.pk}"
    assert mail.text.startswith("Hallo Anna,\n\nwir haben **Ihre** Nachricht zu „*Rechnung*“: Portal: http")
    assert "<strong>Ihre</strong> Nachricht zu „*Rechnung*“" in mail.html  # a customer's words are no Markdown
    assert 'href="http' in mail.html
    assert f"support+{ticket.pk}." in mail.reply_to


def test_other_languages_and_other_mails_say_what_is_shipped(receive, admin):
    set_mail_text("acknowledgement", "de", actor=admin, body=GERMAN)

    receive(From="Ann <ann@example.net>", Subject="Invoice")

    assert "thank you for writing" in sent("acknowledgement").text


def test_an_answer_stands_in_its_frame_as_it_was_written(ticket, agent, admin, mailbox):
    set_mail_text(
        "reply", "en", actor=admin, body="{{ answer }}\n\n{{ signature }}\n\nOur offices are closed on Friday."
    )

    reply(ticket, actor=agent, body=Body.from_html("<p>Try <em>again</em>: a &lt; b</p>"), seen_seq=1)

    mail = sent("reply")
    assert "<p>Try <em>again</em>: a &lt; b</p>" in mail.html
    assert mail.text.startswith("Try again: a < b\n\n")
    assert "closed on Friday." in mail.text
    assert mail.subject == f"Re: {ticket.subject}"


@pytest.mark.parametrize(
    ("kind", "fields", "says"),
    [
        ("acknowledgement", {"body": "Hello {{ requester.nome }}"}, "There is no placeholder {{ requester.nome }}"),
        ("acknowledgement", {"body": "Hello {{ requester.name }"}, "stands alone"),
        ("acknowledgement", {"subject": "{{ ticket.subject | shout }}"}, "There is no filter"),
        ("acknowledgement", {"body": "{% if first_words %}Hello"}, "not written right"),
        ("acknowledgement", {"body": "{{ ticket.number | divided_by: 0 }}"}, "does not work"),
        ("sign_in_code", {"body": "Welcome"}, "Without {{ code }}"),
        ("identity_code", {"subject": "{{ code }}"}, "must not stand in the subject"),
        ("reply", {"subject": "News"}, "that of the conversation"),
        ("no_such_mail", {"body": "Hello"}, "There is no mail"),
    ],
)
def test_what_cannot_be_filled_in_is_refused_with_a_sentence(admin, kind, fields, says):
    with pytest.raises(Invalid, match=says):
        set_mail_text(kind, "en", actor=admin, **fields)
    assert not MailText.objects.exists()


def test_only_admins_change_a_text(lead):
    with pytest.raises(NotAllowed):
        set_mail_text("acknowledgement", "en", actor=lead, body="Hello")


def test_going_back_brings_the_shipped_text_and_keeps_the_history(receive, admin):
    set_mail_text("acknowledgement", "en", actor=admin, body="Hello there")
    reset_mail_text("acknowledgement", "en", actor=admin)
    assert reset_mail_text("acknowledgement", "en", actor=admin) is None

    receive(From="Ann <ann@example.net>", Subject="Invoice")

    assert "thank you for writing" in sent("acknowledgement").text
    assert [change.changes["body"] for change in SettingChange.objects.order_by("pk")] == [
        ["", "Hello there"],
        ["Hello there", ""],
    ]


def test_a_text_that_fails_blocks_no_mail_and_tells_the_admins_once(receive, admin):
    set_mail_text("acknowledgement", "en", actor=admin, body="Hello {{ requester.name }}")
    broken = "Number {{ ticket.number | minus: 1 | divided_by: zero }}"
    MailText.objects.update(body=broken.replace("zero", "0"))  # as a version of Liquid to come might read it

    for number in range(2):
        receive(From="Ann <ann@example.net>", Subject=f"Invoice {number}", Message_ID=f"<{number}@example.net>")

    acknowledgements = OutboundEmail.objects.filter(kind="acknowledgement")
    assert ["thank you for writing" in mail.text for mail in acknowledgements] == [True, True]
    alarm = sent("text_failed")
    assert [recipient.address for recipient in alarm.recipients.all()] == [admin.email]
    assert "/settings/texts/acknowledgement/en/" in alarm.text
    assert MailText.objects.get().problem

    set_mail_text("acknowledgement", "en", actor=admin, body="Hello again")
    assert MailText.objects.get().problem == ""


def test_texts_are_read_once_for_many_mails(ticket, agent, admin, mailbox):
    set_mail_text("reply", "en", actor=admin, body="{{ answer }}\n\nBye")
    reply(ticket, actor=agent, body=Body.from_text("One"), seen_seq=1)

    with CaptureQueriesContext(connection) as asked:
        reply(ticket, actor=agent, body=Body.from_text("Two"), seen_seq=2)

    assert not [query for query in asked.captured_queries if "mail_mailtext" in query["sql"]]


def test_a_link_that_is_none_acts_in_no_mail():
    kind = BY_CODE["acknowledgement"]
    body = checked_body(kind, "[Look](javascript:alert(1)) <script>x</script> {{ mailbox.name }}")

    html = preview(kind, "", body, "en").html

    assert "<script" not in html
    assert 'href="javascript' not in html
