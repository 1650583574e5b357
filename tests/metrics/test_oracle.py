"""Whatever happens to tickets, the catalogue says what a plain reading of their exported events says, to the second."""

import json
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.actors import SystemActor
from helpdesk import clock
from metrics.actions.answering import answer_survey, rate_request
from metrics.actions.planning import set_plan
from metrics.catalogue import METRICS
from metrics.further import FURTHER
from metrics.keeping import keep_stale
from metrics.models import Survey
from metrics.period import Period
from metrics.questions import Inquiry
from metrics.surveys.due import send_due_surveys
from tests.factories import CustomerFactory, make_ticket
from tests.metrics import oracle
from tests.metrics.living import START, THANKS, WHY, WORDS, fresh
from tests.metrics.oracle_of_ratings import told_ratings
from tests.sla.making import OFFICE, make_calendar, make_default, make_policy, targets
from tests.sla.oracle import Oracle
from tickets import actions
from tickets.errors import Refused
from tickets.models import Channel, Event, Status, Ticket
from tickets.models.message import MessageKind
from tickets.ratings import SurveyKind
from tickets.talks import Direction, Talk

pytestmark = pytest.mark.django_db

QUARTER = timedelta(minutes=15)
BERLIN = ZoneInfo("Europe/Berlin")
CALENDAR = {"time_zone": "Europe/Berlin", "weekly": OFFICE}
# The same in every run: what it has not found by now is looked for with more examples, not in somebody else's build.
SEVERAL = settings(
    max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

TALKING = {
    "write": lambda t, a: actions.receive_message(t, actor=t.requester, body=WORDS, channel=Channel.EMAIL),
    "thank": lambda t, a: actions.receive_message(t, actor=t.requester, body=THANKS, channel=Channel.EMAIL),
    "reply": lambda t, a: actions.reply(t, actor=a, body=WORDS, seen_seq=None),
    "ask back": lambda t, a: actions.reply(t, actor=a, body=WORDS, seen_seq=None, status=Status.PENDING),
    "answer and solve": lambda t, a: actions.reply(t, actor=a, body=WORDS, seen_seq=None, status=Status.SOLVED),
    "bot": lambda t, a: actions.reply(t, actor=SystemActor("Bot"), body=WORDS, seen_seq=None),
    "note": lambda t, a: actions.add_note(t, actor=a, body=WORDS),
    "solve": lambda t, a: actions.solve(t, actor=a),
    "reopen": lambda t, a: actions.reopen(t, actor=t.requester),
    "close": lambda t, a: actions.close(t, actor=a),
    "hold": lambda t, a: actions.set_status(t, actor=a, status=Status.ON_HOLD),
    "escalate": lambda t, a: actions.escalate(t, actor=a, to_level=t.level + 1, **WHY),
    "go down": lambda t, a: actions.de_escalate(t, actor=a, to_level=t.level - 1, reason="Easy."),
    "wait three days": lambda t, a: None,
}  # fmt: skip
TAKING_BACK = {
    "unsolve": lambda t, a: actions.unsolve(t, actor=a),
    "undo": lambda t, a: actions.undo(t, actor=a, seq=t.event_seq),
    "spam": lambda t, a: (actions.unmark_spam if t.is_spam else actions.mark_spam)(t, actor=a),
    "merge": lambda t, a: actions.merge(t, actor=a, into=_another(t)),
    "unmerge": lambda t, a: actions.unmerge(t, actor=a),
    "split": lambda t, a: actions.split(t, actor=a, messages=list(_said_on(t))[-2:]),
    "unsplit": lambda t, a: actions.unsplit(t, actor=a),
    "move": lambda t, a: actions.move_message(_newest_on(t), actor=a, to=_another(t)),
    "move back": lambda t, a: actions.undo_move(_newest_on(t), actor=a),
}  # fmt: skip
ABOVE = SystemActor("The level above")
ANSWERING = {
    **{act: TALKING[act] for act in ("escalate", "go down", "solve", "reopen", "hold", "reply")},
    "escalate once more": TALKING["escalate"],
    "accept": lambda t, a: actions.accept_escalation(t, actor=ABOVE),
    "decline": lambda t, a: actions.decline_escalation(t, actor=ABOVE, reason="Not ours."),
    "hand back": lambda t, a: actions.hand_back(t, actor=ABOVE, answer="So."),
}  # fmt: skip
BOTS = {"bot begins": lambda t, a: make_ticket(requester=CustomerFactory(), level=0, channel=Channel.CHAT)}
EVERYTHING = TALKING | TAKING_BACK | BOTS
RATING = {
    **{act: EVERYTHING[act] for act in ("answer and solve", "write", "spam", "merge", "unmerge", "wait three days")},
    "answer and solve again": TALKING["answer and solve"],
    "ask": lambda t, a: send_due_surveys(),
    "rate in the portal": lambda t, a: rate_request(t, person=t.requester, score=5),
    **{f"rate {score}": lambda t, a, score=score: answer_survey(_survey_of(t), score=score) for score in (0, 4, 5, 7, 9)},
}  # fmt: skip


def lives(acts, longest=40, most=3):
    """`longest`: so many quarters between two acts at most; `most`: the last ticket that something happens to."""
    return st.lists(
        st.tuples(st.integers(0, most), st.integers(0, longest), st.sampled_from(sorted(acts))), max_size=16
    )


periods = st.tuples(st.integers(-1, 6), st.integers(0, 6)).map(
    lambda days: Period(
        START.date() + timedelta(days=days[0]), START.date() + timedelta(days=days[0] + days[1]), BERLIN
    )
)


ALL = Period(START.date(), START.date() + timedelta(days=6), BERLIN)
FIRST_DAY = Period(START.date(), START.date(), BERLIN)


@pytest.fixture
def house(agent):
    """The default calendar is the office's, in Berlin."""
    make_default(make_calendar("Our office", zone="Europe/Berlin"))
    return agent


@pytest.fixture
def policy(db):
    """As the oracle knows it: an hour for each response, four to solve, two at a level."""
    return make_policy()


@pytest.fixture
def accepting(db):
    """The same, and to accept an escalation: half an hour at level 2, an hour at level 3."""
    return make_policy(targets={**targets(), "acceptance": {"business": False, "seconds": {"2": 1800, "3": 3600}}})


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@SEVERAL
@given(life=lives(EVERYTHING), period=periods, later=st.integers(0, 400))
@example(
    life=[(3, 0, act) for act in ("bot begins", "bot", "escalate", "answer and solve", "close")], period=ALL, later=0
)
def test_every_figure_is_what_the_exported_events_say(house, life, period, later):
    with undone():
        lived(life, house)
        now = newest() + QUARTER * later
        metrics = [*METRICS.values(), *FURTHER]
        figures = {metric.key: metric.compute(Inquiry(period, now)) for metric in metrics}
        export = exported()
    office = Oracle(CALENDAR)

    told = oracle.told(
        export, period.start, period.end, now, lambda since, at: office.seconds_between(since, at, step=900)
    )

    for key, (value, n) in told.items():
        figure = figures[key]
        assert (figure.n, figure.value) == (n, pytest.approx(value) if value is not None else None), key


@SEVERAL
@given(life=lives(TALKING), period=periods, later=st.integers(0, 400))
def test_promises_are_counted_as_the_exported_events_say(house, policy, life, period, later):
    with undone():
        lived(life, house)
        now = newest() + QUARTER * later
        parts = METRICS["sla_attainment"].compute(Inquiry(period, now)).parts
        export = exported()

    told = oracle.promises(export, period.start, period.end, now)

    assert {part.key: (part.value, part.n) for part in parts} == told


@SEVERAL
@given(life=lives(ANSWERING, longest=2, most=1), later=st.integers(0, 8))
@example(life=[(0, 0, "escalate"), (0, 2, "accept"), (1, 0, "escalate"), (1, 3, "accept")], later=8)
@example(life=[(0, 0, "escalate"), (0, 1, "decline"), (1, 0, "escalate"), (1, 1, "solve")], later=8)
@example(life=[(0, 0, "escalate"), (0, 1, "escalate"), (0, 3, "decline"), (0, 1, "accept")], later=8)
def test_accepting_escalations_is_counted_by_level_as_the_exported_events_say(house, accepting, life, later):
    with undone():
        lived(life, house)
        now = newest() + QUARTER * later
        parts = {
            level: METRICS["sla_attainment"].compute(Inquiry(ALL, now, only={"level": level} if level else {})).parts
            for level in (None, 1, 2, 3)
        }
        export = exported()

    for level, found in parts.items():
        told = oracle.promises(export, ALL.start, ALL.end, now, level)
        assert {part.key: (part.value, part.n) for part in found if part.key in told} == told, level
        assert {part.key for part in found} == set(told)


@SEVERAL
@given(life=lives(RATING, most=1), kind=st.sampled_from(SurveyKind.values), period=periods)
@example(
    life=[(0, 1, "answer and solve"), (0, 9, "ask"), (0, 1, "rate 4"), (1, 0, "answer and solve")],
    kind="csat",
    period=ALL,
)
@example(life=[(0, 1, "answer and solve"), (0, 9, "ask"), (0, 1, "rate 4"), (0, 1, "rate 5")], kind="ces", period=ALL)
@example(life=[(0, 1, "answer and solve"), (0, 9, "ask"), (0, 1, "rate 9"), (0, 1, "rate 7")], kind="nps", period=ALL)
@example(
    life=[(0, 1, "answer and solve"), (0, 9, "ask"), (0, 1, "rate 4"), (0, 1, "wait three days"), (0, 1, "rate 5")],
    kind="csat",
    period=FIRST_DAY,
)
@example(
    life=[*((place, 1, "answer and solve") for place in (0, 1)), (0, 9, "ask"), (0, 1, "rate 5")],
    kind="csat",
    period=ALL,
)
def test_ratings_are_counted_as_the_exported_events_say(house, admin, life, kind, period):
    with undone():
        with clock.at(START):
            for one in SurveyKind.values:
                set_plan(one, actor=admin, is_on=one == kind, delay_hours=1, sample_percent=100, rest_days=1)
        lived(life, house)
        inquiry = Inquiry(period, newest() + QUARTER)
        export = exported()
        told = told_ratings(export, period.start, period.end)
        figures = {key: METRICS[key].compute(inquiry) for key in told}

    for key, (value, n) in told.items():
        assert (figures[key].n, figures[key].value) == (n, pytest.approx(value) if value is not None else None), key


def lived(life, agent):
    """Four tickets: two of mails, one of a call, one that we began; and what happened to them."""
    moment = START
    with clock.at(moment):
        one, two = (make_ticket(requester=CustomerFactory()) for _ in range(2))
        talk = Talk(Channel.PHONE, Direction.IN, moment)
        call = actions.open_with_talk(actor=agent, requester=CustomerFactory(), subject="A", said=WORDS, talk=talk)
        ours = actions.open_ticket(
            actor=agent, requester=CustomerFactory(), subject="B", body=WORDS, channel=Channel.PROACTIVE
        )
    tickets = [one, two, call, ours]
    for which, quarters, act in life:
        moment += QUARTER * quarters + (timedelta(days=3) if act == "wait three days" else timedelta(0))
        newest_ticket = Ticket.objects.order_by("-pk").first()
        chosen = newest_ticket if which == 3 and act != "write" else tickets[which]
        with clock.at(moment), suppress(Refused, ValueError):
            (EVERYTHING | ANSWERING | RATING)[act](fresh(chosen), agent)
    keep_stale()


def exported() -> str:
    events = Event.objects.order_by("ticket", "seq")
    return json.dumps(
        {
            "events": [
                {
                    "ticket": event.ticket_id,
                    "seq": event.seq,
                    "kind": event.kind,
                    "at": event.at.isoformat(),
                    "data": event.data,
                }
                for event in events
            ]
        }
    )


def newest() -> datetime:
    return Event.objects.order_by("-at").values_list("at", flat=True)[0]


def _survey_of(ticket):
    survey = Survey.objects.filter(ticket=ticket).order_by("pk").last()
    if survey is None:
        raise ValueError("Nobody was asked.")
    return survey


def _another(ticket):
    return Ticket.objects.exclude(pk=ticket.pk).order_by("pk").first()


def _said_on(ticket):
    return ticket.messages.filter(kind=MessageKind.PUBLIC, seq__isnull=False).order_by("created_at", "pk")


def _newest_on(ticket):
    message = _said_on(ticket).last()
    if message is None:
        raise ValueError("Nothing is left here.")
    return message
