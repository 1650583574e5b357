"""Each metric over a few tickets, worked by hand; periods, zones, teams. Hours are after Monday, 2 March 2026, 9:00 UTC."""

import json
from datetime import date
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from metrics.catalogue import METRICS
from metrics.figures import Figure
from metrics.keeping import keep_stale
from metrics.models import Survey
from metrics.period import Period
from metrics.questions import EVERYTHING, Inquiry, Scope
from tests.metrics.living import HOUR, THANKS, WHY, after, answered, at, fresh, opened, solved, wrote
from tests.sla.making import make_policy
from tickets import actions
from tickets.models import Status

pytestmark = pytest.mark.django_db

UTC_ZONE = ZoneInfo("UTC")
WEEK = Period(date(2026, 3, 2), date(2026, 3, 8), UTC_ZONE)
NEXT_WEEK = Period(date(2026, 3, 9), date(2026, 3, 15), UTC_ZONE)
LATER = after(24 * 30)


def figure(key: str, period: Period = WEEK, now=LATER, scope: Scope = EVERYTHING) -> Figure:
    keep_stale()
    return METRICS[key].compute(Inquiry(period, now, scope))


def test_without_tickets_there_is_no_value():
    for key, metric in METRICS.items():
        found = metric.compute(Inquiry(WEEK, LATER))
        assert (found.value, found.n) == (0 if key == "backlog" else None, 0), key


def test_response_times_are_medians_with_p90_and_mean(customer, agent):
    """First answers after 1, 2 and 6 hours; a next one after 4."""
    tickets = [opened(customer) for _ in range(3)]
    for ticket, hours in zip(tickets, (1, 2, 6), strict=True):
        answered(ticket, agent, hours)
    wrote(tickets[0], 10)
    answered(tickets[0], agent, 14)

    first = figure("first_response_time")
    assert (first.value, first.n, first.mean) == (2 * HOUR, 3, 3 * HOUR)
    assert first.p90 == pytest.approx(2 * HOUR + 0.8 * 4 * HOUR)
    assert figure("next_response_time").value == 4 * HOUR
    assert figure("next_response_time").n == 1


def test_a_response_counts_in_the_period_it_was_given_in(customer, agent):
    """Opened on Sunday at 9:00, 144 hours on, answered on Monday of the next week."""
    answered(opened(customer, 144), agent, 168)

    assert figure("first_response_time").n == 0
    assert figure("first_response_time", NEXT_WEEK).n == 1


def test_a_ticket_counts_as_solved_once_in_each_period_by_its_last_solve_in_it(customer, agent):
    """Solved at 10, again at 30, and again at 200, in the week after."""
    ticket = opened(customer)
    for asked_again, done in ((None, 10), (20, 30), (190, 200)):
        if asked_again:
            wrote(ticket, asked_again)
        solved(ticket, agent, done)

    assert (figure("resolution_time").value, figure("resolution_time").n) == (30 * HOUR, 1)
    assert figure("resolution_time", NEXT_WEEK).value == 200 * HOUR
    # The customer waited 10 hours, 10 hours and 10 hours.
    assert figure("requester_wait_time").value == 20 * HOUR
    assert figure("requester_wait_time", NEXT_WEEK).value == 30 * HOUR
    both = Period(WEEK.first, NEXT_WEEK.last, UTC_ZONE)
    assert (figure("resolution_time", both).value, figure("resolution_time", both).n) == (200 * HOUR, 1)


def test_first_contact_resolution(customer, agent, specialists):
    """One answer and thanks: yes. Reopened, escalated, two answers: no. Without any answer, or not settled: not counted."""
    good, reopened, escalated, twice, unanswered, fresh_one = (opened(customer) for _ in range(6))
    for ticket in (good, reopened, escalated, twice):
        answered(ticket, agent, 1)
    with at(2):
        actions.escalate(fresh(escalated), actor=agent, to_level=2, team=specialists, **WHY)
    answered(twice, agent, 2)
    for ticket in (good, reopened, escalated, twice, unanswered):
        solved(ticket, agent, 3)
    wrote(good, 4, THANKS)
    wrote(reopened, 5)
    solved(reopened, agent, 6)
    answered(fresh_one, agent, 60, Status.SOLVED)

    assert (figure("fcr").value, figure("fcr").n) == (2 / 5, 5)
    # 72 hours after 3, not after 6 and 60: one of three.
    early = figure("fcr", now=after(76))
    assert (early.value, early.n) == (1 / 3, 3)


