"""Addresses to which nothing goes by itself any more, because mail to them came back for good or was called spam.

No surveys, notifications, reports or proactive messages, and nobody is put in copy there; what a person of ours writes goes out
all the same. It ends when somebody says so here, or sends one of the mails again.
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.models import User
from accounts.models.user import normal_email
from accounts.permissions import Permission
from accounts.personal import hashed
from outbox.models import UNREACHABLE, OutboundRecipient, RecipientState
from tickets.access import require
from tickets.content import storable


def suppressed_among(addresses: Iterable[str]) -> dict[str, OutboundRecipient]:
    """Of these, those that are suppressed, each with the newest mail that came back, which says why. One statement."""
    asked = [address for address in addresses if address]
    rows = suppressed().filter(address__in=asked) if asked else OutboundRecipient.objects.none()
    return {row.address: row for row in rows}


def suppressed(text: str = "") -> QuerySet[OutboundRecipient]:
    """One row an address, with its mail; `text`: letters of the address. What is known by a hash alone is left out."""
    rows = OutboundRecipient.objects.filter(state__in=UNREACHABLE, address__contains="@")
    if text:
        rows = rows.filter(address__contains=normal_email(storable(text)))
    return (
        rows.select_related("email").defer("email__text", "email__html").order_by("address", "-pk").distinct("address")
    )


def write_again(address: str, *, actor: User) -> bool:
    """Mail goes there by itself again, until one comes back anew; False if it does already. Raises NotAllowed.

    What came back stays on its message, as not delivered.
    """
    require(actor, Permission.RESEND)
    address = normal_email(storable(address))
    rows = OutboundRecipient.objects.filter(address__in=(address, hashed(address)), state__in=UNREACHABLE)
    return rows.update(state=RecipientState.FAILED) > 0
