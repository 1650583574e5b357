"""Mails that only open a ticket share a transaction; nobody can tell, but for the speed."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from helpdesk import clock
from mail import intake, processing
from mail.mailboxes import Mailboxes
from mail.models import InboundEmail
from mail.processing import TOGETHER, grouped, parsed_ahead, process_batch
from mail.receiving import store
from outbox.models import EmailState, OutboundEmail
from tests.factories import CustomerFactory
from tests.mail import corpus
from tickets.models import Attachment, Event, Message, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def arrive(mailbox) -> Callable[..., InboundEmail]:
    """`arrive("subject", From="…")`: in the ledger, not worked off yet."""

    def store_one(subject: str, **headers: str) -> InboundEmail:
        raw = corpus.plain(Subject=subject, Message_ID=f"<{subject.replace(' ', '-')}@example.net>", **headers)
        return store(raw, "", ["support@example.com"], "test")

    return store_one


def states(rows: Sequence[InboundEmail]) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def groups() -> list[list[str]]:
    """The subjects of what the next batch would take together."""
    rows = list(InboundEmail.objects.order_by("pk"))
    return [[mail.subject for _row, mail in group] for group in grouped(parsed_ahead(rows), Mailboxes())]


def test_each_mail_opens_its_own_ticket(arrive) -> None:
    rows = [arrive(f"mail {n}", From=f"Writer {n} <writer{n}@example.net>") for n in range(5)]
    process_batch()
    assert states(rows) == ["created"] * 5
    assert [row.ticket.subject for row in rows] == [f"mail {n}" for n in range(5)]
    assert [row.ticket_message for row in rows] == [row.ticket.messages.get() for row in rows]
    assert [row.ticket.requester.name for row in rows] == [f"Writer {n}" for n in range(5)]
    assert list(Event.objects.values_list("kind", "seq")) == [("ticket.opened", 1)] * 5
    assert OutboundEmail.objects.values("ticket").distinct().count() == 5


def test_ten_mails_cost_little_more_than_the_rows_they_make(arrive) -> None:
    arrive("warm")
    process_batch()
    for number in range(10):
        arrive(f"mail {number}", From=f"writer{number}@example.net")
    with CaptureQueriesContext(connection) as statements:
        process_batch()
    assert Ticket.objects.count() == 11
    assert len(statements) <= 10 * 4 + 20


def test_two_mails_of_somebody_new_make_one_person(arrive) -> None:
    arrive("one", From="new@example.net")
    arrive("two", From="Nora New <new@example.net>")
    process_batch()
    assert User.objects.get(email="new@example.net").name == "Nora New"
    assert Ticket.objects.filter(requester__email="new@example.net").count() == 2


def test_an_answer_to_a_mail_of_the_same_batch_joins_its_ticket(arrive) -> None:
    first = arrive("printer")
    other = arrive("scanner", From="bob@example.net")
    answer = arrive("Re: printer", In_Reply_To="<printer@example.net>")
    process_batch()
    assert states([first, other, answer]) == ["created", "created", "appended"]
    assert answer.ticket == first.ticket


def test_one_that_fails_is_put_off_and_the_others_are_taken(arrive, monkeypatch) -> None:
    body_of = intake.body_of

    def fails_for_one(mail):
        if mail.subject == "bad":
            raise RuntimeError("boom")
        return body_of(mail)

    monkeypatch.setattr(intake, "body_of", fails_for_one)
    rows = [arrive("before"), arrive("bad"), arrive("after")]
    process_batch()
    assert states(rows) == ["created", "received", "created"]
    assert rows[1].last_error == "RuntimeError: boom"
    assert Message.objects.count() == OutboundEmail.objects.count() == Event.objects.count() == 2


def test_files_of_mails_that_were_undone_and_taken_alone_are_there(arrive, monkeypatch) -> None:
    undone = iter([True])
    mark = processing._mark

    def fails_once(marks):
        if next(undone, False):
            raise RuntimeError("boom")
        mark(marks)

    monkeypatch.setattr(processing, "_mark", fails_once)
    store(corpus.with_inline_image(), "", ["support@example.com"], "test")
    arrive("another")
    process_batch()
    message = Message.objects.get(text__startswith="See")
    assert message.attachments.count() == Attachment.objects.count() == 2
    assert all(attachment.file.read() for attachment in message.attachments.all())


def test_a_claim_that_another_worker_took_over_undoes_only_its_own_mail(arrive, monkeypatch) -> None:
    lost, kept = arrive("lost"), arrive("kept")
    claim = processing.claim

    def claim_and_lose(limit):
        rows = claim(limit)
        InboundEmail.objects.filter(pk=lost.pk).update(claimed_until=clock.now() + timedelta(hours=1))
        return rows

    monkeypatch.setattr(processing, "claim", claim_and_lose)
    process_batch()
    assert states([lost, kept]) == ["processing", "created"]
    assert Ticket.objects.get() == kept.ticket


def test_one_who_was_switched_off_among_others_goes_to_quarantine(arrive) -> None:
    CustomerFactory(email="blocked@example.net", is_active=False)
    rows = [arrive("one"), arrive("two", From="blocked@example.net"), arrive("three", From="bob@example.net")]
    process_batch()
    assert states(rows) == ["created", "quarantined", "created"]
    assert rows[1].reason == "sender_off"


def test_the_limit_of_acknowledgements_counts_within_a_batch(arrive) -> None:
    for number in range(12):
        arrive(f"again {number}")
    process_batch()
    assert OutboundEmail.objects.filter(state=EmailState.QUEUED).count() == 10
    assert OutboundEmail.objects.filter(state=EmailState.FAILED).count() == 2


def test_what_refers_to_something_or_copies_somebody_goes_alone(arrive) -> None:
    arrive("one")
    arrive("two")
    arrive("with a copy", Cc="eve@elsewhere.test")
    arrive("about [#7]")
    arrive("an answer", References="<unknown@example.net>")
    arrive("a machine", Auto_Submitted="auto-replied")
    arrive("three")
    assert groups() == [["one", "two"], ["with a copy"], ["about [#7]"], ["an answer"], ["a machine"], ["three"]]


def test_a_group_has_an_end(arrive) -> None:
    for number in range(TOGETHER + 1):
        arrive(f"mail {number}")
    assert [len(group) for group in groups()] == [TOGETHER, 1]


def test_mails_whose_worker_died_go_alone(arrive) -> None:
    arrive("one")
    arrive("two")
    InboundEmail.objects.update(attempts=2)
    assert groups() == [["one"], ["two"]]


def test_large_mails_go_alone(arrive, monkeypatch) -> None:
    monkeypatch.setattr(processing, "SMALL", 1)
    arrive("one")
    arrive("two")
    assert groups() == [["one"], ["two"]]
