"""The mails of a message stand with the ticket where the message is now."""

from collections.abc import Collection

from mail.models import InboundEmail
from outbox.models import OutboundEmail
from tickets.models import Ticket


def follow_messages(messages: Collection[int], *, to: Ticket) -> None:
    """Ledger and outbox: for the next answer's References, and for whoever looks at a ticket's mails."""
    for model in (InboundEmail, OutboundEmail):
        model.objects.filter(ticket_message__in=messages).update(ticket=to)
