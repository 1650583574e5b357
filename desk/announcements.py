"""What the page of news and the banner show, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.permissions import Permission, role_may
from desk.keyset import Cursor, Keyset, Page
from tickets.actions.announcements import may_change_announcement
from tickets.models import Announcement, AnnouncementRead, AnnouncementThanks, Ticket
from tickets.models.announcement import AnnouncementKind, AnnouncementQuerySet

PAGE_SIZE = 20
MOST_NAMED = 200
_NEWEST = Keyset("-starts_at", "-pk")


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the news as a person sees it."""

    announcement: Announcement
    thanks: int
    reads: int
    has_thanked: bool
    may_change: bool
    shows_readers: bool
    links_ticket: bool  # they see the ticket that it names
    offers_macro: bool


@dataclass(frozen=True, slots=True)
class Readers:
    """Who of those concerned has read an announcement, and who has not; each list up to MOST_NAMED."""

    have: list[User]
    have_not: list[User]
    concerned: int


def news_page(
    person: User, *, kind: str, search: str, archived: bool, after: str | None, before: str | None
) -> Page[Shown]:
    found = _found(person, kind, search, archived=archived)
    cursors: tuple[Cursor, Cursor] = (_NEWEST.read(after), _NEWEST.read(before))
    rows = list(_NEWEST.window(found, size=PAGE_SIZE, after=cursors[0], before=cursors[1]))
    page = _NEWEST.page(rows, size=PAGE_SIZE, after=cursors[0], before=cursors[1])
    return Page(shown(person, page.rows), page.next, page.previous)


def one_shown(person: User, announcement: Announcement) -> Shown:
    return shown(person, with_figures(Announcement.objects.filter(pk=announcement.pk), person))[0]


def unread(person: User) -> list[Shown]:
    """What the banner asks the person to read, the oldest first."""
    return shown(person, with_figures(Announcement.objects.unread_by(person), person).order_by("starts_at", "pk")[:20])


def shown(person: User, announcements: Iterable[Announcement]) -> list[Shown]:
    rows = list(announcements)
    named = [row.ticket_id for row in rows if row.ticket_id is not None]
    visible = (
        set(Ticket.objects.visible_to(person).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    )
    announces = role_may(person.role, Permission.ANNOUNCE)
    return [
        Shown(
            announcement=row,
            thanks=row.thanks_count,  # type: ignore[attr-defined]  # annotated
            reads=row.reads_count,  # type: ignore[attr-defined]  # annotated
            has_thanked=row.has_thanked,  # type: ignore[attr-defined]  # annotated
            may_change=may_change_announcement(person, row),
            shows_readers=row.kind == AnnouncementKind.ANNOUNCEMENT and (announces or row.author_id == person.pk),
            links_ticket=row.ticket_id in visible,
            offers_macro=row.macro is not None and row.macro.archived_at is None,
        )
        for row in rows
    ]


def readers_of(announcement: Announcement) -> Readers:
    """All staff, or the members of its teams; without its author."""
    concerned = User.objects.staff().exclude(pk=announcement.author_id).only("name", "email")
    teams = announcement.teams.all()
    if teams:
        concerned = concerned.filter(pk__in=User.objects.filter(teams__in=teams).order_by().values("pk"))
    read = AnnouncementRead.objects.filter(announcement=announcement, person=OuterRef("pk"))
    ordered = concerned.order_by("name", "email")
    return Readers(
        have=list(ordered.filter(Exists(read))[:MOST_NAMED]),
        have_not=list(ordered.filter(~Exists(read))[:MOST_NAMED]),
        concerned=concerned.count(),
    )


def with_figures(announcements: QuerySet[Announcement], person: User) -> QuerySet[Announcement]:
    thanks = AnnouncementThanks.objects.filter(announcement=OuterRef("pk"))
    reads = AnnouncementRead.objects.filter(announcement=OuterRef("pk"))
    return (
        announcements.annotate(
            thanks_count=_count_of(thanks),
            reads_count=_count_of(reads),
            has_thanked=Exists(thanks.filter(person=person)),
        )
        .select_related("author", "macro")
        .prefetch_related("teams")
    )


def _found(person: User, kind: str, search: str, *, archived: bool) -> QuerySet[Announcement]:
    found: AnnouncementQuerySet = Announcement.objects.visible_to(person).filter(archived_at__isnull=not archived)
    if kind in AnnouncementKind:
        found = found.filter(kind=kind)
    for word in search.split()[:8]:
        found = found.filter(Q(text__icontains=word) | Q(author__name__icontains=word))
    return with_figures(found, person)


def _count_of(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("announcement").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
