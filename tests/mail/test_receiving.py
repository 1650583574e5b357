"""The ledger: byte for byte, once, whatever comes."""

import pytest
from django.db import IntegrityError, transaction

from mail.models import InboundEmail, InboundState
from mail.receiving import message_id_of, store
from tests.factories import MailboxFactory
from tests.mail import corpus

pytestmark = pytest.mark.django_db


def test_keeps_the_mail_byte_for_byte(mailbox):
    raw = corpus.plain() + b"\x00\xff\r\n"
    row = store(raw, "ann@example.net", ["support@example.com"], "smtp")
    row.refresh_from_db()
    assert bytes(row.raw) == raw
    assert (row.mailbox, row.state, row.source, row.size) == (mailbox, InboundState.RECEIVED, "smtp", len(raw))
    assert row.message_id == "m1@example.net"


def test_a_redelivery_is_the_same_row(mailbox):
    first = store(b"Received: one\n" + corpus.plain(), "a@b.c", ["support@example.com"], "smtp")
    second = store(b"Received: another way\n" + corpus.plain(), "a@b.c", ["support@example.com"], "smtp")
    assert first.pk == second.pk
    assert InboundEmail.objects.count() == 1


def test_without_message_id_the_content_decides(mailbox):
    first = store(b"From: a@b.c\n\none", "", [], "pipe")
    assert store(b"From: a@b.c\r\n\r\none", "", [], "pipe").pk == first.pk
    assert store(b"From: a@b.c\n\ntwo", "", [], "pipe").pk != first.pk


def test_another_mail_under_a_used_message_id_is_kept_apart(mailbox):
    first = store(corpus.plain("one"), "", [], "smtp")
    second = store(corpus.plain("two"), "", [], "smtp")
    assert (second.state, second.reason) == ("quarantined", "message_id_reused")
    assert second.pk != first.pk
    assert store(corpus.plain("two"), "", [], "smtp").pk == second.pk


def test_one_mail_to_two_mailboxes_is_two_rows(mailbox):
    sales = MailboxFactory(address="sales@example.com", is_default=False)
    store(corpus.plain(), "", ["support@example.com"], "smtp")
    store(corpus.plain(), "", ["sales+x@example.com"], "smtp")
    assert set(InboundEmail.objects.values_list("mailbox", flat=True)) == {mailbox.pk, sales.pk}


def test_the_key_is_unique_in_the_database(mailbox):
    store(corpus.plain(), "", [], "smtp")
    row = InboundEmail.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"Message-ID: <a@b>\n\n", "a@b"),
        (b"message-id:\n <a@b>\r\n\r\nMessage-ID: <other@b>", "a@b"),
        (b"Subject: x\n\nMessage-ID: <in-the-body@b>", ""),
        (b"\r\nMessage-Id: <a@b>\r\n\r\n", "a@b"),
        (b"Message-ID: <a@b>\rSubject: x\r\rbody", "a@b"),
        (b"", ""),
        (b"\xff\xfe\x00", ""),
    ],
)
def test_message_ids_of_raw_mails(raw, expected):
    assert message_id_of(raw) == expected
