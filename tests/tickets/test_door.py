"""The one door: the queue of events, its limit, locks, and the second try after a deadlock."""

import threading

import pytest
from django.db import DataError, OperationalError, connection, transaction
from psycopg2.errors import DeadlockDetected

from accounts.actors import SystemActor
from tests.factories import make_ticket
from tests.tickets import probe
from tests.tickets.asserting import assert_log_agrees, nothing_happened
from tickets.actions import add_note, assign, reply, set_priority, solve, tag
from tickets.content import Body
from tickets.door import MOST_EVENTS, current_passage, one_passage, verb
from tickets.errors import Stale, TooManyEvents
from tickets.locking import locked, locked_all
from tickets.models import Attachment, Tag, Ticket

RULES = SystemActor("Rules")


@pytest.fixture
def probes(settings):
    settings.TICKET_LISTENERS = ["tests.tickets.probe", "tests.tickets.second_probe"]
    probe.heard.clear()
    yield probe
    probe.reaction.clear()


@pytest.mark.django_db
def test_each_event_is_told_to_every_listener_before_the_next_starts(probes, ticket, agent):
    probes.heard.clear()

    def tag_what_is_assigned(event):
        if event.kind == "ticket.assigned":
            tag(event.ticket, actor=RULES, add=["taken"])

    probes.reaction.append(tag_what_is_assigned)
    with one_passage():
        assign(ticket, actor=agent, assignee=agent)
        set_priority(ticket, actor=agent, priority=3)
        assert probes.heard == []

    assert probes.heard == [
        (listener, kind)
        for kind in ("ticket.assigned", "ticket.priority_changed", "ticket.tagged")
        for listener in ("first", "second")
    ]
    assert_log_agrees(ticket)


@pytest.mark.django_db
def test_what_triggers_itself_is_stopped_and_nothing_is_kept(probes, ticket, agent):
    probes.heard.clear()
    probes.reaction.append(lambda event: set_priority(event.ticket, actor=RULES, priority=1 + event.seq % 2))
    with nothing_happened(), pytest.raises(TooManyEvents):
        assign(ticket, actor=agent, assignee=agent)
    assert len(probes.heard) <= 2 * MOST_EVENTS


@pytest.mark.django_db
def test_acts_that_share_a_passage_are_told_in_turn_and_counted_apart(probes, ticket, agent):
    probes.heard.clear()
    with one_passage() as passage:
        for number in range(MOST_EVENTS + 1):
            set_priority(ticket, actor=agent, priority=1 + number % 2)
            passage.next_act()
            assert len(probes.heard) == 2 * (number + 1)
    assert_log_agrees(ticket)


@pytest.mark.django_db
def test_a_listener_that_fails_takes_the_act_with_it(probes, ticket, agent):
    probes.reaction.append(lambda event: 1 / 0)
    with nothing_happened(), pytest.raises(ZeroDivisionError):
        add_note(ticket, actor=agent, body=Body.from_text("Lost."))


@pytest.mark.django_db
def test_tickets_change_nowhere_but_in_verbs(ticket):
    for attempt in (current_passage, lambda: locked(ticket)):
        with pytest.raises(RuntimeError):
            attempt()


@pytest.mark.django_db
def test_within_an_act_a_ticket_is_locked_once_and_is_one_object(ticket):
    again = Ticket.objects.get(pk=ticket.pk)
    with one_passage():
        assert locked(ticket) is locked(again) is ticket


