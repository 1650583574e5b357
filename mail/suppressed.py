"""Addresses to which nothing goes by itself any more, because mail to them came back for good or was called spam.

No surveys, notifications, reports or proactive messages, and nobody is put in copy there. What a person of ours writes is held
back for such an address, which they are told before they send it and which stands on the message (tickets/lost.py). It all ends
when somebody says so here, or sends one of the mails again.
"""

from django.db.models import QuerySet

from accounts.models import User
from accounts.models.user import normal_email
from accounts.permissions import Permission
from accounts.personal import hashed
from outbox.models import OutboundRecipient
from outbox.unreachable import unreachable, write_again_to
from tickets.access import require
from tickets.content import storable


def suppressed(text: str = "") -> QuerySet[OutboundRecipient]:
    """One row an address, with its mail; `text`: letters of the address. What is known by a hash alone is left out."""
    return unreachable().filter(address__contains=normal_email(storable(text))) if text else unreachable()


def write_again(address: str, *, actor: User) -> bool:
    """Mail goes there by itself again, until one comes back anew; False if it does already. Raises NotAllowed.

    What came back stays on its message, as not delivered.
    """
    require(actor, Permission.RESEND)
    address = normal_email(storable(address))
    return write_again_to((address, hashed(address)))
