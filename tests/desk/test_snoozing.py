"""Snoozing from the page of a ticket: the choices of the menu, in the agent's zone."""

import json
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from desk.send_later import later_choices
from desk.snoozing import snooze_choices
from tests.desk.conftest import HTMX
from tickets.actions import snooze, solve
from tickets.models import Ticket

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


def post(client, ticket: Ticket, **fields):
    return client.post(f"/desk/tickets/{ticket.number}/snooze/", fields, headers=HTMX)


def test_the_choices_are_natural_ones_in_the_viewers_zone():
    wednesday = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)  # 23:30 in Berlin
    with timezone.override(BERLIN):
        choices = snooze_choices(wednesday)

    assert [(choice.key, choice.until) for choice in choices] == [
        ("later", wednesday + timedelta(hours=3)),
        ("tomorrow", datetime(2026, 11, 26, 9, tzinfo=BERLIN)),
        ("monday", datetime(2026, 11, 30, 9, tzinfo=BERLIN)),
    ]


def test_on_a_sunday_tomorrow_is_monday_and_on_a_monday_monday_is_a_week_away():
    sunday, monday = datetime(2026, 11, 29, 12, tzinfo=UTC), datetime(2026, 11, 30, 6, tzinfo=UTC)

    assert [choice.key for choice in snooze_choices(sunday)] == ["later", "tomorrow"]
    assert snooze_choices(monday)[-1].until == datetime(2026, 12, 7, 9, tzinfo=UTC)


@pytest.mark.parametrize("now", [datetime(2026, 3, 29, 0, tzinfo=UTC), datetime(2026, 10, 24, 23, 30, tzinfo=UTC)])
def test_three_hours_are_three_hours_in_the_night_in_which_the_clocks_are_changed(now):
    with timezone.override(BERLIN):
        assert snooze_choices(now)[0].until.astimezone(UTC) == now + timedelta(hours=3)
        assert later_choices(now)[0].at.astimezone(UTC) == now + timedelta(hours=1)


@given(
    minutes=st.integers(0, 2 * 366 * 24 * 60),
    zone=st.sampled_from((BERLIN, NEW_YORK, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia"))),
)
def test_every_choice_lies_ahead_and_mornings_are_at_nine_by_the_clock(minutes, zone):
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    with timezone.override(zone):
        choices = snooze_choices(now)
        assert all(now < choice.until <= now + timedelta(days=8) for choice in choices)
        for choice in choices[1:]:
            local = choice.until.astimezone(UTC).astimezone(zone)
            assert local.time() == time(9)
        assert {choice.until.astimezone(zone).weekday() for choice in choices if choice.key == "monday"} <= {0}


@pytest.mark.django_db
def test_a_choice_snoozes_and_the_page_says_so(desk, agent, ticket):
    agent.time_zone = "Europe/Berlin"
    agent.save()

    answer = post(desk, ticket, choice="tomorrow")

    ticket.refresh_from_db()
    here = timezone.now().astimezone(BERLIN)
    assert ticket.snoozed_until == datetime.combine(here.date() + timedelta(days=1), time(9), BERLIN)
    assert "09:00" in json.loads(answer["HX-Trigger"])["toast"]["text"]
    assert "Snoozed" in answer.content.decode()
    assert "End the snooze" in answer.content.decode()


@pytest.mark.django_db
def test_a_day_and_time_are_meant_as_the_agents_clock_shows_them(desk, agent, ticket):
    agent.time_zone = "America/New_York"
    agent.save()
    day = timezone.localdate() + timedelta(days=10)

    post(desk, ticket, at=f"{day}T14:30")

    ticket.refresh_from_db()
    assert ticket.snoozed_until == datetime.combine(day, time(14, 30), NEW_YORK)


@pytest.mark.django_db
@pytest.mark.parametrize("at", ["", "tomorrow", "2020-01-01T09:00", "2026-13-45T99:00", "9999-12-31T23:59"])
def test_nonsense_and_the_past_are_refused_with_a_sentence(desk, ticket, at):
    answer = post(desk, ticket, at=at)

    assert answer.status_code in (400, 409)
    assert "Choose" in json.loads(answer["HX-Trigger"])["toast"]["text"]
    ticket.refresh_from_db()
    assert ticket.snoozed_until is None


@pytest.mark.django_db
def test_it_is_ended_from_the_page(desk, agent, ticket):
    snooze(ticket, actor=agent, until=timezone.now() + timedelta(days=1))

    assert "End the snooze" not in post(desk, ticket, undo="1").content.decode()

    ticket.refresh_from_db()
    assert ticket.snoozed_until is None


@pytest.mark.django_db
def test_a_solved_ticket_offers_no_snooze(desk, agent, ticket):
    assert "snooze/" in desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    solve(ticket, actor=agent)
    assert "snooze/" not in desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
