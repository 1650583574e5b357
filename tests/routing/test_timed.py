"""Rules that act so long after something: once for each ticket and moment, whoever comes by how often."""

from datetime import timedelta

import pytest

from helpdesk import clock
from routing.actions import change_rule
from routing.models import TimedAct, Trace
from routing.timed import act_on_time
from tests.factories import make_macro, make_rule, make_ticket
from tickets.actions import receive_message, reply, set_status, solve
from tickets.content import Body
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

WORDS = Body.from_text("Have you tried it?")


@pytest.fixture
def answered(agent) -> Ticket:
    """Three days and an hour ago, and it waits for the customer since."""
    with clock.at(clock.now() - timedelta(days=3, hours=1)):
        ticket = make_ticket()
        reply(ticket, actor=agent, body=WORDS, seen_seq=None, status="pending")
    return ticket


def three_days_after(since: str = "answered", **words):
    return make_rule(when={"after": {"hours": 72, "since": since}}, **words)


def tags(ticket) -> list[str]:
    return sorted(ticket.tags.values_list("name", flat=True))


def test_it_acts_once_when_the_time_has_come(answered):
    three_days_after()

    assert act_on_time() == 1
    assert act_on_time() == 0

    assert tags(answered) == ["seen"]
    assert TimedAct.objects.get().acted
    assert Trace.objects.count() == 1


def test_it_does_not_act_before_or_after_the_customer_wrote(agent, answered):
    three_days_after()
    fresh = make_ticket()
    reply(fresh, actor=agent, body=WORDS, seen_seq=None, status="pending")
    receive_message(answered, actor=answered.requester, body=Body.from_text("Yes"), channel="email")

    assert act_on_time() == 0


def test_remind_then_close(answered):
    macro = make_macro(html="<p>Are you still there?</p>")
    three_days_after(name="Remind", effects=[{"do": "reply", "macro": macro.pk}])
    make_rule(name="Close", when={"after": {"hours": 144, "since": "answered"}},
              effects=[{"do": "set_status", "status": "solved"}])  # fmt: skip

    assert act_on_time() == 1
    assert Ticket.objects.get(pk=answered.pk).status == "pending"
    with clock.at(clock.now() + timedelta(days=3)):
        assert act_on_time() == 1  # our reminder is no answer: the time counts from what a person wrote
        assert act_on_time() == 0

    assert Ticket.objects.get(pk=answered.pk).status == "solved"


def test_conditions_are_asked_then_and_again_only_of_a_changed_rule(answered, admin):
    rule = three_days_after(conditions={"all": [{"field": "channel", "operator": "is", "value": "phone"}]})
    assert act_on_time() == 0
    assert not TimedAct.objects.get().acted

    change_rule(rule, actor=admin, conditions={"all": []})
    assert act_on_time() == 1
    change_rule(rule, actor=admin, name="Another name")
    assert act_on_time() == 0


def test_since_solved_waiting_and_opened(agent):
    with clock.at(clock.now() - timedelta(days=4)):
        solved, waiting = make_ticket(), make_ticket()
        solve(solved, actor=agent)
    for since in ("solved", "waiting", "opened"):
        three_days_after(since, name=since, effects=[{"do": "tag", "add": [since]}])

    act_on_time()

    assert tags(solved) == ["solved"]
    assert tags(waiting) == ["opened", "waiting"]


def test_a_new_rule_does_not_wake_the_tickets_of_years(agent):
    with clock.at(clock.now() - timedelta(days=300)):
        old = make_ticket()
        set_status(old, actor=agent, status="on_hold")
    three_days_after("opened")

    assert act_on_time() == 0