def test_closed_has_settled(customer, agent):
    ticket = opened(customer)
    answered(ticket, agent, 1, Status.SOLVED)
    assert figure("fcr", now=after(10)).n == 0

    with at(9):
        actions.close(fresh(ticket), actor=agent)

    assert figure("fcr", now=after(10)).value == 1


def test_reopen_and_escalation_rates(customer, agent, specialists):
    tickets = [opened(customer) for _ in range(4)]
    with at(1):
        actions.escalate(fresh(tickets[0]), actor=agent, to_level=2, team=specialists, **WHY)
    solved(tickets[1], agent, 2)
    solved(tickets[2], agent, 2)
    wrote(tickets[2], 3)

    assert (figure("escalation_rate").value, figure("escalation_rate").n) == (1 / 4, 4)
    assert (figure("reopen_rate").value, figure("reopen_rate").n) == (1 / 2, 2)


def test_promises_count_once_and_those_kept_by_solving_when_it_is_final(customer, agent):
    """An hour for responses, four for solving, two at a level. One solved at 0.5 after an answer, one left alone."""
    make_policy()
    good = opened(customer)
    opened(customer)
    answered(good, agent, 0.5, Status.SOLVED)

    def parts(now):
        return {part.key: (part.value, part.n) for part in figure("sla_attainment", now=now).parts}

    nothing = (None, 0)
    assert parts(after(0.75)) == {
        "first_response": (1, 1), "next_response": nothing, "resolution": nothing, "level": nothing,
    }  # fmt: skip
    # The other's first response was due at 1, its level at 2, its resolution at 4.
    assert parts(after(3))["first_response"] == (1 / 2, 2)
    assert parts(after(5)) == {
        "first_response": (1 / 2, 2), "next_response": nothing, "resolution": (0, 1), "level": (0, 1),
    }  # fmt: skip
    assert parts(after(73))["resolution"] == (1 / 2, 2)
    assert (figure("sla_attainment").value, figure("sla_attainment").n) == (3 / 6, 6)


def test_backlog_is_what_was_not_solved_at_the_end(customer, agent, first_line, specialists):
    """Opened at 0 and solved at 10; opened at 0 and escalated at 20; opened at 100. Figures of Monday and of the week."""
    solved(opened(customer), agent, 10)
    moved = opened(customer, team=first_line)
    with at(20):
        actions.escalate(fresh(moved), actor=agent, to_level=2, team=specialists, **WHY)
    opened(customer, 100)

    monday = figure("backlog", Period(WEEK.first, WEEK.first, UTC_ZONE))
    assert monday.value == 1
    assert value_of(monday, "level", "1") == 1
    assert value_of(monday, "team", str(first_line.pk)) == 1
    assert value_of(monday, "age", "day") == 1
    week = figure("backlog")
    assert week.value == 2
    assert (value_of(week, "level", "1"), value_of(week, "level", "2")) == (1, 1)
    assert (value_of(week, "team", ""), value_of(week, "team", str(specialists.pk))) == (1, 1)
    assert (value_of(week, "age", "3_days"), value_of(week, "age", "week")) == (1, 1)
    assert figure("backlog", now=after(11)).value == 1


def test_days_are_those_of_the_zone(customer):
    """Sunday 23:30 UTC is Monday in Auckland."""
    opened(customer, 6 * 24 + 14.5)

    assert figure("escalation_rate").n == 1
    assert figure("escalation_rate", Period(WEEK.first, WEEK.last, ZoneInfo("Pacific/Auckland"))).n == 0


def test_a_team_alone(customer, agent, first_line, specialists):
    solved(opened(customer, team=first_line), agent, 1)
    solved(opened(customer), agent, 1)

    assert figure("resolution_time").n == 2
    assert figure("resolution_time", scope=Scope(teams=frozenset({first_line.pk}))).n == 1
    assert figure("resolution_time", scope=Scope(teams=frozenset({specialists.pk}))).n == 0
    assert figure("resolution_time", scope=Scope(hidden=frozenset({first_line.pk}))).n == 1


def test_spam_is_in_no_figure(customer, agent, lead):
    ticket = opened(customer)
    answered(ticket, agent, 1, Status.SOLVED)
    actions.mark_spam(fresh(ticket), actor=lead)

    assert {key: figure(key).n for key in METRICS} == dict.fromkeys(METRICS, 0)