def in_threads(*calls) -> list:
    """Run each in a thread with a connection of its own, all starting together; what each returned or raised."""
    barrier = threading.Barrier(len(calls))
    results: list = [None] * len(calls)

    def run(index, call):
        try:
            barrier.wait(30)
            results[index] = call()
        except Exception as error:  # noqa: BLE001  # handed to the test
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def fresh(ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


@pytest.mark.django_db(transaction=True)
def test_of_two_replies_at_once_one_is_stale(ticket, agent, agent_l2):
    words = Body.from_text("Unplug it.")

    results = in_threads(
        *(
            lambda person=person: reply(fresh(ticket), actor=person, body=words, seen_seq=1)
            for person in (agent, agent_l2)
        )
    )

    assert sorted(type(result).__name__ for result in results) == ["Message", "Stale"]
    assert any(isinstance(result, Stale) for result in results)
    assert ticket.messages.count() == 2
    assert_log_agrees(ticket)


@pytest.mark.django_db(transaction=True)
def test_solving_twice_at_once_happens_once(ticket, agent, agent_l2):
    results = in_threads(*(lambda person=person: solve(fresh(ticket), actor=person) for person in (agent, agent_l2)))

    assert sorted(result is None for result in results) == [False, True]
    assert_log_agrees(ticket)


@pytest.mark.django_db(transaction=True)
def test_many_notes_at_once_leave_no_gap_in_the_log(ticket, agent):
    results = in_threads(
        *(lambda n=n: add_note(fresh(ticket), actor=agent, body=Body.from_text(f"Note {n}")) for n in range(6))
    )

    assert sorted(note.seq for note in results) == [2, 3, 4, 5, 6, 7]
    assert_log_agrees(ticket)


@pytest.mark.django_db(transaction=True)
def test_two_tickets_locked_in_either_order_never_deadlock(agent):
    one, other = make_ticket(), make_ticket()

    @verb
    def tag_both(tickets):
        for ticket in locked_all(tickets):
            tag(ticket, actor=agent, add=["both"])
        return "done"

    assert in_threads(lambda: tag_both([one, other]), lambda: tag_both([fresh(other), fresh(one)])) == ["done", "done"]


@pytest.mark.django_db(transaction=True)
def test_a_deadlock_is_tried_once_more(agent):
    one, other = make_ticket(), make_ticket()
    both_hold_one = threading.Barrier(2)
    one_is_through = threading.Event()
    tries: list[str] = []

    @verb
    def reply_holding_both(first, second, file):
        tries.append(file)
        is_second_try = tries.count(file) == 2
        if is_second_try:
            one_is_through.wait(30)  # else it may take what the other was just promised, and meet it again
        ticket = locked(first)
        if not is_second_try:
            both_hold_one.wait(30)
        locked(second)
        return reply(ticket, actor=RULES, body=Body.from_text("Hello"), seen_seq=None, attachments=[files[file]])

    def act(first, second, file):
        message = reply_holding_both(first, second, file)
        one_is_through.set()
        return message

    files = {name: Attachment(filename=name, size=1) for name in ("a", "b")}
    results = in_threads(lambda: act(one, other, "a"), lambda: act(fresh(other), fresh(one), "b"))

    assert [type(result).__name__ for result in results] == ["Message", "Message"]
    assert len(tries) == 3
    assert [result.attachments.get().filename for result in results] == ["a", "b"]
    for ticket in (one, other):
        assert_log_agrees(ticket)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("in_transaction", [False, True])
def test_a_second_deadlock_or_one_in_a_wider_transaction_is_not_tried_again(in_transaction):
    tries = []

    @verb
    def always_deadlocks():
        tries.append(1)
        raise OperationalError from DeadlockDetected()

    if in_transaction:
        with pytest.raises(OperationalError), transaction.atomic():
            always_deadlocks()
    else:
        with pytest.raises(OperationalError):
            always_deadlocks()

    assert len(tries) == (1 if in_transaction else 2)


@pytest.mark.django_db(transaction=True)
def test_files_bound_by_an_attempt_that_failed_can_be_sent_again(ticket, agent):
    file = Attachment(filename="fire.png", size=1)
    tag_too_long = "x" * 51
    with pytest.raises(DataError), one_passage():  # noqa: PT012  # both are one act
        reply(ticket, actor=agent, body=Body.from_text("Hello"), seen_seq=None, attachments=[file])
        Tag.objects.create(name=tag_too_long)

    message = reply(ticket, actor=agent, body=Body.from_text("Hello"), seen_seq=None, attachments=[file])

    assert message.attachments.get().filename == "fire.png"
