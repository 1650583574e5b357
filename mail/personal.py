"""What the ledger of incoming mail holds of a person, and the lists of who is blocked or trusted."""

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from accounts.personal import AT_ONCE, ERASED, Bite, Store, Whom, hashed
from mail.models import (
    UNPROCESSED,
    BlockedSender,
    InboundEmail,
    InboundReason,
    InboundState,
    TrustedSender,
)

_UNDECIDED = (*UNPROCESSED, InboundState.ERROR, InboundState.QUARANTINED)


def _mails_of(whom: Whom) -> QuerySet[InboundEmail]:
    """From them, on a ticket of theirs, or naming one of their addresses in its bytes."""
    readable = Func(F("raw"), Value("escape"), function="encode", output_field=TextField())
    found = Q(from_email__in=whom.addresses) | Q(ticket__requester__in=whom.keys)
    found |= Q(ticket_message__author__in=whom.keys) | Q(envelope_from__in=whom.addresses)
    for address in whom.addresses:
        found |= Q(readable__icontains=address) | Q(verdict__icontains=address) | Q(envelope_to__icontains=address)
    mails = InboundEmail.objects.alias(readable=readable, bytes_left=Length("raw"))
    return mails.filter(found).filter(Q(bytes_left__gt=0) | ~Q(subject=ERASED))


def _erase_mails(whom: Whom, after: int) -> Bite:
    """The row stays, so that a redelivery is still known; what was stopped and is erased is never taken in."""
    keys = list(_mails_of(whom).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    mails = InboundEmail.objects.filter(pk__in=keys)
    mails.filter(state__in=_UNDECIDED).update(state=InboundState.IGNORED, reason=InboundReason.EMPTY)
    mails.update(
        raw=b"",
        envelope_from="",
        envelope_to=[],
        from_email="",
        subject=ERASED,
        verdict={},
        message_id="",
        last_error="",
    )
    return Bite(len(keys), 0 if len(keys) == AT_ONCE else None)


def _erase_lists(whom: Whom, after: int) -> Bite:
    """Who was blocked stays so: by a hash. Trust has nobody to be given to."""
    rows = TrustedSender.objects.filter(address__in=whom.addresses).delete()[0]
    for address in whom.addresses:
        rows += BlockedSender.objects.filter(what=address).update(what=hashed(address), ticket=None)
    return Bite(rows)


STORES = [
    Store("incoming", _("Mails as they arrived"), lambda whom: _mails_of(whom).count(), _erase_mails),
    Store(
        "senders",
        _("Lists of blocked and trusted senders"),
        lambda whom: (
            BlockedSender.objects.filter(what__in=whom.addresses).count()
            + TrustedSender.objects.filter(address__in=whom.addresses).count()
        ),
        _erase_lists,
    ),
]
