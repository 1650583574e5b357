"""First-contact resolution exactly as design.md section 11 defines it, ticket by ticket."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import User
from demo.checks import escalation_rate, first_contact_resolution
from helpdesk import clock
from tests.factories import make_ticket
from tickets.actions import close, escalate, mark_spam, receive_message, reply, solve
from tickets.content import Body
from tickets.models import Channel, Level, Status, Ticket

Life = Callable[[Ticket, User, User], None]


def answered(ticket: Ticket, agent: User, _customer: User) -> None:
    reply(ticket, actor=agent, body=Body.from_text("Do this."), seen_seq=None, status=Status.SOLVED)


def answered_twice(ticket: Ticket, agent: User, customer: User) -> None:
    reply(ticket, actor=agent, body=Body.from_text("Do this."), seen_seq=None)
    answered(ticket, agent, customer)


def thanked(ticket: Ticket, agent: User, customer: User) -> None:
    answered(ticket, agent, customer)
    receive_message(ticket, actor=customer, body=Body.from_text("Thank you!"), channel=Channel.EMAIL)


def nudged_before(ticket: Ticket, agent: User, customer: User) -> None:
    receive_message(ticket, actor=customer, body=Body.from_text("Any news?"), channel=Channel.EMAIL)
    answered(ticket, agent, customer)


def asked_again(ticket: Ticket, agent: User, customer: User) -> None:
    reply(ticket, actor=agent, body=Body.from_text("Do this."), seen_seq=None)
    receive_message(ticket, actor=customer, body=Body.from_text("And then?"), channel=Channel.EMAIL)
    solve(ticket, actor=agent)


def reopened(ticket: Ticket, agent: User, customer: User) -> None:
    answered(ticket, agent, customer)
    receive_message(ticket, actor=customer, body=Body.from_text("It is back."), channel=Channel.EMAIL)
    solve(ticket, actor=agent)


def escalated(ticket: Ticket, agent: User, customer: User) -> None:
    escalate(ticket, actor=agent, to_level=Level.SPECIALIST, reason="r", tried="t", asked="a")
    answered(ticket, agent, customer)


def solved_without_words(ticket: Ticket, agent: User, _customer: User) -> None:
    solve(ticket, actor=agent)


def spam(ticket: Ticket, agent: User, customer: User) -> None:
    answered(ticket, agent, customer)
    mark_spam(ticket, actor=agent)


def left_open(ticket: Ticket, agent: User, _customer: User) -> None:
    reply(ticket, actor=agent, body=Body.from_text("Do this."), seen_seq=None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("life", "counts"),
    [
        (answered, (1, 1)),
        (thanked, (1, 1)),
        (nudged_before, (1, 1)),
        (answered_twice, (0, 1)),
        (asked_again, (0, 1)),
        (reopened, (0, 1)),
        (escalated, (0, 1)),
        (solved_without_words, (0, 0)),
        (spam, (0, 0)),
        (left_open, (0, 0)),
    ],
)
def test_what_counts_as_solved_at_first_contact(
    life: Life, counts: tuple[int, int], agent: User, agent_l2: User, customer: User
) -> None:
    with clock.at(clock.now() - timedelta(hours=80)):
        life(make_ticket(requester=customer), agent, customer)

    assert first_contact_resolution() == counts


@pytest.mark.django_db
def test_a_ticket_counts_once_it_has_settled_or_is_closed(agent: User, customer: User) -> None:
    ticket = make_ticket(requester=customer)
    answered(ticket, agent, customer)
    assert first_contact_resolution() == (0, 0)

    close(ticket, actor=agent)

    assert first_contact_resolution() == (1, 1)


@pytest.mark.django_db
def test_from_the_bot_to_the_first_line_is_no_escalation(agent: User, agent_l2: User) -> None:
    by_bot = make_ticket(level=Level.SELF_SERVICE)
    by_person = make_ticket()
    escalate(by_bot, actor=agent, to_level=Level.FIRST_LINE, reason="r", tried="t", asked="a")
    assert escalation_rate() == (0, 2)

    escalate(by_person, actor=agent, to_level=Level.SPECIALIST, reason="r", tried="t", asked="a")

    assert escalation_rate() == (1, 2)
