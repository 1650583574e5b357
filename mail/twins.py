"""One new mail to two of our mailboxes comes twice, and is one ticket: of the mailbox that stands first in To."""

from datetime import timedelta

from mail.mailboxes import Mailboxes
from mail.models import InboundEmail, InboundState, Mailbox
from mail.parsing import ParsedMail

# Deliveries of one mail come within minutes; later somebody sends it anew.
TOGETHER = timedelta(hours=1)


def named_mailboxes(mail: ParsedMail, mailboxes: Mailboxes) -> list[Mailbox]:
    """Ours that the mail is addressed to, each once, in its order. Nearly always one, and then no twin is looked for."""
    found = (mailboxes.find(address.email) for address in (*mail.to, *mail.cc))
    return list(dict.fromkeys(mailbox for mailbox in found if mailbox is not None))


def ticket_of_twin(row: InboundEmail) -> int | None:
    """The ticket that the same mail opened when it came by another mailbox.

    Locks all deliveries of the mail, so that of two workers one waits for the other; asked in the transaction that opens.
    """
    if not row.message_id:
        return None
    twins = (
        InboundEmail.objects.filter(
            message_id=row.message_id,
            content_hash=row.content_hash,
            received_at__gte=row.received_at - TOGETHER,
            received_at__lte=row.received_at + TOGETHER,
        )
        .select_for_update(no_key=True)
        .only("state", "ticket")
        .order_by("pk")
    )
    return next((twin.ticket_id for twin in twins if twin.pk != row.pk and twin.state == InboundState.CREATED), None)
