"""`manage.py inbound`: what became no message is seen, read and tried again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from mail.models import InboundEmail
from mail.processing import process_batch
from tests.mail import corpus

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarantined(receive) -> InboundEmail:
    row = receive(corpus.plain(Subject="Lost"))
    InboundEmail.objects.filter(pk=row.pk).update(
        state="quarantined", reason="parser_timeout", subject="Lost \x1b[2J", ticket_message=None
    )
    return row


def listed(*arguments: str) -> str:
    said = StringIO()
    call_command("inbound", "list", *arguments, stdout=said)
    return said.getvalue()


def test_the_list_names_sender_subject_and_reason_and_is_safe_for_a_terminal(quarantined):
    assert "ann@example.net  Lost \ufffd[2J  [Reading it took too long]" in listed()
    assert f"{quarantined.pk}  " in listed("--state", "quarantined")
    assert listed("--state", "error") == listed("--limit", "0") == ""


def test_what_became_a_message_is_not_listed_and_not_tried_again(receive):
    row = receive()
    assert listed() == ""
    with pytest.raises(CommandError, match="became a message"):
        call_command("inbound", "retry", str(row.pk))


def test_a_retry_works_it_off_once_more(quarantined):
    said = StringIO()
    call_command("inbound", "retry", str(quarantined.pk), stdout=said)
    assert said.getvalue() == f"Mail {quarantined.pk} will be tried again.\n"
    with pytest.raises(CommandError, match="waiting"):
        call_command("inbound", "retry", str(quarantined.pk))
    process_batch()
    quarantined.refresh_from_db()
    assert quarantined.ticket_message is not None


def test_show_gives_the_source_byte_for_byte(quarantined, capsysbinary):
    call_command("inbound", "show", str(quarantined.pk))
    assert capsysbinary.readouterr().out == bytes(quarantined.raw)


@pytest.mark.parametrize("act", ["show", "retry"])
def test_an_unknown_mail_is_one_line(act):
    with pytest.raises(CommandError, match=r"^There is no mail 404\.$"):
        call_command("inbound", act, "404")
