"""Deflection is what a plain reading of the exported sessions and events says, whatever readers try."""

import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from helpdesk import clock
from knowledgebase.actions import ask_help, end_with_ticket, solve_session
from knowledgebase.actions.mailed import mail_answers, solved_by_mailed
from knowledgebase.models import HelpPlace
from metrics.catalogue import METRICS
from metrics.questions import Inquiry
from tests.factories import CustomerFactory, make_ticket
from tests.metrics.living import START, fresh
from tests.metrics.oracle_of_sessions import told_deflection
from tests.metrics.test_oracle import ALL, QUARTER, SEVERAL, periods, undone
from tickets import actions
from tickets.errors import Refused
from tickets.models import Ticket
from tickets.person_merges import merge_now

pytestmark = pytest.mark.django_db

SESSIONS = "/api/v1/metrics/self-service/sessions/"
LONG = {"one day": timedelta(days=1), "two days": timedelta(days=2)}


@dataclass
class Reader:
    """Somebody at the help centre; `person`: as whom they are signed in."""

    person: Any
    session: int | None = None
    tickets: list[Ticket] = field(default_factory=list)

    def ask(self, place: HelpPlace, question: str) -> None:
        asked = ask_help(self.session, place=place, question=question, language="en", shown=[], person=self.person)
        self.session = asked.pk if asked else self.session

    def write(self, session: int | None) -> None:
        self.tickets.append(make_ticket(requester=self.person or CustomerFactory()))
        end_with_ticket(session, self.tickets[-1])

    def read_mail(self) -> None:
        mail_answers(self.tickets[-1], question="Where is my invoice?", language="en", articles=[])
        solved_by_mailed(self.tickets[-1])

    def become(self, other: "Reader", admin: Any) -> None:
        merge_now(self.person, actor=admin, into=other.person)
        self.person = other.person


TRYING = {
    "search": lambda r, others, a: r.ask(HelpPlace.SEARCH, "refund"),
    "type two words": lambda r, others, a: r.ask(HelpPlace.FORM, "my refund"),
    "type three": lambda r, others, a: r.ask(HelpPlace.FORM, "where is it"),
    "ask the widget": lambda r, others, a: r.ask(HelpPlace.WIDGET, "how do I pay"),
    "say it helped": lambda r, others, a: solve_session(r.session),
    "say so again": lambda r, others, a: solve_session(r.session),
    "write": lambda r, others, a: r.write(r.session),
    "write a mail": lambda r, others, a: r.write(None),
    "be helped by the mail": lambda r, others, a: r.read_mail(),
    "spam": lambda r, others, a: actions.mark_spam(fresh(r.tickets[-1]), actor=a),
    "delete": lambda r, others, a: actions.delete(fresh(r.tickets[-1]), actor=a),
    "restore": lambda r, others, a: actions.restore(fresh(r.tickets[-1]), actor=a),
    "merge": lambda r, others, a: actions.merge(fresh(r.tickets[-1]), actor=a, into=fresh(r.tickets[0])),
    "be one person": lambda r, others, a: others[1].become(others[0], a),
    **{wait: lambda r, others, a: None for wait in LONG},
}  # fmt: skip
lives = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 3), st.sampled_from(sorted(TRYING))), min_size=4, max_size=24
)


@SEVERAL
@given(life=lives, period=periods)
@example(life=[(0, 1, "search"), (0, 1, "say it helped"), (0, 1, "two days"), (0, 0, "write a mail")], period=None)
@example(life=[(0, 1, "search"), (0, 1, "say it helped"), (0, 1, "one day"), (0, 0, "write a mail")], period=None)
@example(life=[(1, 1, "search"), (1, 1, "say it helped"), (0, 0, "be one person"), (0, 1, "write")], period=None)
@example(life=[(2, 1, "search"), (2, 1, "write"), (2, 1, "spam"), (1, 1, "type three"), (1, 1, "write")], period=None)
@example(life=[(0, 1, "type three"), (0, 2, "say it helped"), (1, 0, "ask the widget"), (1, 3, "search")], period=None)
@example(life=[(0, 1, "write"), (0, 1, "be helped by the mail"), (0, 1, "search"), (0, 1, "write")], period=None)
def test_deflection_is_what_the_exported_sessions_and_events_say(admin, life, period):
    with undone():
        now = tried(life, admin)
        period = period or ALL
        with clock.at(now):
            figure = METRICS["deflection"].compute(Inquiry(period, now))
            export = exported(admin)
            counts = {end: listed(admin, end, period)["count"] for end in ("counted", "solved", "silent")}

    (value, n), silent = told_deflection(export, period.start, period.end, now)

    assert (figure.value, figure.n, figure.parts[0].n) == (pytest.approx(value) if n else None, n, silent)
    assert counts == {"counted": n, "solved": round((value or 0) * n), "silent": silent}


def tried(life, admin):
    """What these three did, one of them not signed in; gives the time after all of it."""
    moment = START
    readers = [Reader(CustomerFactory()), Reader(CustomerFactory()), Reader(None)]
    for who, quarters, act in life:
        moment += QUARTER * quarters + LONG.get(act, timedelta(0))
        with clock.at(moment), suppress(Refused, ValueError, IndexError):
            TRYING[act](readers[who], readers, admin)
    return moment + QUARTER


def exported(admin) -> str:
    """As anybody may fetch it, of all days; a page holds more than what happens here."""
    client = APIClient()
    client.force_login(admin)
    days = {"from": "2026-02-01", "to": "2026-05-01"}
    events = client.get("/api/v1/metrics/events/", days).json()
    sessions = client.get(SESSIONS, {**days, "end": "any", "limit": 100}).json()
    assert (events["next"], sessions["next"]) == ("", None)
    return json.dumps({"events": events["results"], "sessions": sessions["results"]})


def listed(admin, end, period) -> dict[str, Any]:
    client = APIClient()
    client.force_login(admin)
    days = {"from": str(period.first), "to": str(period.last), "time_zone": period.zone.key}
    return client.get(SESSIONS, {**days, "end": end}).json()
