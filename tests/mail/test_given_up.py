"""Dead letters that shout: who wrote what did not arrive is told, and admins, once."""

from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend

from accounts.models import User
from desk.models import Notification
from helpdesk import clock
from mail.given_up import alarm_admins, tell_undelivered
from mail.tasks import tell_of_undelivered
from outbox.actions import resend_failed
from outbox.models import EmailState, OutboundEmail
from outbox.sending import send_waiting
from tests.mail import corpus
from tickets.actions import reply
from tickets.content import Body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]


@pytest.fixture
def refusing(monkeypatch) -> None:
    """A mail server that takes nothing, for good."""
    from smtplib import SMTPDataError

    def refuse(self, messages):
        raise SMTPDataError(554, b"We do not want your mail")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def answered(ticket, agent) -> OutboundEmail:
    reply(ticket, actor=agent, body=Body.from_text("Unplug it."), seen_seq=ticket.conversation_seq)
    send_waiting(10)
    return OutboundEmail.objects.get(kind="reply")


def told() -> list[tuple[str, str]]:
    rows = Notification.objects.filter(kind="undelivered").order_by("person__email")
    return list(rows.values_list("person__email", "event__kind"))


def test_who_wrote_it_and_admins_hear_that_an_answer_was_given_up(refusing, ticket, agent, admin, lead):
    assert answered(ticket, agent).state == EmailState.FAILED

    assert [tell_undelivered() for _time in range(2)] == [2, 0]  # and its acknowledgement, of which nobody is told

    assert told() == [
        ("admin@example.com", "message.undelivered"),
        ("agent@example.com", "message.undelivered"),
    ]


def test_what_arrived_is_told_to_nobody(ticket, agent, admin):
    assert answered(ticket, agent).state == EmailState.SENT

    tell_of_undelivered()

    assert told() == []
    assert not OutboundEmail.objects.filter(kind="undelivered").exists()


def test_what_came_back_is_told_to_its_writer_alone(ticket, agent, admin):
    email = answered(ticket, agent)
    email.recipients.update(state="bounced", error="5.1.1 no such user")

    assert [tell_undelivered() for _time in range(2)] == [1, 0]

    assert told() == [("agent@example.com", "message.undelivered")]
    assert ticket.events.latest("seq").data["came_back"] is True


def test_of_an_answer_whose_writer_has_left_admins_hear_alone(refusing, ticket, agent, admin):
    answered(ticket, agent)
    User.objects.filter(pk=agent.pk).update(is_active=False)

    tell_undelivered()

    assert told() == [("admin@example.com", "message.undelivered")]


def test_a_mail_tells_the_admins_of_all_that_was_given_up_once_an_hour(refusing, ticket, agent, admin):
    email = answered(ticket, agent)

    assert [alarm_admins() for _time in range(2)] == [True, False]

    alarm = OutboundEmail.objects.get(kind="undelivered")
    assert [recipient.address for recipient in alarm.recipients.all()] == ["admin@example.com"]
    assert "We do not want your mail" in alarm.text
    assert "/settings/undelivered/" in alarm.text

    OutboundEmail.objects.create(
        kind="sign_in_code", message_id="<x@x>", from_header="x", state="failed", attempts=8,
        due_at=email.due_at, created_at=email.created_at,
    )  # fmt: skip
    assert not alarm_admins()
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert [alarm_admins() for _time in range(2)] == [True, False]


def test_of_the_alarm_itself_there_is_no_alarm(refusing, ticket, agent, admin):
    answered(ticket, agent)
    alarm_admins()
    send_waiting(10)
    assert OutboundEmail.objects.get(kind="undelivered").state == EmailState.FAILED

    with clock.at(clock.now() + timedelta(hours=2)):
        assert not alarm_admins()


def test_what_a_limit_held_back_is_no_dead_letter(receive, settings, admin):
    settings.MAIL_ACKNOWLEDGEMENTS_AN_HOUR = 1
    for number in range(2):
        receive(From="robot@other.test", Message_ID=f"<{number}@other.test>")
    assert OutboundEmail.objects.filter(state=EmailState.FAILED).count() == 1

    tell_of_undelivered()

    assert told() == []
    assert not OutboundEmail.objects.filter(kind="undelivered").exists()


def test_given_up_again_after_it_was_sent_again_it_is_news_again(refusing, ticket, agent, admin):
    email = answered(ticket, agent)
    tell_of_undelivered()

    resend_failed(email)
    send_waiting(10)

    tell_undelivered()
    assert Notification.objects.get(person=agent, kind="undelivered").count == 2
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert alarm_admins()


def test_a_bounce_of_a_real_server_reaches_the_writer(receive, ticket, agent):
    email = answered(ticket, agent)
    raw = corpus.bounce(email.message_id.strip("<>"))
    receive(raw.replace(b"gone@example.net", email.recipients.get().address.encode()))

    tell_undelivered()

    assert told() == [("agent@example.com", "message.undelivered")]
