"""Deflection: of the whole house, from sessions of the help centre."""

from dataclasses import replace
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest

from helpdesk import clock
from knowledgebase.actions import ask_help, solve_session
from knowledgebase.models import HelpPlace
from metrics.catalogue import METRICS
from metrics.period import Period
from metrics.questions import Inquiry, Scope

pytestmark = pytest.mark.django_db


def test_the_figure_is_in_the_catalogue_for_the_whole_house_only():
    now = clock.now()
    session = ask_help(None, place=HelpPlace.FORM, question="how to pay", language="en", shown=[])
    solve_session(session.pk)
    day = now.astimezone(UTC).date()
    asked = Inquiry(period=Period(day, day, ZoneInfo("UTC")), now=now)
    figure = METRICS["deflection"].compute(asked)
    assert (figure.value, figure.n) == (1.0, 1)
    assert METRICS["deflection"].compute(replace(asked, scope=Scope(teams=frozenset({1})))).value is None


def test_who_asked_just_now_has_not_ended_silently_yet():
    now = clock.now()
    ask_help(None, place=HelpPlace.FORM, question="how to pay", language="en", shown=[])
    today = now.astimezone(UTC).date()

    def silent_at(moment):
        days = Period(today, today + timedelta(days=1), ZoneInfo("UTC"))
        (silent,) = METRICS["deflection"].compute(Inquiry(period=days, now=moment)).parts
        return silent.n

    assert silent_at(now + timedelta(minutes=20)) == 0
    assert silent_at(now + timedelta(minutes=40)) == 1
