"""Replies and notes of staff."""

import pytest
from django.core.files.base import ContentFile

from accounts.actors import SystemActor
from tests.factories import CustomerFactory, make_ticket
from tests.tickets.asserting import assert_log_agrees, kinds_of, last_event, nothing_happened
from tickets.actions import add_note, close, delete, receive_message, reply, save_draft
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed, Stale
from tickets.events import EventKind
from tickets.models import Attachment, Draft, Message, TicketRead
from tickets.models.message import MessageKind

pytestmark = pytest.mark.django_db

WORDS = Body.from_text("Unplug it, please.")


def test_a_reply_opens_a_new_ticket_ends_the_wait_and_is_the_first_reply(ticket, agent):
    message = reply(ticket, actor=agent, body=WORDS, seen_seq=1)

    ticket.refresh_from_db()
    assert (message.text, message.author, message.seq, message.from_staff) == ("Unplug it, please.", agent, 2, True)
    assert (ticket.status, ticket.waiting_since, ticket.conversation_seq) == ("open", None, 2)
    assert ticket.first_reply_at == message.created_at
    assert ticket.snippet == "Unplug it, please."
    event = last_event(ticket)
    assert (event.kind, event.actor, event.data["message"], event.data["human"]) == (
        EventKind.REPLIED,
        agent,
        message.pk,
        True,
    )
    assert_log_agrees(ticket)


def test_a_reply_leaves_the_status_alone_unless_one_is_chosen(ticket, agent):
    reply(ticket, actor=agent, body=WORDS, seen_seq=None, status="pending")
    reply(ticket, actor=agent, body=WORDS, seen_seq=None)

    ticket.refresh_from_db()
    assert ticket.status == "pending"
    assert kinds_of(ticket)[1:] == [EventKind.REPLIED, EventKind.STATUS_CHANGED, EventKind.REPLIED]


def test_a_machines_reply_is_no_human_answer(ticket):
    reply(ticket, actor=SystemActor("Rules"), body=WORDS, seen_seq=None)

    ticket.refresh_from_db()
    assert (ticket.status, ticket.first_reply_at) == ("new", None)
    assert ticket.waiting_since is not None
    assert not ticket.messages.last().is_human


def test_a_reply_that_the_conversation_has_overtaken_is_stopped_and_stays_a_draft(ticket, agent, customer):
    save_draft(ticket, actor=agent, kind=MessageKind.PUBLIC, html="<p>Unplug it.</p>", seen_seq=1)
    receive_message(ticket, actor=customer, body=Body.from_text("It exploded."), channel="email")

    with nothing_happened(), pytest.raises(Stale) as refusal:
        reply(ticket, actor=agent, body=WORDS, seen_seq=1)

    assert (refusal.value.seen_seq, refusal.value.conversation_seq) == (1, 2)
    assert Draft.objects.get().html == "<p>Unplug it.</p>"


def test_tags_and_assignment_make_no_reply_stale(ticket, agent):
    from tickets.actions import assign, tag

    assign(ticket, actor=agent, assignee=agent)
    tag(ticket, actor=agent, add=["fire"])

    assert reply(ticket, actor=agent, body=WORDS, seen_seq=1).seq == 2


def test_a_sent_draft_is_gone_and_only_that_one(ticket, agent, agent_l2):
    for person, kind in ((agent, MessageKind.PUBLIC), (agent, MessageKind.NOTE), (agent_l2, MessageKind.PUBLIC)):
        save_draft(ticket, actor=person, kind=kind, html=f"<p>{WORDS.text}</p>", seen_seq=1)

    reply(ticket, actor=agent, body=WORDS, seen_seq=1)

    assert set(Draft.objects.values_list("author", "kind")) == {(agent.pk, "note"), (agent_l2.pk, "public")}


@pytest.mark.parametrize(("send", "kind"), [(reply, MessageKind.PUBLIC), (add_note, MessageKind.NOTE)])
def test_other_words_of_its_writer_stay_a_draft(ticket, agent, send, kind):
    """Somebody who answers from a mail program, or a program of theirs, has half a letter waiting at the desk."""
    save_draft(ticket, actor=agent, kind=kind, html="<p>Half a long letter</p>", seen_seq=1)

    send(ticket, actor=agent, body=WORDS, seen_seq=1)

    assert Draft.objects.get().html == "<p>Half a long letter</p>"


@pytest.mark.parametrize("send", [reply, add_note])
def test_nothing_is_sent_without_words(ticket, agent, send):
    with nothing_happened(), pytest.raises(Invalid):
        send(ticket, actor=agent, body=Body.from_text(" \n"), seen_seq=None)


@pytest.mark.parametrize("send", [reply, add_note])
def test_customers_neither_reply_as_staff_nor_write_notes(ticket, customer, send):
    with nothing_happened(), pytest.raises(NotAllowed):
        send(ticket, actor=customer, body=WORDS, seen_seq=None)


