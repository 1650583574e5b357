"""Reading notifications, and taking that back. No change to a ticket: no event.

`User.unread_notifications` counts what is unread, listed, and on tickets that the person sees; it is counted anew here, under
the lock of the person's row, so that it is right whoever writes at the same moment.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from accounts.models import User
from desk.models import Notification
from desk.notifications.inbox import visible_notifications
from desk.notifications.kinds import NotificationKind
from helpdesk import clock, live
from tickets.live import own_channel
from tickets.models import Ticket
from tickets.models.concession import ConcessionState

KEPT = timedelta(days=90)  # after they were read
_UNMAILED = {"mail_due_at": None, "is_kept": False}


def read(notification: Notification, *, actor: User) -> bool:
    """False when it was read already. What is read is not mailed any more."""
    return _read(actor, pk=notification.pk) > 0


def read_ticket(ticket: Ticket, *, actor: User) -> int:
    """All that tells of this ticket; how many were unread."""
    return _read(actor, ticket=ticket)


def read_decided(ticket: Ticket) -> None:
    """For everybody: that a concession on it waits to be decided, once none does any more."""
    if ticket.concessions.filter(state=ConcessionState.WAITING).exists():
        return
    rows = Notification.objects.filter(ticket=ticket, kind=NotificationKind.CONCESSION_ASKED, read_at=None)
    people = User.objects.filter(pk__in=rows.order_by().values("person"))
    for person in sorted(people, key=lambda one: one.pk):
        _read(person, ticket=ticket, kind=NotificationKind.CONCESSION_ASKED)


def read_calls(ticket: Ticket) -> None:
    """For everybody: that an emergency on it calls them, once somebody is on it or it is over."""
    rows = Notification.objects.filter(ticket=ticket, kind=NotificationKind.EMERGENCY, read_at=None)
    people = User.objects.filter(pk__in=rows.order_by().values("person"))
    for person in sorted(people, key=lambda one: one.pk):
        _read(person, ticket=ticket, kind=NotificationKind.EMERGENCY)


def read_all(*, actor: User) -> datetime | None:
    """The moment by which `unread_since` takes it back; None when nothing was unread."""
    at = clock.now()
    return at if _read(actor, at=at) else None


def unread(notification: Notification, *, actor: User) -> bool:
    """Make it unread again; False when it is, or when something newer of its kind on its ticket is."""
    return _unread(actor, pk=notification.pk) > 0


def unread_since(at: datetime, *, actor: User) -> int:
    """Take `read_all` back; how many are unread again."""
    return _unread(actor, read_at=at)


def forget_old() -> int:
    """Throw away what was read long ago; what is unread stays, however old."""
    old = Notification.objects.filter(read_at__lt=clock.now() - KEPT)
    number, _of_each = old.delete()
    return number


def recount(person: User) -> int:
    """The number that the head of the desk shows, set right."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
        number = visible_notifications(person).filter(read_at=None).count()
        User.objects.filter(pk=person.pk).exclude(unread_notifications=number).update(unread_notifications=number)
    person.unread_notifications = number
    return number


def recount_of_ticket(ticket: Ticket) -> None:
    """After fewer or more people see it: for all who are told of it and have not read it."""
    people = User.objects.filter(notifications__ticket=ticket, notifications__read_at=None).distinct()
    for person in sorted(people, key=lambda one: one.pk):
        recount(person)


def _read(person: User, *, at: datetime | None = None, **which: object) -> int:
    rows = Notification.objects.filter(person=person, read_at=None, **which)
    with transaction.atomic():
        number = rows.update(read_at=at or clock.now(), **_UNMAILED)
        if number:
            _changed(person)
    return number


def _unread(person: User, **which: object) -> int:
    rows = Notification.objects.filter(person=person, read_at__isnull=False, **which)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
        number = rows.filter(pk__in=_newest_of_each(rows, person)).update(read_at=None)
        if number:
            _changed(person)
    return number


def _newest_of_each(rows: Iterable[Notification], person: User) -> list[int]:
    """One of each kind on each ticket can be unread; those that would stand beside an unread one stay read."""
    taken = set(Notification.objects.filter(person=person, read_at=None).values_list("ticket", "kind"))
    newest: dict[tuple[int, str], int] = {}
    for row in rows:
        if (row.ticket_id, row.kind) not in taken:
            newest.setdefault((row.ticket_id, row.kind), row.pk)
    return list(newest.values())


def _changed(person: User) -> None:
    """The head of every open page of theirs shows the new number."""
    recount(person)
    hint = live.Hint((own_channel(person.pk),), {}, event="notification")
    transaction.on_commit(partial(live.publish, [hint]), robust=True)
