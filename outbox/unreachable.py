"""Addresses that mail came back from for good, or whose owner called it spam: until somebody says that it goes there again."""

from collections.abc import Iterable

from django.db.models import QuerySet

from helpdesk.prepared import Prepared, any_word_of
from outbox.models import UNREACHABLE, OutboundRecipient, RecipientState


def unreachable() -> QuerySet[OutboundRecipient]:
    """Every recipient who could not be reached, newest first for each address. What is known by a hash alone is left out."""
    rows = OutboundRecipient.objects.filter(state__in=UNREACHABLE, address__contains="@")
    return (
        rows.select_related("email").defer("email__text", "email__html").order_by("address", "-pk").distinct("address")
    )


# Every answer asks.
_among = Prepared(lambda addresses: unreachable().filter(address__in=any_word_of(addresses)))


def unreachable_among(addresses: Iterable[str]) -> dict[str, OutboundRecipient]:
    """Of these, those that are, each with the newest mail that came back, which says why. One statement."""
    asked = [address for address in addresses if address]
    return {row.address: row for row in _among(asked)} if asked else {}


def write_again_to(addresses: Iterable[str]) -> bool:
    """Mail goes to them by itself again; False if it does already. What came back stays on its message, as not delivered."""
    rows = OutboundRecipient.objects.filter(address__in=list(addresses), state__in=UNREACHABLE)
    return rows.update(state=RecipientState.FAILED) > 0
