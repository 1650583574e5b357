"""Deadlines on the desk: in lists, on the ticket, and why they are then."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from desk.templatetags.due import due_at, length_words
from helpdesk import clock
from helpdesk.templatetags.ui import Now
from tests.desk.conftest import HTMX
from tests.factories import make_ticket
from tests.sla.making import START, goal, make_policy, targets
from tickets.actions import assign, reply, set_status
from tickets.content import Body

pytestmark = pytest.mark.django_db


@pytest.fixture
def soon(customer):
    """A ticket that is due in half an hour, of a policy of an hour."""
    make_policy(targets=targets(resolution=None, level=None))
    with clock.at(timezone.now() - timedelta(minutes=30)):
        return make_ticket(requester=customer, subject="Soon due")


def rows(response) -> list[str]:
    return [row.subject for row in response.context["page"].rows]


def test_what_is_due_within_the_hour_stands_in_breaching_soon(desk, soon, customer):
    with clock.at(timezone.now() + timedelta(hours=5)):
        make_ticket(requester=customer, subject="Later")

    response = desk.get("/desk/views/due/")

    assert rows(response) == ["Soon due"]
    assert b"in 29m" in response.content


def test_what_is_paused_or_anothers_does_not(desk, soon, agent, agent_l2):
    assign(soon, actor=agent_l2, assignee=agent_l2)
    soon.team = agent_l2.teams.get()
    soon.save()

    assert rows(desk.get("/desk/views/due/")) == []


def test_a_list_is_sorted_by_what_is_due_first_and_the_rest_comes_last(desk, soon, customer, agent):
    answered = make_ticket(requester=customer, subject="Answered")
    reply(answered, actor=agent, body=Body.from_text("Here."), seen_seq=1)
    set_status(answered, actor=agent, status="open")
    with clock.at(timezone.now() - timedelta(hours=2)):
        make_ticket(requester=customer, subject="Overdue")

    response = desk.get("/desk/views/open/?sort=due")

    assert rows(response) == ["Overdue", "Soon due", "Answered"]
    assert b"1h late" in response.content or b"59m late" in response.content


def test_a_list_with_deadlines_asks_no_more_than_one_without(desk, soon, django_assert_max_num_queries):
    desk.get("/desk/views/open/")
    with django_assert_max_num_queries(12):
        desk.get("/desk/views/open/?sort=due")


def test_the_ticket_says_what_is_due_next_and_loads_the_rest_when_asked(desk, soon):
    page = desk.get(reverse("desk:ticket", args=[soon.pk])).content.decode()
    assert 'id="next-due"><time class="sla sla--soon"' in page
    assert "First response" not in page

    part = desk.get(reverse("desk:promises", args=[soon.pk]), headers=HTMX).content.decode()

    assert "First response" in part
    assert "Counted around the clock" in part
    assert 'role="img" aria-label="counted: 1 h"' in part


def test_a_ticket_without_a_promise_shows_nothing_of_it(desk, ticket):
    assert b"next-due" not in desk.get(reverse("desk:ticket", args=[ticket.pk])).content


def test_an_answer_brings_the_next_deadline_along(desk, soon, agent):
    shown = soon.event_seq
    reply(soon, actor=agent, body=Body.from_text("Here."), seen_seq=1)

    headers = {**HTMX, "Shown-Seq": str(shown)}
    live = desk.get(reverse("desk:ticket_live", args=[soon.pk]), headers=headers).content.decode()

    assert '<hx-partial hx-target="#next-due" hx-swap="innerHTML"></hx-partial>' in live


@pytest.mark.parametrize(
    ("away", "words", "state"),
    [
        (timedelta(minutes=35), "in 35m", "soon"),
        (timedelta(hours=3), "in 3h", "later"),
        (timedelta(days=4), "in 4d", "later"),
        (timedelta(minutes=-5), "5m late", "late"),
    ],
)
def test_a_deadline_is_told_in_words_not_by_colour_alone(away, words, state):
    now = Now.of_viewer()

    html = due_at(now.at + away, now)

    assert words in html
    assert f"sla--{state}" in html


def test_lengths_are_hours_because_a_business_day_is_none_of_the_calendar():
    lengths = (timedelta(hours=28), timedelta(minutes=90), timedelta(seconds=45), timedelta(minutes=5))

    assert [length_words(length) for length in lengths] == ["28 h", "1 h 30 min", "45 s", "5 min"]


def test_what_is_used_and_left_is_what_its_lines_add_up_to(desk, customer, agent):
    """Half a minute past ten until 20 s past eleven counts as written, 10:00 – 11:00, of two hours."""
    make_policy(targets={"resolution": goal(7200)}, warn=[])
    with clock.at(START + timedelta(seconds=30)):
        ticket = make_ticket(requester=customer)
    with clock.at(START + timedelta(hours=1, seconds=20)):
        set_status(ticket, actor=agent, status="pending")

    page = desk.get(reverse("desk:promises", args=[ticket.pk]), headers=HTMX).content.decode()

    assert "2 h promised · 1 h used" in page
    assert "Stands still, 1 h left" in page


def test_the_deadline_of_a_goal_in_seconds_is_shown(desk, customer):
    make_policy(targets={"first_response": goal(45)}, warn=[])
    ticket = make_ticket(requester=customer)

    assert "45 s promised" in desk.get(reverse("desk:promises", args=[ticket.pk]), headers=HTMX).content.decode()
