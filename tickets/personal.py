"""What tickets hold of a person beyond the messages and the log, which a verb erases (tickets/actions/erasing.py)."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal import AT_ONCE, Bite, Store, Whom
from tickets.actions.erasing import erase_person, tickets_of, tickets_telling_of
from tickets.models import Attachment, Draft, IdentityCode, PersonMerge, Ticket

_TICKETS_AT_ONCE = 20


def files_of(whom: Whom) -> QuerySet[Attachment]:
    return Attachment.objects.filter(Q(uploaded_by__in=whom.keys) | Q(message__author__in=whom.keys))


def erase_files(whom: Whom, after: int) -> Bite:
    """The bytes first: a row whose file has gone is found again, a file whose row has gone never."""
    files = list(files_of(whom).order_by("pk")[:AT_ONCE])
    for file in files:
        file.file.delete(save=False)
        file.delete()
    return Bite(len(files), 0 if len(files) == AT_ONCE else None)


def erase_tickets(whom: Whom, after: int, *, by: User) -> Bite:
    """Each through its verb, by number."""
    return _through_the_door(tickets_of(whom).filter(pk__gt=after), whom, by)


def erase_mentions(whom: Whom, after: int, *, by: User) -> Bite:
    """Tickets of others in which they are named."""
    return _through_the_door(tickets_telling_of(whom).filter(pk__gt=after), whom, by)


def _through_the_door(tickets: QuerySet[Ticket], whom: Whom, by: User) -> Bite:
    found = list(tickets.order_by("pk")[:_TICKETS_AT_ONCE])
    rows = sum(erase_person(ticket, actor=by, whom=whom) is not None for ticket in found)
    return Bite(rows, found[-1].pk if len(found) == _TICKETS_AT_ONCE else None)


def _drafts_of(whom: Whom) -> QuerySet[Draft]:
    return Draft.objects.filter(author__in=whom.keys)


def _erase_drafts(whom: Whom, after: int) -> Bite:
    return Bite(_drafts_of(whom).delete()[0])


def _erase_codes(whom: Whom, after: int) -> Bite:
    return Bite(IdentityCode.objects.filter(person__in=whom.keys).delete()[0])


def _merges_of(whom: Whom) -> QuerySet[PersonMerge]:
    return PersonMerge.objects.filter(Q(person__in=whom.keys) | Q(survivor__in=whom.keys)).exclude(before={})


def _erase_merges(whom: Whom, after: int) -> Bite:
    """Which addresses each of two merged people had; what their tickets were keeps its keys."""
    return Bite(_merges_of(whom).update(before={}))


STORES = [
    Store("files", _("Files they sent"), lambda whom: files_of(whom).count(), erase_files),
    Store("drafts", _("Messages they had begun"), lambda whom: _drafts_of(whom).count(), _erase_drafts),
    Store(
        "identity_codes",
        _("Checks of their identity"),
        lambda whom: IdentityCode.objects.filter(person__in=whom.keys).count(),
        _erase_codes,
    ),
    Store("merges", _("Merges with other people"), lambda whom: _merges_of(whom).count(), _erase_merges),
]
