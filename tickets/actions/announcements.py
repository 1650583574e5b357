"""Announcements, wins and lessons: writing, changing, putting away, reading, and saying thank you. They change no ticket."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.permissions import Permission
from helpdesk import clock, live
from tickets.access import may, require, sees
from tickets.content import Body
from tickets.errors import Invalid, NotAllowed
from tickets.live import STAFF, hint_later
from tickets.models import Announcement, AnnouncementRead, AnnouncementThanks, Macro, Ticket
from tickets.models.announcement import AnnouncementKind

LONGEST = 20_000
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)  # of imported ones; lists count time from 1970 on
_FARTHEST = timedelta(days=366)
_LONGEST_LIFE = timedelta(days=36_525)


@transaction.atomic
def announce(
    *,
    actor: User,
    kind: AnnouncementKind,
    html: str,
    teams: Iterable[Team] = (),
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    ticket: Ticket | None = None,
    macro: Macro | None = None,
) -> Announcement:
    """Tell everybody, or some teams. Wins and lessons are anybody's to share; announcements have to be read, so leads make them.

    Raises NotAllowed, and Invalid without words, for a time that ends before it begins, or for a macro not everybody has.
    """
    require(actor, _permission_for(kind))
    announcement = Announcement(author=actor, kind=kind, starts_at=starts_at or clock.now())
    return _saved(announcement, actor, html=html, teams=teams, ends_at=ends_at, ticket=ticket, macro=macro)


@transaction.atomic
def change_announcement(
    announcement: Announcement,
    *,
    actor: User,
    html: str,
    teams: Iterable[Team] = (),
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    ticket: Ticket | None = None,
    macro: Macro | None = None,
) -> Announcement:
    """Change one's own; leads change everybody's. Who has read it is not asked to read it again; the kind stays."""
    _refuse_foreign(announcement, actor)
    announcement.starts_at = starts_at or announcement.starts_at
    return _saved(announcement, actor, html=html, teams=teams, ends_at=ends_at, ticket=ticket, macro=macro)


def archive_announcement(announcement: Announcement, *, actor: User) -> bool:
    """Take it away from everybody; False if it is away."""
    _refuse_foreign(announcement, actor)
    rows = Announcement.objects.filter(pk=announcement.pk, archived_at=None)
    return _told(rows.update(archived_at=clock.now()), announcement)


def restore_announcement(announcement: Announcement, *, actor: User) -> bool:
    """Bring it back; False if it is there."""
    _refuse_foreign(announcement, actor)
    rows = Announcement.objects.filter(pk=announcement.pk, archived_at__isnull=False)
    return _told(rows.update(archived_at=None), announcement)


def read_announcement(announcement: Announcement, *, actor: User) -> bool:
    """Remember that the actor has read it; False if that is known."""
    _refuse_unseen(announcement, actor)
    _read, is_new = AnnouncementRead.objects.get_or_create(
        announcement=announcement, person=actor, defaults={"at": clock.now()}
    )
    return is_new


def thank_for(announcement: Announcement, *, actor: User) -> bool:
    """Say thank you, once; False if that was said, or for one's own."""
    _refuse_unseen(announcement, actor)
    if announcement.author_id == actor.pk:
        return False
    return AnnouncementThanks.objects.get_or_create(announcement=announcement, person=actor)[1]


def take_thanks_back(announcement: Announcement, *, actor: User) -> bool:
    _refuse_unseen(announcement, actor)
    return bool(AnnouncementThanks.objects.filter(announcement=announcement, person=actor).delete()[0])


def may_change_announcement(actor: User, announcement: Announcement) -> bool:
    """One's own, as long as one may write such; and everybody's, for those who announce."""
    if may(actor, Permission.ANNOUNCE):
        return True
    return announcement.author_id == actor.pk and may(actor, _permission_for(announcement.kind))


def _saved(
    announcement: Announcement,
    actor: User,
    *,
    html: str,
    teams: Iterable[Team],
    ends_at: datetime | None,
    ticket: Ticket | None,
    macro: Macro | None,
) -> Announcement:
    body = Body.from_html(html)
    if body.is_empty:
        raise Invalid(_("Write what your colleagues should know."))
    if len(body.html) > LONGEST:
        raise Invalid(_("This is too long to be read. Put the details into a ticket and link it."))
    if not _EARLIEST <= announcement.starts_at <= clock.now() + _FARTHEST:
        raise Invalid(_("Choose a start within a year."))
    if ends_at is not None and ends_at > clock.now() + _LONGEST_LIFE:
        raise Invalid(_("Choose an earlier end, or leave it open."))
    if ends_at is not None and ends_at <= announcement.starts_at:
        raise Invalid(_("It ends before it begins. Choose a later end."))
    if ticket is not None and ticket.pk != announcement.ticket_id and not sees(actor, ticket):
        raise Invalid(_("There is no such ticket, or not for you."))
    offered = Macro.objects.visible_to(actor).kept()
    if macro is not None and macro.pk != announcement.macro_id and not offered.filter(pk=macro.pk).exists():
        raise Invalid(_("This macro is archived or not for you."))
    announcement.html, announcement.text = body.html, body.text
    announcement.ends_at, announcement.ticket, announcement.macro = ends_at, ticket, macro
    announcement.changed_at = clock.now()
    announcement.save()
    announcement.teams.set(teams)
    _told(1, announcement)
    return announcement


def _permission_for(kind: str) -> Permission:
    return Permission.ANNOUNCE if kind == AnnouncementKind.ANNOUNCEMENT else Permission.SHARE_NEWS


def _refuse_foreign(announcement: Announcement, actor: User) -> None:
    _refuse_unseen(announcement, actor)
    if not may_change_announcement(actor, announcement):
        raise NotAllowed(_("Somebody else wrote this. Ask them, or a team lead, to change it."))


def _refuse_unseen(announcement: Announcement, actor: User) -> None:
    if not Announcement.objects.visible_to(actor).filter(pk=announcement.pk).exists():
        raise NotAllowed


def _told(changed: int, announcement: Announcement) -> bool:
    """Open desks look for what they have to read; the hint says nothing of what it is."""
    if changed:
        hint_later(live.Hint((STAFF,), {"announcement": announcement.pk}, event="news"))
    return bool(changed)