def test_a_closed_ticket_takes_a_note_but_no_reply(ticket, agent):
    close(ticket, actor=agent)

    with nothing_happened(), pytest.raises(IllegalTransition):
        reply(ticket, actor=agent, body=WORDS, seen_seq=None)
    assert add_note(ticket, actor=agent, body=WORDS).kind == "note"


def test_a_deleted_ticket_takes_no_reply(ticket, lead):
    delete(ticket, actor=lead)

    with nothing_happened(), pytest.raises(IllegalTransition):
        reply(ticket, actor=lead, body=WORDS, seen_seq=None)


def test_a_note_counts_in_the_conversation_and_opens_a_new_ticket_but_answers_nobody(ticket, agent):
    note = add_note(ticket, actor=agent, body=WORDS, seen_seq=1)

    ticket.refresh_from_db()
    assert (note.kind, note.seq) == ("note", 2)
    assert (ticket.status, ticket.conversation_seq, ticket.first_reply_at) == ("open", 2, None)
    assert ticket.waiting_since is not None
    assert ticket.snippet == "It started this morning. What can I do?"
    assert last_event(ticket).kind == EventKind.NOTED
    with nothing_happened(), pytest.raises(Stale):
        add_note(ticket, actor=agent, body=WORDS, seen_seq=1)
    assert_log_agrees(ticket)


def test_a_rules_reply_does_not_count_and_stops_nobodys_send(ticket, agent):
    by_rule = reply(ticket, actor=SystemActor("Rules"), body=WORDS, seen_seq=None)
    ticket.refresh_from_db()
    assert (by_rule.seq, by_rule.is_auto, ticket.conversation_seq) == (None, False, 1)

    answer = reply(ticket, actor=agent, body=Body.from_text("Is the light green?"), seen_seq=1)

    assert answer.seq == 2
    assert_log_agrees(ticket)


def test_a_machines_note_does_not_count(ticket):
    note = add_note(ticket, actor=SystemActor("Rules"), body=WORDS)

    ticket.refresh_from_db()
    assert (note.seq, ticket.conversation_seq, ticket.status) == (None, 1, "new")


def uploaded(person, name="a.txt") -> Attachment:
    return Attachment.objects.create(uploaded_by=person, filename=name, size=1, file=ContentFile(b"a", name))


def test_files_go_with_the_message_once_and_only_those_of_the_writer(ticket, agent, agent_l2):
    mine, foreign = uploaded(agent), uploaded(agent_l2)

    message = reply(ticket, actor=agent, body=WORDS, seen_seq=None, attachments=[mine])

    assert list(message.attachments.all()) == [mine]
    for files in ([Attachment.objects.get(pk=mine.pk)], [foreign]):
        with nothing_happened(), pytest.raises(Invalid):
            reply(ticket, actor=agent, body=WORDS, seen_seq=None, attachments=files)


def test_a_file_deleted_meanwhile_is_refused(ticket, agent):
    gone = uploaded(agent)
    Attachment.objects.all().delete()
    gone.pk = 4711

    with nothing_happened(), pytest.raises(Invalid):
        reply(ticket, actor=agent, body=WORDS, seen_seq=None, attachments=[gone])


def test_who_is_copied_is_replaced_and_reads_from_that_reply_on(ticket, agent, other_customer):
    third = CustomerFactory()
    reply(ticket, actor=agent, body=WORDS, seen_seq=None, cc=[third])
    answer = reply(ticket, actor=agent, body=WORDS, seen_seq=None, cc=[other_customer])

    assert list(ticket.participants.values_list("person", flat=True)) == [other_customer.pk]
    assert list(Message.objects.visible_to(other_customer, ticket)) == [answer]
    reply(ticket, actor=agent, body=WORDS, seen_seq=None)
    assert ticket.participants.count() == 1


def test_at_most_twenty_are_copied(agent, customer):
    ticket = make_ticket(requester=customer, cc=[CustomerFactory() for _ in range(25)])

    assert ticket.participants.count() == 20


def test_nobody_can_have_seen_more_than_there_is(ticket, agent):
    with nothing_happened(), pytest.raises(Invalid):
        reply(ticket, actor=agent, body=Body.from_text("Hello"), seen_seq=9999)


@pytest.mark.parametrize("speak", [reply, add_note])
def test_whoever_writes_has_read(ticket, agent, lead, speak):
    speak(ticket, actor=agent, body=WORDS, seen_seq=1)
    assert list(TicketRead.objects.values_list("person", "seen_seq")) == [(agent.pk, 2)]
    speak(ticket, actor=SystemActor("Robot"), body=WORDS, seen_seq=None)
    assert TicketRead.objects.count() == 1


def test_who_is_no_longer_copied_is_told_in_the_log(ticket, agent):
    bo = CustomerFactory(email="bo@example.net")
    reply(ticket, actor=agent, body=WORDS, seen_seq=None, cc=[bo])

    reply(ticket, actor=agent, body=WORDS, seen_seq=None, cc=[])

    removed = ticket.events.get(kind="participant.removed")
    assert removed.data["person"] == bo.pk
    assert not ticket.participants.filter(role="cc").exists()
