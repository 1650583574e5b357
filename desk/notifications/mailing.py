"""Mails about notifications: written when they are due and still unread, those of one ticket folded into one.

A person's rows are locked and marked in the transaction that writes the mail into the outbox, so that each is mailed once.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby, islice

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.languages import language_shown_to
from accounts.models import User
from desk.models import Notification, NotificationSettings
from desk.notifications.calling import mail_call
from desk.notifications.inbox import Entry, entries_of
from desk.notifications.kinds import NotificationKind
from desk.notifications.quiet import is_disturbed, zone_named
from desk.notifications.settings import settings_of
from helpdesk import clock
from mail.notifying import Links, Said, bounces, post_digest, post_notification
from tickets.access import sees
from tickets.models import Message, Ticket, TicketRead

MOST_PEOPLE = 200  # of one run; the next one goes on
MOST_ROWS = 200  # of one person's
MOST_MESSAGES = 20
MOST_IN_DIGEST = 50
_SALT = "desk.notifications.off"
_TICKET = ("ticket__team", "ticket__mailbox", "ticket__requester")


def mail_due() -> int:
    """Write what is due, and to who is back what was kept for them; how many mails."""
    now = clock.now()
    due = Notification.objects.filter(mail_due_at__lte=now).order_by().values_list("person", flat=True).distinct()
    return sum(_mail_to(person, now) for person in due[:MOST_PEOPLE]) + _catch_up(now)


def switch_off_token(person: User, kinds: Iterable[str]) -> str:
    return signing.dumps([person.pk, sorted(set(kinds))], salt=_SALT)


def read_switch_off_token(token: str) -> tuple[User, list[str]] | None:
    """Whose mails of which kinds are to end; None for a token that is not ours."""
    try:
        key, kinds = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=key, is_active=True).first()
    return (person, kinds) if person else None


def _catch_up(now: datetime) -> int:
    """One mail each for those who were away and are back; those who are still away hold up nobody, however many they are."""
    kept = Notification.objects.filter(is_kept=True).order_by().values("person").distinct()
    never_quiet = set(NotificationSettings.objects.filter(is_quiet=False).values_list("person", flat=True))
    rows = User.objects.filter(pk__in=kept).order_by("pk").iterator(MOST_PEOPLE)
    back = (person for person in rows if _may_disturb(person, now, wants_quiet=person.pk not in never_quiet))
    return sum(_digest_for(person, now) for person in list(islice(back, MOST_PEOPLE)))


def _may_disturb(person: User, now: datetime, *, wants_quiet: bool) -> bool:
    return is_disturbed(
        wants_quiet=wants_quiet,
        availability=person.availability,
        hours=person.working_hours,
        zone=person.time_zone,
        at=now,
    )


def _mail_to(key: int, now: datetime) -> int:
    with transaction.atomic():
        rows = Notification.objects.filter(person=key, mail_due_at__lte=now).select_for_update(
            of=("self",), skip_locked=True
        )
        found = list(rows.select_related("person", "event__actor", *_TICKET).order_by("ticket", "pk")[:MOST_ROWS])
        Notification.objects.filter(pk__in=[row.pk for row in found]).update(mail_due_at=None)
        if not found or not _can_be_mailed(found[0].person):
            return 0
        person = found[0].person
        calls = [row for row in found if row.kind == NotificationKind.EMERGENCY]
        found = [row for row in found if row.kind != NotificationKind.EMERGENCY]
        with _as_they_read(person):
            called = sum(mail_call(person, row) for row in calls)
        wanted = settings_of(person)
        if found and not _may_disturb(person, now, wants_quiet=wanted.is_quiet):  # went away since
            Notification.objects.filter(pk__in=[row.pk for row in found], read_at=None).update(
                is_kept=wanted.catches_up
            )
            return called
        folded = [list(rows) for _ticket, rows in groupby(found, key=lambda row: row.ticket_id)]
        return called + sum(_mail_about(person, rows, now) for rows in folded)


# What a customer waits for, told by no colleague's words: who answers such a mail means the customer.
_ANSWERED_TO_CUSTOMER = frozenset(
    {NotificationKind.CUSTOMER_WROTE, NotificationKind.ASSIGNED, NotificationKind.SLA, NotificationKind.WOKE}
)


def _mail_about(person: User, rows: Sequence[Notification], now: datetime) -> int:
    ticket = rows[0].ticket
    unread = [row for row in rows if row.read_at is None]
    if not unread or not sees(person, ticket):
        return 0
    with _as_they_read(person):
        entries, said = entries_of(unread), _unseen(person, ticket)
        # A quoted note must not travel to the customer with the answer.
        to_customer = not any(one.is_note for one in said)
        post_notification(
            person,
            ticket,
            sentences=[_sentence(entry) for entry in entries],
            said=said,
            author=unread[-1].event.actor,
            to_customer=to_customer and any(row.kind in _ANSWERED_TO_CUSTOMER for row in unread),
            links=_links(person, [row.kind for row in unread], ticket),
            at=now,
        )
    return 1


def _digest_for(person: User, now: datetime) -> int:
    with transaction.atomic():
        rows = Notification.objects.filter(person=person, is_kept=True).select_for_update(
            of=("self",), skip_locked=True
        )
        found = list(rows.select_related("event__actor", *_TICKET).order_by("ticket", "pk"))
        Notification.objects.filter(pk__in=[row.pk for row in found]).update(is_kept=False)
        unread = [row for row in found if row.read_at is None and sees(person, row.ticket)][-MOST_IN_DIGEST:]
        if not unread or not _can_be_mailed(person):
            return 0
        with _as_they_read(person):
            folded = groupby(entries_of(unread), key=lambda entry: entry.ticket)
            tickets = [
                (ticket, [_sentence(entry) for entry in entries], _address(reverse("desk:ticket", args=[ticket.pk])))
                for ticket, entries in folded
            ]
            links = _links(person, [row.kind for row in unread], None)
            post_digest(person, tickets=tickets, links=links, at=now)
    return 1


def _can_be_mailed(person: User) -> bool:
    return person.is_active and person.is_staff and not bounces(person.email)


def _unseen(person: User, ticket: Ticket) -> list[Said]:
    """What they have not read of the conversation, the newest messages; at least the last one."""
    read = TicketRead.objects.filter(person=person, ticket=ticket).values_list("seen_seq", flat=True).first() or 0
    messages = Message.objects.filter(ticket=ticket, seq__isnull=False).exclude(author=person)
    newest = list(messages.select_related("author").order_by("-seq")[:MOST_MESSAGES])
    unseen = [message for message in newest if (message.seq or 0) > read] or newest[:1]
    return [
        Said(
            who=message.author.display_name if message.author else _("Helpdesk"),
            at=timezone.localtime(message.created_at),
            text=message.text,
            is_note=message.kind == "note",
        )
        for message in reversed(unseen)
    ]


def _sentence(entry: Entry) -> str:
    return f"{entry.text} (×{entry.notification.count})" if entry.more else entry.text


def _links(person: User, kinds: Iterable[str], ticket: Ticket | None) -> Links:
    return Links(
        ticket=_address(reverse("desk:ticket", args=[ticket.pk])) if ticket else "",
        settings=_address(reverse("desk:notification_settings")),
        switch_off=_address(reverse("desk:notifications_off", args=[switch_off_token(person, kinds)])),
    )


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


@contextmanager
def _as_they_read(person: User) -> Iterator[None]:
    """The reader's language and zone, for the time of writing their mail."""
    language = language_shown_to(person)
    with translation.override(language), timezone.override(zone_named(person.time_zone)):
        yield
