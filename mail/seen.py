"""Mails to our own people say up to where they show a conversation, so that an answer to one is judged by what its reader saw."""

from django.db.models import Max

from mail.outgoing import TO_STAFF
from outbox.models import OutboundEmail
from tickets.models import Message, Ticket

SEEN = "X-Helpdesk-Seen"


def is_to_staff(email: OutboundEmail | None) -> bool:
    """What machines answer to such a mail is ignored: two would talk for ever."""
    return email is not None and email.kind in TO_STAFF


def said_before(message: Message) -> int:
    """What people had said on its ticket when a machine wrote this, which does not count itself."""
    earlier = Message.objects.filter(ticket=message.ticket_id, seq__isnull=False, created_at__lte=message.created_at)
    return earlier.aggregate(last=Max("seq"))["last"] or 0


def seen_in(email: OutboundEmail, ticket: Ticket) -> int:
    """Up to which conversation_seq the mail showed the conversation; of a ticket merged since: nothing."""
    seen = str(email.headers.get(SEEN, ""))
    if email.ticket_id != ticket.pk or not seen.isdecimal():
        return 0
    return min(int(seen), ticket.conversation_seq)
