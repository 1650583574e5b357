"""Announcements, wins and lessons: who may share which, who has to read it, and until when."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Role
from helpdesk import clock
from tests.factories import AgentFactory, TeamFactory, make_macro, make_ticket
from tickets.actions import (
    announce,
    archive_announcement,
    change_announcement,
    read_announcement,
    restore_announcement,
    take_thanks_back,
    thank_for,
)
from tickets.errors import Invalid, NotAllowed
from tickets.models import Announcement, AnnouncementRead, AnnouncementThanks
from tickets.models.announcement import AnnouncementKind

pytestmark = pytest.mark.django_db

ANNOUNCEMENT, WIN, LESSON = AnnouncementKind.ANNOUNCEMENT, AnnouncementKind.WIN, AnnouncementKind.LESSON


def outage(lead, **fields) -> Announcement:
    return announce(actor=lead, kind=ANNOUNCEMENT, html="<p>Mail is <b>down</b>.</p>", **fields)


def unread_of(person) -> list[Announcement]:
    return list(Announcement.objects.unread_by(person))


def test_everybody_else_has_to_read_an_announcement(agent, agent_l2, lead):
    announcement = outage(lead)

    assert announcement.text == "Mail is down."
    assert unread_of(agent) == unread_of(agent_l2) == [announcement]
    assert unread_of(lead) == []


def test_it_is_for_its_teams_when_it_has_some(agent, agent_l2, lead, admin, first_line):
    announcement = outage(lead, teams=[first_line])

    assert unread_of(agent) == [announcement]
    assert unread_of(agent_l2) == []
    assert announcement not in Announcement.objects.visible_to(agent_l2)
    assert unread_of(admin) == [announcement]


def test_until_they_have_read_it(agent, agent_l2, lead):
    announcement = outage(lead)

    assert read_announcement(announcement, actor=agent)
    assert not read_announcement(announcement, actor=agent)
    assert unread_of(agent) == []
    assert unread_of(agent_l2) == [announcement]
    assert AnnouncementRead.objects.count() == 1


def test_only_from_its_start_to_its_end(agent, lead):
    now = clock.now()
    outage(lead, starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2))
    outage(lead, starts_at=now - timedelta(hours=2), ends_at=now - timedelta(hours=1))
    current = outage(lead, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    assert unread_of(agent) == [current]


def test_what_begins_later_is_seen_by_its_author_and_who_announces(agent, agent_l2, lead):
    tomorrow = clock.now() + timedelta(days=1)
    outage(lead, starts_at=tomorrow)
    win = announce(actor=agent, kind=WIN, html="<p>Cake</p>", starts_at=tomorrow)

    assert [Announcement.objects.visible_to(one).count() for one in (lead, agent, agent_l2)] == [2, 1, 0]
    assert list(Announcement.objects.visible_to(agent)) == [win]


def test_archived_is_away_until_it_is_restored(agent, lead):
    announcement = outage(lead)

    assert archive_announcement(announcement, actor=lead)
    assert not archive_announcement(announcement, actor=lead)
    assert unread_of(agent) == []
    assert restore_announcement(announcement, actor=lead)
    assert not restore_announcement(announcement, actor=lead)
    assert unread_of(agent) == [announcement]


def test_wins_and_lessons_are_anybodys_and_nobody_has_to_read_them(agent, agent_l2):
    for kind in (WIN, LESSON):
        shared = announce(actor=agent, kind=kind, html="<p>Ann sent cake.</p>")
        assert shared in Announcement.objects.visible_to(agent_l2)
    assert unread_of(agent_l2) == []


@pytest.mark.parametrize(
    ("role", "kind", "may"),
    [
        (Role.AGENT, ANNOUNCEMENT, False),
        (Role.AGENT, WIN, True),
        (Role.LEAD, ANNOUNCEMENT, True),
        (Role.MANAGER, ANNOUNCEMENT, True),
        (Role.ADMIN, ANNOUNCEMENT, True),
        (Role.CUSTOMER, LESSON, False),
    ],
)
def test_who_may_share_what(role, kind, may):
    person = AgentFactory(role=role)
    if may:
        assert announce(actor=person, kind=kind, html="<p>x</p>").author == person
        return
    with pytest.raises(NotAllowed):
        announce(actor=person, kind=kind, html="<p>x</p>")
    assert not Announcement.objects.exists()


def test_ones_own_is_changed_by_oneself_and_by_leads(agent, agent_l2, lead):
    win = announce(actor=agent, kind=WIN, html="<p>x</p>")

    change_announcement(win, actor=agent, html="<p>Better words</p>")
    change_announcement(win, actor=lead, html="<p>Best words</p>")
    assert Announcement.objects.get().text == "Best words"
    for act in (
        lambda: change_announcement(win, actor=agent_l2, html="<p>y</p>"),
        lambda: archive_announcement(win, actor=agent_l2),
        lambda: restore_announcement(win, actor=agent_l2),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Announcement.objects.get().text == "Best words"


def test_a_lead_who_is_one_no_longer_changes_no_announcement(lead):
    announcement = outage(lead)
    lead.role = Role.AGENT
    lead.save()
    with pytest.raises(NotAllowed):
        change_announcement(announcement, actor=lead, html="<p>y</p>")


def test_nonsense_is_refused(lead, agent, customer):
    now = clock.now()
    private = make_macro(scope="private", owner=agent, html="<p>x</p>")
    hidden = make_ticket(requester=customer, team=TeamFactory(is_private=True))
    for fields, sentence in (
        ({"html": " <p></p>"}, "Write what"),
        ({"html": "<p>" + "x" * 30_000 + "</p>"}, "too long"),
        ({"ends_at": now - timedelta(hours=1)}, "ends before"),
        ({"starts_at": now + timedelta(days=400)}, "within a year"),
        ({"starts_at": datetime(1969, 1, 1, tzinfo=UTC)}, "within a year"),
        ({"ends_at": datetime(9999, 1, 1, tzinfo=UTC)}, "earlier end"),
        ({"macro": private}, "macro"),
        ({"ticket": hidden}, "no such ticket"),
    ):
        with pytest.raises(Invalid, match=sentence):
            announce(actor=lead, kind=ANNOUNCEMENT, **{"html": "<p>x</p>", **fields})
    assert not Announcement.objects.exists()


def test_scripts_are_taken_out(lead):
    assert "script" not in outage(lead).html
    made = announce(actor=lead, kind=WIN, html='<p onclick="x()">Hi<script>alert(1)</script></p>')
    assert made.html == "<p>Hi</p>"


def test_thanks_are_said_once_and_not_to_oneself(agent, agent_l2, lead):
    win = announce(actor=agent, kind=WIN, html="<p>x</p>")

    assert thank_for(win, actor=lead)
    assert not thank_for(win, actor=lead)
    assert thank_for(win, actor=agent_l2)
    assert not thank_for(win, actor=agent)
    assert AnnouncementThanks.objects.filter(announcement=win).count() == 2
    assert take_thanks_back(win, actor=lead)
    assert not take_thanks_back(win, actor=lead)


def test_who_does_not_see_it_does_nothing_with_it(agent_l2, lead, first_line):
    announcement = outage(lead, teams=[first_line])
    for act in (read_announcement, thank_for, take_thanks_back):
        with pytest.raises(NotAllowed):
            act(announcement, actor=agent_l2)


def test_the_database_refuses_what_ends_before_it_begins(lead):
    announcement = outage(lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.filter(pk=announcement.pk).update(ends_at=announcement.starts_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.filter(pk=announcement.pk).update(kind="gossip")
