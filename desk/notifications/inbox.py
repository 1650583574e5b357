"""What somebody was told, as they may see it now, with its words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from desk.keyset import Cursor, Keyset, Page
from desk.models import Notification
from desk.notifications.kinds import ICONS, NotificationKind
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.models import Event, Message, Reminder, Ticket

PAGE_SIZE = 30
PANEL_SIZE = 8
NEWEST = Keyset("-created_at", "-id")


@dataclass(slots=True)
class Entry:
    """One notification as a list shows it."""

    notification: Notification
    text: str
    words: str  # the beginning of what was written, if something was

    @property
    def id(self) -> int:
        return self.notification.pk

    @property
    def created_at(self) -> object:
        return self.notification.created_at

    @property
    def ticket(self) -> Ticket:
        return self.notification.ticket

    @property
    def is_unread(self) -> bool:
        return self.notification.read_at is None

    @property
    def icon(self) -> str:
        return ICONS[self.notification.kind]

    @property
    def emergency(self) -> int | None:
        """The key of one that calls its person still."""
        is_open = self.notification.kind == NotificationKind.EMERGENCY and self.is_unread
        return self.notification.event.data["emergency"] if is_open else None

    @property
    def more(self) -> int:
        """How often it happened beside this time."""
        return self.notification.count - 1


def visible_notifications(person: User, *, unlisted: bool = False) -> QuerySet[Notification]:
    """Those that are listed, of tickets that the person sees now: what is private since says nothing any more."""
    rows = Notification.objects.filter(person=person, **({} if unlisted else {"is_listed": True}))
    if person.is_admin and person.is_active:
        return rows
    return rows.filter(ticket__in=Ticket.objects.visible_to(person).order_by().values("pk"))


def page_of(person: User, *, only_unread: bool, kind: str, after: Cursor, before: Cursor) -> Page[Entry]:
    rows = visible_notifications(person)
    if only_unread:
        rows = rows.filter(read_at=None)
    if kind:
        rows = rows.filter(kind=kind)
    found = entries_of(NEWEST.window(rows, size=PAGE_SIZE, after=after, before=before))
    return NEWEST.page(found, size=PAGE_SIZE, after=after, before=before)


def newest_of(person: User) -> list[Entry]:
    """For the panel: what is unread, then what was read last."""
    rows = visible_notifications(person).order_by("-created_at", "-pk")
    unread = entries_of(rows.filter(read_at=None)[:PANEL_SIZE])
    if len(unread) == PANEL_SIZE:
        return unread
    return unread + entries_of(rows.filter(~Q(read_at=None))[: PANEL_SIZE - len(unread)])


def entries_of(rows: QuerySet[Notification] | Iterable[Notification]) -> list[Entry]:
    """With their words in the reader's language: four statements more at most, however many they are."""
    if isinstance(rows, QuerySet):
        rows = rows.select_related("event", "ticket", "event__actor")
    found = list(rows)
    names = Names.of([row.event for row in found], [row.event.actor for row in found if row.event.actor])
    # Never the actor of what they are told, so that every sentence stays one: "Lena assigned this to you".
    names.people |= {row.person_id: _("you") for row in found}
    words = _words_of(found)
    reminded = _reminded_of(found)
    return [
        Entry(
            row,
            _text_of(row, names),
            reminded.get(row.pk) or words.get(_message_of(row.event), ""),
        )
        for row in found
    ]


def _text_of(row: Notification, names: Names) -> str:
    if row.kind == NotificationKind.REMINDED:
        return _("You wanted to be reminded of this")
    return event_text(row.event, names)


def _words_of(rows: Sequence[Notification]) -> dict[int, str]:
    keys = [key for row in rows if (key := _message_of(row.event))]
    if not keys:
        return {}
    texts = Message.objects.filter(pk__in=keys).values_list("pk", "text")
    return {pk: _beginning_of(text) for pk, text in texts}


def _message_of(event: Event) -> int:
    """The key of what was said, 0 where nothing was: of an answer the answer, not once more what was asked."""
    if event.kind == EventKind.QUESTION_ANSWERED and isinstance(event.data.get("answer"), int):
        return int(event.data["answer"])
    return int(event.data.get("message") or 0)


def _reminded_of(rows: Sequence[Notification]) -> dict[int, str]:
    """What people wrote for themselves, by the key of the notification: the log does not hold it."""
    asked = {row.pk: row for row in rows if row.kind == NotificationKind.REMINDED}
    if not asked:
        return {}
    keys = [row.event.data["reminder"] for row in asked.values()]
    texts = {
        (pk, person): text
        for pk, person, text in Reminder.objects.filter(pk__in=keys).values_list("pk", "person", "words")
    }
    return {pk: _beginning_of(texts.get((row.event.data["reminder"], row.person_id), "")) for pk, row in asked.items()}


def _beginning_of(text: str) -> str:
    return " ".join(text[:400].split())[:160]
