"""What has left the house to a person, or about what they asked. What is in others' mailboxes nobody can take back."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.personal import AT_ONCE, ERASED, Bite, Store, Whom, hashed
from outbox.models import (
    UNREACHABLE,
    DeliveryState,
    EmailState,
    OutboundEmail,
    OutboundRecipient,
    RecipientState,
    WebhookDelivery,
)

_TAKEN_BACK = gettext_noop("The data of this person were erased.")


def _mails_of(whom: Whom) -> QuerySet[OutboundEmail]:
    """To them, or on a ticket of theirs."""
    to_them = OutboundRecipient.objects.filter(address__in=whom.addresses).order_by().values("email")
    return OutboundEmail.objects.filter(Q(pk__in=to_them) | Q(ticket__requester__in=whom.keys)).exclude(text=ERASED)


def _erase_mails(whom: Whom, after: int) -> Bite:
    """Only the frame stays: which kind of mail left when, with which fate. What still waits never leaves."""
    keys = list(_mails_of(whom).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    mails = OutboundEmail.objects.filter(pk__in=keys)
    waiting = list(mails.filter(state=EmailState.QUEUED).values_list("pk", flat=True))
    OutboundRecipient.objects.filter(email__in=waiting).update(state=RecipientState.FAILED, error=_TAKEN_BACK)
    OutboundEmail.objects.filter(pk__in=waiting).update(state=EmailState.FAILED)
    mails.update(subject=ERASED, text=ERASED, html="", headers={}, attachments=[], last_error="", reply_to="")
    return Bite(len(keys), 0 if len(keys) == AT_ONCE else None)


def _recipients_of(whom: Whom) -> QuerySet[OutboundRecipient]:
    return OutboundRecipient.objects.filter(address__in=whom.addresses)


def _erase_recipients(whom: Whom, after: int) -> Bite:
    """Where mail came back, that stays known: by a hash, which only who has the address can find."""
    rows = 0
    for address in whom.addresses:
        theirs = OutboundRecipient.objects.filter(address=address)
        rows += theirs.filter(state__in=UNREACHABLE).update(address=hashed(address), name="", error="", provider_id="")
        rows += theirs.update(address=ERASED, name="", error="", provider_id="")
    return Bite(rows)


def _calls_of(whom: Whom) -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(ticket__requester__in=whom.keys).exclude(body="{}")


def _erase_calls(whom: Whom, after: int) -> Bite:
    _calls_of(whom).filter(state=DeliveryState.QUEUED).update(state=DeliveryState.FAILED, last_error=_TAKEN_BACK)
    return Bite(_calls_of(whom).update(body="{}"))


STORES = [
    Store("mails", _("Mails we sent"), lambda whom: _mails_of(whom).count(), _erase_mails),
    Store(
        "recipients", _("Addresses that mails went to"), lambda whom: _recipients_of(whom).count(), _erase_recipients
    ),
    Store("webhooks", _("Calls of other systems"), lambda whom: _calls_of(whom).count(), _erase_calls),
]
