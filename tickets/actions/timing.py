"""Keeping the time that was spent on a ticket, where the desk wants it (accounts/general.py).

The ticket's total is a column. Events name an entry by its key and carry what it is, so that the list at any moment can be
rebuilt. Entries are their writer's: others neither change nor remove them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.general import general
from accounts.models import User
from accounts.permissions import Permission
from tickets.access import require
from tickets.content import storable
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind, change, record
from tickets.locking import locked
from tickets.models import Event, Ticket, TimeEntry
from tickets.models.time_entry import LONGEST_MINUTES, LONGEST_WORDS


@verb
def log_time(
    ticket: Ticket, *, actor: User, minutes: int, words: str = "", spent_at: datetime | None = None
) -> TimeEntry:
    """Keep that the actor worked on it for so long, now or at `spent_at`. Raises Invalid for a time that cannot have been."""
    ticket = locked(ticket)
    require(actor, Permission.NOTE, ticket)
    refuse_time(ticket, minutes)
    now = current_passage().now()
    if spent_at is not None and spent_at > now:
        raise Invalid(_("This time has not been yet. Choose an earlier one."))

    entry = TimeEntry.objects.create(
        ticket=ticket,
        person=actor,
        minutes=minutes,
        words=_words(words),
        spent_at=spent_at or now,
        created_at=now,
    )
    changes = change(ticket, minutes_spent=ticket.minutes_spent + minutes)
    record(ticket, EventKind.TIME_LOGGED, actor=actor, changes=changes, **_particulars(entry))
    return entry


@verb
def change_time(entry: TimeEntry, *, actor: User, minutes: int | None = None, words: str | None = None) -> Event | None:
    """Correct one's own entry; None if nothing changes. Raises NotAllowed for somebody else's."""
    ticket, entry = _locked_entry(entry, actor)
    minutes = entry.minutes if minutes is None else minutes
    refuse_time(ticket, minutes)
    words = entry.words if words is None else _words(words)
    if (minutes, words) == (entry.minutes, entry.words):
        return None

    changes = change(ticket, minutes_spent=ticket.minutes_spent + minutes - entry.minutes)
    entry.minutes, entry.words = minutes, words
    entry.save(update_fields=["minutes", "words"])
    return record(ticket, EventKind.TIME_CHANGED, actor=actor, changes=changes, **_particulars(entry))


@verb
def remove_time(entry: TimeEntry, *, actor: User) -> Event | None:
    """Take one's own entry away; None if it is gone already. Raises NotAllowed for somebody else's."""
    if not TimeEntry.objects.filter(pk=entry.pk).exists():
        return None
    ticket, entry = _locked_entry(entry, actor)

    particulars = _particulars(entry)
    entry.delete()
    changes = change(ticket, minutes_spent=ticket.minutes_spent - particulars["minutes"])
    return record(ticket, EventKind.TIME_REMOVED, actor=actor, changes=changes, **particulars)


def refuse_time(ticket: Ticket, minutes: int) -> None:
    """Raise what keeping so many minutes would be refused with."""
    if not general().keeps_time:
        raise IllegalTransition(_("This help desk keeps no times. An admin can switch that on."))
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise Invalid(_("Write how many minutes it took, at most a day."))


def bring_time(source: Ticket, target: Ticket) -> list[int]:
    """Part of the verbs that take all of a ticket into another: its times go along."""
    keys = list(source.time_entries.values_list("pk", flat=True)) if source.minutes_spent else []
    TimeEntry.objects.filter(pk__in=keys).update(ticket=target)
    return keys


def take_time_back(keys: Sequence[int], source: Ticket, target: Ticket) -> None:
    """What was brought along and is still there returns."""
    if keys:
        TimeEntry.objects.filter(pk__in=keys, ticket=target).update(ticket=source)


def time_columns(ticket: Ticket) -> dict[str, int]:
    """The ticket's column as its rows say."""
    return {"minutes_spent": ticket.time_entries.aggregate(total=Sum("minutes"))["total"] or 0}


def _locked_entry(entry: TimeEntry, actor: User) -> tuple[Ticket, TimeEntry]:
    ticket = locked(entry.ticket)
    require(actor, Permission.NOTE, ticket)
    found = TimeEntry.objects.filter(pk=entry.pk, ticket=ticket).first()
    if found is None:
        raise IllegalTransition(_("Somebody took this entry away."))
    if found.person_id != actor.pk:
        raise NotAllowed(_("Only who wrote a time down changes it."))
    return ticket, found


def _words(words: str) -> str:
    return " ".join(storable(words).split())[:LONGEST_WORDS]


def _particulars(entry: TimeEntry) -> dict[str, Any]:
    return {
        "entry": entry.pk,
        "person": entry.person_id,
        "minutes": entry.minutes,
        "words": entry.words,
        "spent_at": entry.spent_at.isoformat(),
    }
