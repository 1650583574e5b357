"""Held replies: drafts that leave later, once, unless somebody writes first."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from helpdesk.schedule import SCHEDULE
from outbox.models import OutboundEmail
from tests.factories import make_macro, make_ticket
from tests.tickets.asserting import assert_log_agrees, kinds_of, nothing_happened
from tickets import held
from tickets.actions import (
    Letter,
    add_note,
    add_participant,
    close,
    delete,
    discard_draft,
    hold,
    keep_unsent,
    mark_spam,
    merge,
    receive_message,
    reply,
    save_draft,
    schedule,
    solve,
    take_back,
    take_next,
    unmark_spam,
    unmerge,
)
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed, Stale
from tickets.events import EventKind
from tickets.held import send_due
from tickets.integrity_follow_through import check_held
from tickets.models import Draft, Message, Ticket
from tickets.models.message import MessageKind

pytestmark = pytest.mark.django_db

LETTER = Letter(html="<p>Unplug it.</p>", seen_seq=1, cc=[], status="pending")


def assert_marked(ticket: Ticket) -> None:
    """Its column says when the next answer for later leaves."""
    ticket.refresh_from_db()
    held = ticket.drafts.filter(is_for_later=True, send_at__isnull=False).order_by("send_at").first()
    assert ticket.held_until == (held.send_at if held else None)
    assert not list(check_held())


def now():
    return timezone.now()


def soon():
    return now() + timedelta(hours=1)


def held_by(agent, ticket, *, send_at=None, letter=LETTER) -> Draft:
    return hold(ticket, actor=agent, letter=letter, send_at=send_at or now())


def write(ticket, actor, text="It exploded."):
    return receive_message(ticket, actor=actor, body=Body.from_text(text), channel="email")


def test_before_its_time_nothing_is_recorded_counted_or_shown(ticket, agent, customer):
    before = kinds_of(ticket)

    draft = held_by(agent, ticket, send_at=soon())

    assert send_due() == 0
    ticket.refresh_from_db()
    assert (ticket.conversation_seq, ticket.status, kinds_of(ticket)) == (1, "new", before)
    assert Draft.objects.get().send_at == draft.send_at
    assert not OutboundEmail.objects.filter(kind="reply").exists()


def test_when_its_time_has_come_it_is_sent_as_it_was_left(ticket, agent, mailbox):
    macro = make_macro(html="<p>x</p>", add_tags=["fire"])
    letter = Letter(
        html="<p>Unplug it.</p>",
        seen_seq=1,
        to=["ann@example.net"],
        cc=["bob@example.net"],
        bcc=["crm@example.net"],
        status="pending",
        macros=[macro.pk],
    )
    held_by(agent, ticket, letter=letter)

    assert send_due() == 1

    message = ticket.messages.last()
    ticket.refresh_from_db()
    assert (message.author, message.html, ticket.status) == (agent, "<p>Unplug it.</p>", "pending")
    assert [tag.name for tag in ticket.tags.all()] == ["fire"]
    mail = OutboundEmail.objects.get(kind="reply")
    assert {(r.field, r.address) for r in mail.recipients.all()} == {
        ("to", "ann@example.net"),
        ("cc", "bob@example.net"),
        ("bcc", "crm@example.net"),
    }
    assert not Draft.objects.exists()
    assert_log_agrees(ticket)


def test_it_is_sent_once(ticket, agent):
    held_by(agent, ticket)

    assert [send_due(), send_due()] == [1, 0]
    assert ticket.messages.count() == 2


@pytest.mark.parametrize("put_away", [mark_spam, delete])
def test_what_waits_on_a_ticket_that_is_put_away_meanwhile_stays_here(ticket, agent, lead, put_away):
    held_by(agent, ticket)
    put_away(ticket, actor=lead)

    assert send_due() == 0

    draft = Draft.objects.get()
    assert (draft.send_at, draft.stopped, draft.html) == (None, "refused", "<p>Unplug it.</p>")
    assert "spam" in draft.stopped_text or "deleted" in draft.stopped_text
    assert ticket.messages.count() == 1


def test_what_was_no_spam_after_all_leaves(ticket, agent, lead):
    held_by(agent, ticket)
    mark_spam(ticket, actor=lead)
    unmark_spam(ticket, actor=lead)

    assert send_due() == 1


def test_who_answers_what_they_know_to_be_spam_is_not_held_up(ticket, agent, lead):
    mark_spam(ticket, actor=lead)
    held_by(agent, ticket)

    assert send_due() == 1


def test_undo_makes_it_a_draft_again(ticket, agent):
    held_by(agent, ticket)

    assert take_back(ticket, actor=agent)

    assert send_due() == 0
    assert Draft.objects.get().html == "<p>Unplug it.</p>"
    assert not take_back(ticket, actor=agent)


def test_undo_comes_too_late_once_it_is_sent(ticket, agent):
    held_by(agent, ticket)
    send_due()

    with nothing_happened():
        assert not take_back(ticket, actor=agent)


def test_a_customer_who_writes_first_stops_it_long_before_its_time(ticket, agent, customer):
    held_by(agent, ticket, send_at=soon())
    write(ticket, customer)

    assert send_due() == 0

    draft = Draft.objects.get()
    assert (draft.send_at, draft.stopped, draft.html) == (None, "stale", "<p>Unplug it.</p>")
    assert "somebody wrote first" in draft.stopped_text
    assert ticket.messages.count() == 2


def test_the_author_is_told_in_their_language(ticket, agent, customer):
    agent.language = "de"
    agent.save()
    held_by(agent, ticket)
    close(ticket, actor=agent)

    send_due()

    draft = Draft.objects.get()
    assert draft.stopped == "refused"
    assert draft.stopped_text


def test_ones_own_note_does_not_stop_ones_own_reply_but_a_colleagues_does(ticket, agent, lead):
    held_by(agent, ticket, send_at=soon())
    add_note(ticket, actor=agent, body=Body.from_text("Will be sent tomorrow."))
    send_due()
    assert Draft.objects.get().is_held

    add_note(ticket, actor=lead, body=Body.from_text("Wait!"))
    send_due()
    assert Draft.objects.get().stopped == "stale"


def test_after_ones_own_note_it_is_still_sent(ticket, agent):
    held_by(agent, ticket)
    add_note(ticket, actor=agent, body=Body.from_text("Sent in a moment."))

    assert send_due() == 1
    assert_log_agrees(ticket)


def test_another_reply_of_its_author_leaves_it_on_its_way(ticket, agent):
    held_by(agent, ticket)
    reply(ticket, actor=agent, body=Body.from_text("First this."), seen_seq=None)

    assert send_due() == 1
    assert [message.text for message in ticket.messages.all()][1:] == ["First this.", "Unplug it."]


def test_what_would_be_refused_now_is_not_held(ticket, agent, customer):
    with nothing_happened():
        with pytest.raises(NotAllowed):
            hold(ticket, actor=customer, letter=LETTER, send_at=now())
        with pytest.raises(Invalid):
            hold(ticket, actor=agent, letter=Letter(html="<p> </p>", seen_seq=1), send_at=now())
        with pytest.raises(Invalid):
            hold(ticket, actor=agent, letter=LETTER, send_at=now() - timedelta(hours=1))
        with pytest.raises(Invalid):
            hold(ticket, actor=agent, letter=LETTER, send_at=now() + timedelta(days=500))
    write(ticket, customer)
    with nothing_happened(), pytest.raises(Stale):
        hold(ticket, actor=agent, letter=LETTER, send_at=now())
    close(ticket, actor=agent)
    with nothing_happened(), pytest.raises(IllegalTransition):
        hold(ticket, actor=agent, letter=Letter(html="<p>x</p>", seen_seq=2), send_at=now())


def test_holding_twice_keeps_the_first(ticket, agent):
    first = held_by(agent, ticket, send_at=soon())
    second = held_by(agent, ticket, send_at=soon() + timedelta(hours=1))

    assert first.send_at == second.send_at
    assert Draft.objects.count() == 1


def test_a_late_save_or_a_discarding_leaves_what_is_held_alone(ticket, agent):
    held_by(agent, ticket, send_at=soon())

    save_draft(ticket, actor=agent, kind=MessageKind.PUBLIC, html="<p>Late</p>", seen_seq=1)
    discard_draft(ticket, actor=agent, kind=MessageKind.PUBLIC)

    assert Draft.objects.get().html == "<p>Unplug it.</p>"


def test_an_answer_by_mail_that_was_stopped_is_kept_below_what_was_held(ticket, agent):
    held_by(agent, ticket, send_at=soon())

    keep_unsent(ticket, actor=agent, kind=MessageKind.PUBLIC, html="<p>By mail.</p>", seen_seq=1)

    draft = Draft.objects.get()
    assert (draft.html, draft.is_held, draft.stopped) == ("<p>Unplug it.</p><p>By mail.</p>", False, "stale")


def test_what_was_stopped_on_its_way_still_goes_to_who_is_copied(ticket, agent, other_customer):
    add_participant(ticket, actor=agent, person=other_customer, role="cc")

    keep_unsent(ticket, actor=agent, kind=MessageKind.PUBLIC, html="<p>By mail.</p>", seen_seq=1)

    assert Draft.objects.get().cc == [other_customer.email]


def test_an_edit_of_what_was_stopped_is_an_ordinary_draft(ticket, agent, customer):
    held_by(agent, ticket)
    write(ticket, customer)
    send_due()

    save_draft(ticket, actor=agent, kind=MessageKind.PUBLIC, html="<p>Sorry!</p>", seen_seq=2)

    assert (Draft.objects.get().stopped, Draft.objects.get().stopped_text) == ("", "")


def test_a_draft_is_given_a_time_and_another_one(ticket, agent):
    with pytest.raises(Invalid):
        schedule(ticket, actor=agent, send_at=soon())
    save_draft(ticket, actor=agent, kind=MessageKind.PUBLIC, html="<p>Later</p>", seen_seq=1)
    schedule(ticket, actor=agent, send_at=soon())
    schedule(ticket, actor=agent, send_at=now())

    assert send_due() == 1


def test_one_that_fails_does_not_hold_up_the_others_and_is_given_up_in_the_end(ticket, agent, lead, monkeypatch):
    held_by(agent, ticket)
    held_by(lead, ticket)
    send = held.send_letter

    def break_for_omar(ticket, *, actor, letter):
        if actor == agent:
            raise RuntimeError("no")
        return send(ticket, actor=actor, letter=letter)

    monkeypatch.setattr(held, "send_letter", break_for_omar)
    monkeypatch.setattr(held, "overtaking", lambda *args: Message.objects.none())

    assert [send_due() for _round in range(5)] == [1, 0, 0, 0, 0]
    draft = Draft.objects.get()
    assert (draft.author, draft.stopped, draft.html) == (agent, "failed", "<p>Unplug it.</p>")


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_it_once(ticket, agent):
    held_by(agent, ticket)
    barrier = threading.Barrier(2, timeout=30)
    sent = []

    def work():
        barrier.wait()
        sent.append(send_due())
        connection.close()

    workers = [threading.Thread(target=work) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)

    assert sorted(sent) == [0, 1]
    assert Message.objects.filter(ticket=ticket).count() == 2
    assert_log_agrees(Ticket.objects.get(pk=ticket.pk))


def test_the_worker_looks_every_second():
    assert SCHEDULE["held replies"] == {
        "task": "tickets.tasks.send_held",
        "schedule": 1.0,
        "options": {"queue": "default", "expires": 2},
    }


@pytest.mark.parametrize("fields", [{"kind": "note"}, {"stopped": "stale"}])
def test_the_database_holds_replies_only_and_nothing_that_was_stopped(ticket, agent, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(ticket=ticket, author=agent, **{"kind": "public", "send_at": now(), **fields})


def test_the_customers_message_is_the_only_thing_that_happened(ticket, agent, customer):
    held_by(agent, ticket)
    write(ticket, customer)
    send_due()

    assert kinds_of(ticket) == [EventKind.OPENED, EventKind.RECEIVED]


class TestMark:
    """`held_until`: so that lists know without asking."""

    def test_it_comes_with_what_is_for_later_and_goes_when_it_is_sent(self, ticket, agent, mailbox, monkeypatch):
        draft = hold(ticket, actor=agent, letter=LETTER, send_at=now() + timedelta(hours=2))
        assert_marked(ticket)
        assert ticket.held_until == draft.send_at
        Draft.objects.update(send_at=now())
        assert send_due() == 1
        assert_marked(ticket)
        assert ticket.held_until is None

    def test_seconds_of_an_undo_are_none(self, ticket, agent, mailbox):
        hold(ticket, actor=agent, letter=LETTER, send_at=now() + timedelta(seconds=10))
        assert_marked(ticket)
        assert ticket.held_until is None

    def test_it_goes_with_what_is_stopped(self, ticket, agent, customer, mailbox):
        hold(ticket, actor=agent, letter=LETTER, send_at=now() + timedelta(hours=2))
        receive_message(ticket, actor=customer, body=Body.from_text("Wait, there is more"), channel="email")
        assert send_due() == 0
        assert_marked(ticket)
        assert ticket.held_until is None

    def test_it_follows_its_draft_through_a_merge_and_back(self, ticket, agent, customer, mailbox):
        other = make_ticket(requester=customer)
        hold(ticket, actor=agent, letter=LETTER, send_at=now() + timedelta(hours=2))
        merge(ticket, actor=agent, into=other)
        assert_marked(other)
        assert_marked(ticket)
        assert other.held_until is not None
        unmerge(ticket, actor=agent)
        assert_marked(other)
        assert_marked(ticket)

    def test_take_next_passes_it_over(self, ticket, agent, mailbox):
        hold(ticket, actor=agent, letter=LETTER, send_at=now() + timedelta(hours=2))
        assert take_next(actor=agent) is None


def test_a_ticket_solved_while_the_reply_is_on_its_way_stays_solved(ticket, agent):
    held_by(agent, ticket, send_at=now())
    solve(ticket, actor=agent)
    assert send_due() == 1
    ticket.refresh_from_db()
    assert ticket.status == "solved"
    assert ticket.reopen_count == 0
