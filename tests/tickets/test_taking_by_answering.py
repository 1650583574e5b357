"""A ticket that nobody has is theirs who answer it, where they like that."""

import pytest

from accounts.actors import SystemActor
from tests.tickets.asserting import assert_log_agrees, kinds_of
from tickets.actions import add_note, assign, assign_team, escalate, log_talk, reply, set_status
from tickets.content import Body
from tickets.events import EventKind
from tickets.models import Channel, Status
from tickets.talks import Direction, Talk

pytestmark = pytest.mark.django_db

WORDS = Body.from_text("Unplug it, please.")


@pytest.fixture(autouse=True)
def _they_take(agent, agent_l2):
    for person in (agent, agent_l2):
        person.takes_answered = True
        person.save()


def whose(ticket):
    ticket.refresh_from_db()
    return ticket.assignee


def test_who_answers_has_it_in_the_same_act(ticket, agent):
    reply(ticket, actor=agent, body=WORDS, seen_seq=1, status=Status.PENDING)

    assert whose(ticket) == agent
    assert kinds_of(ticket)[1:] == [EventKind.REPLIED, EventKind.ASSIGNED, EventKind.STATUS_CHANGED]
    assert_log_agrees(ticket)


def test_the_log_of_a_talk_is_an_answer_too(ticket, agent):
    talk = Talk(channel=Channel.PHONE, direction=Direction.OUT, started_at=ticket.opened_at)
    log_talk(ticket, actor=agent, talk=talk, said=WORDS)

    assert whose(ticket) == agent


def test_what_somebody_has_stays_theirs(ticket, agent, agent_l2):
    assign(ticket, actor=agent_l2, assignee=agent_l2)
    reply(ticket, actor=agent, body=WORDS, seen_seq=1)

    assert whose(ticket) == agent_l2


def test_who_does_not_want_it_takes_nothing(ticket, agent):
    agent.takes_answered = False
    reply(ticket, actor=agent, body=WORDS, seen_seq=1)

    assert whose(ticket) is None


def test_a_note_takes_nothing(ticket, agent):
    add_note(ticket, actor=agent, body=WORDS)

    assert whose(ticket) is None


def test_a_machine_takes_nothing(ticket):
    reply(ticket, actor=SystemActor("Rules"), body=WORDS, seen_seq=None)

    assert whose(ticket) is None


def test_what_was_escalated_stays_in_the_queue_of_the_others(ticket, agent, first_line, specialists):
    assign_team(ticket, actor=agent, team=first_line)
    escalate(ticket, actor=agent, to_level=2, team=specialists, reason="Needs them", tried="All of it", asked="Look")
    reply(ticket, actor=agent, body=Body.from_text("A specialist looks at it."), seen_seq=None)

    assert whose(ticket) is None
    assert ticket.team == specialists


def test_in_the_queue_of_their_own_team_it_is_theirs(ticket, agent, first_line):
    assign_team(ticket, actor=agent, team=first_line)
    reply(ticket, actor=agent, body=WORDS, seen_seq=1)

    assert whose(ticket) == agent


def test_solved_with_the_answer_it_was_theirs(ticket, agent):
    reply(ticket, actor=agent, body=WORDS, seen_seq=1)
    set_status(ticket, actor=agent, status=Status.SOLVED)

    assert whose(ticket) == agent


def test_where_it_cannot_be_theirs_the_answer_still_leaves(ticket, agent, monkeypatch):
    from tickets.actions import answering
    from tickets.errors import NotAllowed

    def refuse(*_args, **_kwargs):
        raise NotAllowed

    monkeypatch.setattr(answering, "assign", refuse)
    reply(ticket, actor=agent, body=WORDS, seen_seq=1)

    assert ticket.messages.count() == 2
    assert whose(ticket) is None
