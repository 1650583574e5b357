"""What became of a mail after a provider took it, as the provider tells us: once, however often it is told."""

from dataclasses import dataclass

from django.db import transaction

from outbox.models import EmailState, OutboundEmail, OutboundRecipient, RecipientState

_ON_ITS_WAY = (RecipientState.QUEUED, RecipientState.SENT)
# What each fate may follow: news can come doubled, late and in any order.
_AFTER = {
    RecipientState.DELIVERED: _ON_ITS_WAY,
    RecipientState.FAILED: _ON_ITS_WAY,
    RecipientState.BOUNCED: (*_ON_ITS_WAY, RecipientState.DELIVERED, RecipientState.FAILED),
    RecipientState.COMPLAINED: (*_ON_ITS_WAY, RecipientState.DELIVERED),
}


@dataclass(frozen=True, slots=True)
class Fate:
    """`email`: the key of the mail, which travelled with it; else the provider's own id tells which one is meant."""

    address: str
    state: RecipientState
    said: str = ""
    email: int | None = None
    provider_id: str = ""


@transaction.atomic
def take_fate(fate: Fate, *, sender: str) -> bool:
    """Mark the recipient of a mail that left from `sender`; False if there is none, or it is known already."""
    if not fate.email and not fate.provider_id:
        return False
    meant = OutboundRecipient.objects.filter(email__envelope_from=sender, address__iexact=fate.address)
    meant = meant.filter(email=fate.email) if fate.email else meant.filter(provider_id=fate.provider_id)
    keys = list(meant.filter(state__in=_AFTER[fate.state]).select_for_update(of=("self",)).values_list("pk", flat=True))
    if not keys:
        return False
    OutboundRecipient.objects.filter(pk__in=keys).update(state=fate.state, error=fate.said[:500])
    if fate.state == RecipientState.FAILED:
        # As one that the server of a recipient refused: it can be sent again.
        OutboundEmail.objects.filter(recipients__in=keys).update(state=EmailState.FAILED, last_error=fate.said[:500])
    return True
