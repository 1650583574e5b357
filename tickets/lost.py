"""Whom an answer would not reach: mail to them came back, and they have not written from there since.

It is held back for them rather than sent to a dead mailbox once more, which spoils the name that our server has with others.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from outbox.models import OutboundRecipient
from outbox.unreachable import unreachable_among
from tickets.models import Channel, Message, Ticket


def lost_among(ticket: Ticket, addresses: Iterable[str]) -> dict[str, OutboundRecipient]:
    """Of these, each with the mail that came back. One statement, and another for each that is found."""
    return {
        address: row
        for address, row in unreachable_among(addresses).items()
        if not _wrote_since(ticket, address, row.email.created_at)
    }


def _wrote_since(ticket: Ticket, address: str, moment: datetime) -> bool:
    """Whose mail comes from there can be reached again, as far as anybody can tell."""
    whose = Q(author__email=address) | Q(author__addresses__address=address)
    mails = Message.objects.filter(whose, ticket=ticket, channel=Channel.EMAIL, from_staff=False, created_at__gt=moment)
    return mails.exists()
