"""What was scheduled shows at its time on desks that are open."""

from datetime import timedelta

import pytest

from helpdesk import clock, live
from tickets.actions import announce, archive_announcement
from tickets.announcing import hint_at_scheduled
from tickets.models.announcement import AnnouncementKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def hints(monkeypatch) -> list[live.Hint]:
    told: list[live.Hint] = []
    monkeypatch.setattr(live, "publish", told.extend)
    return told


def scheduled(lead, **fields):
    return announce(actor=lead, kind=AnnouncementKind.ANNOUNCEMENT, html="<p>Down at noon.</p>", **fields)


def test_when_its_time_comes_open_desks_look(lead, hints):
    now = clock.now()
    announcement = scheduled(lead, starts_at=now + timedelta(minutes=5), ends_at=now + timedelta(minutes=65))
    hints.clear()

    assert hint_at_scheduled() == 0
    for minutes in (5, 65):
        with clock.at(now + timedelta(minutes=minutes, seconds=1)):
            assert hint_at_scheduled() == 1
    with clock.at(now + timedelta(minutes=7)):
        assert hint_at_scheduled() == 0

    assert [(hint.event, hint.data) for hint in hints] == [("news", {"announcement": announcement.pk})] * 2


def test_what_was_put_away_meanwhile_is_no_news(lead, hints):
    now = clock.now()
    archive_announcement(scheduled(lead, starts_at=now + timedelta(minutes=5)), actor=lead)

    with clock.at(now + timedelta(minutes=5, seconds=1)):
        assert hint_at_scheduled() == 0
