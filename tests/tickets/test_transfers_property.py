"""Whatever was said on two tickets: merging, splitting and moving lose nothing, and undoing leaves no trace."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actors import SystemActor
from accounts.models import User
from helpdesk import clock
from tests.factories import AgentFactory, CustomerFactory, make_ticket
from tests.tickets.transferring import assert_sound, everything_about
from tickets import actions
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid
from tickets.models import Channel, Message, Status, Ticket
from tickets.models.message import MessageKind
from tickets.waiting import oldest, waits_of

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORDS = Body.from_text("What about it?")
SEVERAL = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def snooze_if_unfinished(ticket, agent):
    with suppress(IllegalTransition):
        actions.snooze(ticket, actor=agent, until=START + timedelta(days=9))


ACTS = {
    "write": lambda t, a: actions.receive_message(t, actor=t.requester, body=WORDS, channel=Channel.EMAIL),
    "thank": lambda t, a: actions.receive_message(
        t, actor=t.requester, body=Body.from_text("Thanks!"), channel=Channel.EMAIL
    ),
    "reply": lambda t, a: actions.reply(t, actor=a, body=WORDS, seen_seq=None),
    "ask back": lambda t, a: actions.reply(t, actor=a, body=WORDS, seen_seq=None, status=Status.PENDING),
    "note": lambda t, a: actions.add_note(t, actor=a, body=WORDS),
    "rule": lambda t, a: actions.reply(t, actor=SystemActor("Rules"), body=WORDS, seen_seq=None),
    "machine": lambda t, a: actions.receive_automatic(t, actor=a, author=None, body=WORDS),
    "solve": lambda t, a: actions.solve(t, actor=a),
    "reopen": lambda t, a: actions.reopen(t, actor=t.requester),
    "hold": lambda t, a: actions.set_status(t, actor=a, status=Status.ON_HOLD),
    "snooze": lambda t, a: snooze_if_unfinished(t, a),
    "tag": lambda t, a: actions.tag(t, actor=a, add=[f"tag{t.pk % 2}", "both"]),
    "read": lambda t, a: actions.mark_read(t, actor=a),
    "draft": lambda t, a: actions.save_draft(
        t, actor=a, kind=MessageKind.PUBLIC, html="<p>Soon</p>", seen_seq=t.conversation_seq
    ),
    "copy": lambda t, a: actions.add_participant(t, actor=a, person=CustomerFactory()),
    "follow": lambda t, a: actions.follow(t, actor=a),
    "ask": lambda t, a: t.is_solved or actions.ask(t, actor=a, person=AgentFactory(), body=WORDS),
    "task": lambda t, a: actions.add_task(t, actor=a, text="Call"),
    "tick": lambda t, a: [actions.set_task_done(task, actor=a) for task in t.tasks.all()[:1]],
    "remind": lambda t, a: actions.remind(t, actor=a, at=START + timedelta(days=9)),
    "escalate": lambda t, a: t.is_solved
    or t.level > 1
    or actions.escalate(t, actor=a, to_level=2, reason="r", tried="t", asked="a"),
}  # fmt: skip

lives = st.lists(st.tuples(st.integers(0, 1), st.sampled_from(sorted(ACTS))), max_size=14)


class Clock:
    """A minute later with every act."""

    def __init__(self) -> None:
        self.minute = 0

    def tick(self):
        self.minute += 1
        return clock.at(START + timedelta(minutes=self.minute))


def lived(life: list[tuple[int, str]], agent: User, time: Clock) -> list[Ticket]:
    """Two tickets of two customers, after all this happened."""
    with time.tick():
        tickets = [make_ticket(requester=CustomerFactory()) for _ in range(2)]
    for which, act in life:
        ticket = Ticket.objects.get(pk=tickets[which].pk)
        if not (act == "reopen" and ticket.status != Status.SOLVED):
            with time.tick():
                ACTS[act](ticket, agent)
    return [Ticket.objects.get(pk=ticket.pk) for ticket in tickets]


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def nothing_lost(messages: set[int]) -> None:
    assert set(Message.objects.values_list("pk", flat=True)) >= messages
    for ticket in Ticket.objects.all():
        assert ticket.waiting_since == oldest(waits_of(ticket.events.all()))


@pytest.mark.django_db
@SEVERAL
@given(life=lives)
def test_a_merge_undone_leaves_no_trace(agent, life):
    time = Clock()
    one, other = lived(life, agent, time)
    before = everything_about(one, other)
    messages = set(Message.objects.filter(ticket__in=[one, other]).values_list("pk", flat=True))

    with time.tick():
        actions.merge(one, actor=agent, into=other)
    assert_sound()
    nothing_lost(messages)
    with time.tick():
        actions.unmerge(fresh(one), actor=agent)

    assert everything_about(one, other) == before
    assert_sound()


@pytest.mark.django_db
@SEVERAL
@given(life=lives, later=lives)
def test_whatever_happens_after_a_merge_nothing_is_lost_by_undoing_it(agent, life, later):
    time = Clock()
    one, other = lived(life, agent, time)
    with time.tick():
        actions.merge(one, actor=agent, into=other)
    for _which, act in later:
        survivor = fresh(other)
        if not (act == "reopen" and survivor.status != Status.SOLVED):
            with time.tick():
                ACTS[act](survivor, agent)
    messages = set(Message.objects.values_list("pk", flat=True))

    with time.tick():
        actions.unmerge(fresh(one), actor=agent)

    assert_sound()
    nothing_lost(messages)


@pytest.mark.django_db
@SEVERAL
@given(life=lives, picks=st.lists(st.booleans(), min_size=16, max_size=16))
def test_a_split_undone_leaves_no_trace(agent, life, picks):
    time = Clock()
    one, other = lived(life, agent, time)
    before = everything_about(one, other)
    chosen = [message for message, picked in zip(one.messages.all(), picks, strict=False) if picked]
    try:
        with time.tick():
            new = actions.split(one, actor=agent, messages=chosen)
    except Invalid:
        return
    assert_sound()
    nothing_lost(set())
    with time.tick():
        actions.unsplit(fresh(new), actor=agent)

    assert everything_about(one, other) == before
    assert_sound()


@pytest.mark.django_db
@SEVERAL
@given(life=lives, pick=st.integers(0, 15))
def test_a_move_undone_leaves_no_trace(agent, life, pick):
    time = Clock()
    one, other = lived(life, agent, time)
    before = everything_about(one, other)
    messages = list(one.messages.all())
    if pick >= len(messages) or sum(message.seq is not None for message in messages) < 2:
        return
    with time.tick():
        actions.move_message(messages[pick], actor=agent, to=other)
    assert_sound()
    nothing_lost(set())
    with time.tick():
        actions.undo_move(Message.objects.get(pk=messages[pick].pk), actor=agent)

    assert everything_about(one, other) == before
    assert_sound()