def test_the_command_gives_every_metric(customer, agent, first_line):
    answered(opened(customer, team=first_line), agent, 1)

    answer = json.loads(command("--json", "--team", "First line", "--time-zone", "Europe/Berlin"))

    assert (answer["from"], answer["to"]) == ("2026-03-02", "2026-03-08")
    assert (answer["time_zone"], answer["team"]) == ("Europe/Berlin", first_line.pk)
    found = {figure["key"]: figure for figure in answer["results"]}
    assert list(found) == list(METRICS)
    assert found["first_response_time"]["value"] == HOUR
    assert {"name", "value", "unit", "n", "definition"} <= found["fcr"].keys()
    assert "First response time" in command()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (["--time-zone", "Mars"], "no time zone 'Mars'"),
        (["--team", "Nobody"], "no team 'Nobody'"),
        (["--to", "2026-03-01"], "before it begins"),
        (["--to", "2026-02-30"], "'2026-02-30' is no day. Write one such as 2026-01-31"),
    ],
)
def test_the_command_says_what_is_wrong(wrong, says):
    with pytest.raises(CommandError, match=says):
        command(*wrong)


def test_a_period_begins_with_its_first_day_there_also_where_clocks_change():
    """Beirut skips midnight on 29 March 2026."""
    beirut = Period(date(2026, 3, 29), date(2026, 3, 29), ZoneInfo("Asia/Beirut"))

    assert (beirut.end - beirut.start).total_seconds() == 23 * HOUR
    assert beirut.before.end == beirut.start
    assert beirut.before.days == 1


@pytest.mark.parametrize(("first", "last"), [(date.min, date.min), (date(1, 1, 3), date(1, 1, 2))])
def test_before_a_period_there_are_no_more_days_than_there_ever_were(first, last):
    before = Period(first, date(2026, 1, 1), UTC_ZONE).before

    assert (before.first, before.last) == (date.min, last)


def command(*more: str) -> str:
    out = StringIO()
    call_command("metrics", "--from", "2026-03-02", "--to", "2026-03-08", *more, stdout=out)
    return out.getvalue()


def value_of(figure: Figure, by: str, key: str) -> float | None:
    return next(part.value for part in figure.parts if (part.by, part.key) == (by, key))


def rated(ticket, kind: str, score: int | None, hours: float, sent: float | None = 1) -> None:
    Survey.objects.create(
        kind=kind,
        ticket=ticket,
        person=ticket.requester,
        solved_at=after(hours),
        sent_at=None if sent is None else after(sent),
        score=score,
        answered_at=None if score is None else after(hours),
        changed_at=None if score is None else after(hours),
    )


def test_satisfaction_counts_ratings_received_and_surveys_sent(customer):
    """5, 4, 2, one of them in the portal, without a survey; one unanswered; and one received in the week after."""
    ticket = opened(customer)
    for hours, (score, sent) in enumerate(((5, 1), (4, None), (2, 1), (None, 1)), start=2):
        rated(ticket, "csat", score, hours, sent)
    rated(ticket, "csat", 1, 200)

    csat = figure("csat")
    assert (csat.value, csat.n) == (2 / 3, 3)
    assert csat.low < csat.value < csat.high
    assert (figure("csat_response_rate").value, figure("csat_response_rate").n) == (3 / 4, 4)


@pytest.mark.parametrize(("kind", "score"), [("nps", 10), ("nps", 8), ("nps", 0), ("ces", 6), ("csat", 5)])
def test_one_rating_is_not_taken_for_certainty(customer, kind, score):
    rated(opened(customer), kind, score, 2)

    found = figure(kind)

    assert found.n == 1 and found.low <= found.value <= found.high
    least, most = {"nps": (-100, 100), "ces": (1, 7), "csat": (0, 1)}[kind]
    assert found.high - found.low > (most - least) / 2


def test_recommendation_and_effort(customer):
    """Of 10, 9, 7, 6 half are promoters and a quarter are not: 25. Of 7, 5, 2 the mean is 14 / 3, and two found it easy."""
    ticket = opened(customer)
    for hours, score in enumerate((10, 9, 7, 6), start=2):
        rated(ticket, "nps", score, hours)
    for hours, score in enumerate((7, 5, 2), start=10):
        rated(ticket, "ces", score, hours)

    assert (figure("nps").value, figure("nps").n) == (25, 4)
    assert (figure("ces").value, figure("ces").n, figure("ces").share) == (pytest.approx(14 / 3), 3, 2 / 3)


def test_ratings_of_spam_count_nothing(customer, agent):
    ticket = opened(customer)
    rated(ticket, "csat", 5, 2)
    actions.mark_spam(fresh(ticket), actor=agent)

    assert figure("csat").n == figure("csat_response_rate").n == 0
