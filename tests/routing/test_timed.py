"""Rules that act so long after something: once for each ticket and moment, whoever comes by how often."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from helpdesk import clock
from routing.actions import change_rule
from routing.alarms import MOST_FAILURES
from routing.models import RuleFailure, TimedAct, Trace
from routing.reading import WrongRule
from routing.timed import act_on_time
from tests.factories import TeamFactory, make_macro, make_rule, make_ticket
from tests.sla.making import make_calendar
from tickets.actions import accept_escalation, escalate, receive_message, reply, set_status, solve
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


def test_what_has_been_silent_for_long_is_reminded_first_and_closed_only_after_that(agent):
    with clock.at(clock.now() - timedelta(days=20)):
        ticket = make_ticket()
        reply(ticket, actor=agent, body=WORDS, seen_seq=None, status="pending")
    three_days_after(name="Remind", effects=[{"do": "reply", "macro": make_macro(html="<p>Still there?</p>").pk}])
    three_days_after("reminded", name="Close", effects=[{"do": "set_status", "status": "solved"}])

    assert (act_on_time(), act_on_time()) == (1, 0)

    with clock.at(clock.now() + timedelta(days=2)):
        reply(
            ticket, actor=agent, body=WORDS, seen_seq=None
        )  # and waits for them again: nobody has reminded them of this
    with clock.at(clock.now() + timedelta(days=4)):
        assert act_on_time() == 0
    with clock.at(clock.now() + timedelta(days=5, minutes=1)):
        assert act_on_time() == 1
        assert Ticket.objects.get(pk=ticket.pk).status == "pending"
    with clock.at(clock.now() + timedelta(days=8, minutes=2)):
        assert act_on_time() == 1
    assert Ticket.objects.get(pk=ticket.pk).status == "solved"


def test_one_that_fails_is_switched_off_in_the_middle_of_those_that_are_due(agent):
    experts = TeamFactory(levels=[3])
    with clock.at(clock.now() - timedelta(days=4)):
        for _ticket in range(MOST_FAILURES + 2):
            make_ticket()
    rule = three_days_after("opened", effects=[{"do": "assign_team", "team": experts.pk}])

    assert act_on_time() == 0

    rule.refresh_from_db()
    assert rule.state == "off"
    assert RuleFailure.objects.count() == MOST_FAILURES


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


def test_since_escalated_until_somebody_accepts_it(agent, agent_l2):
    with clock.at(clock.now() - timedelta(days=4)):
        lying, taken = make_ticket(), make_ticket()
        for ticket in (lying, taken):
            escalate(ticket, actor=agent, to_level=2, reason="Hard.", tried="All.", asked="Help.")
        accept_escalation(taken, actor=agent_l2)
    three_days_after("escalated")

    assert act_on_time() == 1
    assert (tags(lying), tags(taken)) == (["seen"], [])


def test_a_new_rule_does_not_wake_the_tickets_of_years(agent):
    with clock.at(clock.now() - timedelta(days=300)):
        old = make_ticket()
        set_status(old, actor=agent, status="on_hold")
    three_days_after("opened")

    assert act_on_time() == 0


WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
FRIDAY_NOON = datetime(2026, 11, 6, 12, tzinfo=ZoneInfo("Europe/Berlin"))


def answered_at(moment, agent) -> Ticket:
    with clock.at(moment):
        ticket = make_ticket()
        reply(ticket, actor=agent, body=WORDS, seen_seq=None, status="pending")
    return ticket


@pytest.mark.parametrize(
    ("after", "too_early", "time"),
    [
        # Friday has five hours left, so eight of them are over on Monday at noon.
        ({"hours": 8}, timedelta(days=3, seconds=-2), timedelta(days=3, seconds=2)),
        # Three working days of eight hours: Friday afternoon, Monday, Tuesday, Wednesday morning.
        ({"working_days": 3}, timedelta(days=5, seconds=-2), timedelta(days=5, seconds=2)),
    ],
)
def test_only_opening_hours_count_where_a_calendar_is_chosen(agent, admin, after, too_early, time):
    calendar = make_calendar("Berlin", WEEK, "Europe/Berlin")
    answered_at(FRIDAY_NOON, agent)
    make_rule(when={"after": {**after, "since": "answered", "calendar": calendar.pk}})

    with clock.at(FRIDAY_NOON + too_early):
        assert act_on_time() == 0
    with clock.at(FRIDAY_NOON + time):
        assert act_on_time() == 1
        assert act_on_time() == 0


def test_a_calendar_that_is_gone_stops_the_rule_and_nothing_else(agent, answered):
    calendar = make_calendar("Berlin", WEEK, "Europe/Berlin")
    make_rule(when={"after": {"hours": 1, "since": "answered", "calendar": calendar.pk}})
    calendar.archived_at = clock.now()
    calendar.save()
    assert act_on_time() == 0


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        ({"working_days": 3, "since": "answered"}, "Choose the calendar whose working days count."),
        ({"hours": 8, "since": "answered", "calendar": 987654}, "This is not there any more. Choose another one."),
        ({"hours": 8, "since": "answered", "calendar": True}, "Choose one of the calendars that are offered."),
        ({"working_days": 0, "since": "answered", "calendar": 1}, "Write a whole number between 1 and 365."),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words(after, sentence):
    with pytest.raises(WrongRule) as refused:
        make_rule(when={"after": after})
    assert sentence in str(refused.value)


def test_a_rule_can_ask_how_much_time_is_left(agent):
    now = clock.now()
    soon, later = make_ticket(), make_ticket()
    Ticket.objects.filter(pk=soon.pk).update(next_due_at=now + timedelta(minutes=20))
    Ticket.objects.filter(pk=later.pk).update(next_due_at=now + timedelta(minutes=90))
    is_near = {"all": [{"field": "sla.minutes_left", "operator": "at_most", "value": 30}]}
    make_rule(
        when={"after": {"hours": 1, "since": "opened"}}, conditions=is_near, effects=[{"do": "tag", "add": ["hurry"]}]
    )

    Ticket.objects.update(opened_at=now - timedelta(hours=2))
    act_on_time()
    assert (tags(soon), tags(later)) == (["hurry"], [])


def test_a_rule_can_ask_whether_a_promise_was_missed(agent, answered):
    missed = {"all": [{"field": "sla.is_breached", "operator": "is", "value": True}]}
    three_days_after(conditions=missed)
    assert act_on_time() == 0

    on_time = {"all": [{"field": "sla.is_breached", "operator": "is", "value": False}]}
    three_days_after(name="On time", conditions=on_time)
    assert act_on_time() == 1
