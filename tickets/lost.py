"""Whom an answer would not reach: mail to them came back, and they have not written from there since.

It is held back for them rather than sent to a dead mailbox once more, which spoils the name that our server has with others.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db.models import Q

from outbox.models import OutboundRecipient
from outbox.unreachable import unreachable_among
from tickets.models import Channel, Message, Ticket

# By ticket and address: the mail that came back, None where none did.
Found = dict[tuple[int, str], OutboundRecipient | None]
_found: ContextVar[Found | None] = ContextVar("found_lost", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """What is looked at before sending is not asked for again by the mail that is written within the same moment."""
    token = _found.set({})
    try:
        yield
    finally:
        _found.reset(token)


def lost_among(ticket: Ticket, addresses: Iterable[str]) -> dict[str, OutboundRecipient]:
    """Of these, each with the mail that came back. One statement, and another for each that is found."""
    addresses = list(addresses)
    known = _found.get()
    found: Found = {} if known is None else known
    if unknown := [address for address in addresses if (ticket.pk, address) not in found]:
        found.update({(ticket.pk, address): None for address in unknown})
        found.update({(ticket.pk, address): row for address, row in _among(ticket, unknown)})
    rows = ((address, found[ticket.pk, address]) for address in addresses)
    return {address: row for address, row in rows if row is not None}


def _among(ticket: Ticket, addresses: Iterable[str]) -> Iterator[tuple[str, OutboundRecipient]]:
    for address, row in unreachable_among(addresses).items():
        if not _wrote_since(ticket, address, row.email.created_at):
            yield address, row


def _wrote_since(ticket: Ticket, address: str, moment: datetime) -> bool:
    """Whose mail comes from there can be reached again, as far as anybody can tell."""
    whose = Q(author__email=address) | Q(author__addresses__address=address)
    mails = Message.objects.filter(whose, ticket=ticket, channel=Channel.EMAIL, from_staff=False, created_at__gt=moment)
    return mails.exists()
