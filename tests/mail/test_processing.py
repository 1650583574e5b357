"""The worker's loop: exactly once, never stopped by one mail, nothing forgotten."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from helpdesk import clock
from mail.mailboxes import Mailboxes
from mail.models import InboundEmail
from mail.processing import (
    MOST_ATTEMPTS,
    claim,
    parsed_ahead,
    process,
    process_batch,
    process_waiting,
    retry,
    warm_parser,
)
from mail.receiving import store
from outbox.models import OutboundEmail
from tests.mail import corpus
from tickets.models import Message, Ticket


def together(work, times: int) -> None:
    """Run `work` in several threads at once, each with a connection of its own."""
    barrier = threading.Barrier(times)
    problems = []

    def run() -> None:
        try:
            barrier.wait()
            work()
        except Exception as problem:  # noqa: BLE001 - shown by the assertion below
            problems.append(problem)
        finally:
            warm_parser().close()
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


@pytest.mark.django_db(transaction=True)
def test_five_deliveries_at_once_to_two_workers_are_one_message(mailbox):
    raw = corpus.plain()

    def deliver_and_work() -> None:
        store(raw, "ann@example.net", ["support@example.com"], "smtp")
        process_batch()

    together(deliver_and_work, 5)
    process_batch()
    assert InboundEmail.objects.get().state == "created"
    assert (Ticket.objects.count(), Message.objects.count(), OutboundEmail.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_mail(mailbox):
    for number in range(30):
        store(corpus.plain(Message_ID=f"<{number}@x>"), "", [], "smtp")
    claimed: list[int] = []
    together(lambda: claimed.extend(row.pk for row in claim(10)), 3)
    assert len(claimed) == len(set(claimed)) == 30


@pytest.mark.django_db(transaction=True)
def test_new_customers_two_mails_at_once_make_one_person(mailbox):
    for number in range(4):
        store(corpus.plain(Message_ID=f"<{number}@x>"), "", [], "smtp")
    together(lambda: process_batch(2), 2)
    process_batch()
    assert Ticket.objects.values("requester").distinct().count() == 1
    assert Ticket.objects.count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "done"), [(60, 5), (-1, 2)])
def test_batch_follows_batch_until_the_time_is_over(mailbox, monkeypatch, seconds: int, done: int):
    monkeypatch.setattr("mail.processing.BATCH", 2)
    for number in range(5):
        store(corpus.plain(Message_ID=f"<{number}@x>"), "", [], "smtp")
    assert process_waiting(until=time.monotonic() + seconds) == done == Ticket.objects.count()
    assert InboundEmail.objects.filter(state="received").count() == 5 - done


@pytest.mark.django_db
def test_a_claim_that_ran_out_does_nothing_any_more(mailbox):
    store(corpus.plain(), "", [], "smtp")
    (mine,) = claim(1)
    InboundEmail.objects.update(claimed_until=clock.now() - timedelta(seconds=1))
    (theirs,) = claim(1)
    for row, mail in parsed_ahead([theirs, mine]):
        process(row, mail, Mailboxes())
    assert Ticket.objects.count() == 1


@pytest.mark.django_db
def test_a_mail_whose_worker_died_is_taken_over(mailbox):
    store(corpus.plain(), "", [], "smtp")
    claim(1)
    assert process_batch() == 0
    InboundEmail.objects.update(claimed_until=clock.now())
    assert process_batch() == 1
    assert InboundEmail.objects.get().state == "created"


@pytest.mark.django_db
def test_a_mail_that_kills_its_worker_every_time_is_given_up_visibly(mailbox):
    store(corpus.plain(), "", [], "smtp")
    for _ in range(MOST_ATTEMPTS):
        claim(1)
        InboundEmail.objects.update(claimed_until=clock.now())
    process_batch()
    row = InboundEmail.objects.get()
    assert (row.state, row.reason) == ("error", "gave_up")


@pytest.mark.django_db
def test_an_unforeseen_error_is_tried_again_later_and_does_not_stop_the_next(mailbox, monkeypatch):
    from mail import intake

    open_ticket = intake.open_ticket

    def fails_for_one(*, subject, **others):
        if subject == "bad":
            raise RuntimeError("boom")
        return open_ticket(subject=subject, **others)

    monkeypatch.setattr(intake, "open_ticket", fails_for_one)
    bad = store(corpus.plain(Subject="bad", Message_ID="<bad@x>"), "", [], "smtp")
    good = store(corpus.plain(Subject="good", Message_ID="<good@x>"), "", [], "smtp")
    process_batch()
    for row in (bad, good):
        row.refresh_from_db()
    assert (bad.state, bad.last_error, good.state) == ("received", "RuntimeError: boom", "created")
    assert bad.due_at > clock.now()
    for _ in range(MOST_ATTEMPTS):
        InboundEmail.objects.filter(pk=bad.pk).update(due_at=clock.now())
        process_batch()
    bad.refresh_from_db()
    assert (bad.state, bad.attempts) == ("error", MOST_ATTEMPTS)

    monkeypatch.setattr(intake, "open_ticket", open_ticket)
    assert retry([bad, good]) == 1
    process_batch()
    bad.refresh_from_db()
    assert (bad.state, Ticket.objects.count()) == ("created", 2)


@pytest.mark.django_db
def test_a_mail_that_takes_too_long_goes_to_quarantine_and_the_next_is_read(mailbox):
    # The long last line buys memory and costs no time: else a quick machine reaches the limit of memory first.
    body = b"--a\n\nx\n" * 2_500_000 + b"x" * 40_000_000
    endless = corpus.raw("From: a@b.cd\nContent-Type: multipart/mixed; boundary=a", body)
    bad = store(endless, "", [], "smtp")
    good = store(corpus.plain(), "", [], "smtp")
    process_batch()
    for row in (bad, good):
        row.refresh_from_db()
    assert (bad.state, bad.reason) == ("quarantined", "parser_timeout")
    assert good.state == "created"


@pytest.mark.django_db
def test_a_mail_opens_a_ticket_in_few_statements(mailbox, customer):
    store(corpus.plain(), "", ["support@example.com"], "smtp")
    process_batch()  # the mailbox's and content types' caches are warm, the parser too
    store(corpus.plain(Message_ID="<2@x>", From="new@example.net"), "", ["support@example.com"], "smtp")
    with CaptureQueriesContext(
        connection,
    ) as statements:
        process_batch()
    sql = [s["sql"] for s in statements if not s["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert Ticket.objects.count() == 2
    assert len(sql) <= 25, "\n".join(s[:200] for s in sql)
