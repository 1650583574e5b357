"""The ledger's mails that became no message: found, explained, and taken in after all, with their sender trusted or not."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.models.user import normal_email
from accounts.people import find_person
from accounts.permissions import Permission
from helpdesk import clock
from helpdesk.nudge import nudge
from mail.models import BlockedSender, InboundEmail, InboundReason, InboundState, TrustedSender
from mail.tasks import process_inbound
from tickets.access import require
from tickets.content import storable
from tickets.errors import Invalid

STOPPED = (InboundState.QUARANTINED, InboundState.ERROR, InboundState.IGNORED)
MOST_AT_ONCE = 100
MOST_SEARCHED = 20_000
# What no decision makes a conversation of, and what to do instead.
BEYOND = {
    InboundReason.NO_SENDER: gettext_lazy(
        "It names no sender, so nobody could be answered. Its source can be downloaded."
    ),
    InboundReason.OWN_MAIL: gettext_lazy("It was sent by ourselves; as a request it would answer itself for ever."),
    InboundReason.DUPLICATE: gettext_lazy("The request has this message already."),
}
_STILL_OFF = gettext_lazy(
    "Its sender is still switched off here. Switch a colleague on again. Where a customer's data are being erased, wait until "
    "that is done: then it can be taken in, as from somebody new."
)


def ledger(*, state: str = "", reason: str = "", text: str = "") -> QuerySet[InboundEmail]:
    """Mails without their sources: those in one state, else those that became no message; `text`: letters of sender or
    subject, looked for among the newest of those that did become one, since they are almost all that ever came.
    """
    rows = InboundEmail.objects.filter(state=state) if state else InboundEmail.objects.filter(state__in=STOPPED)
    rows = rows.filter(reason=reason) if reason else rows
    words = storable(text).split()[:8]
    if words and state in (InboundState.CREATED, InboundState.APPENDED):
        newest = InboundEmail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        rows = rows.filter(pk__gt=newest - MOST_SEARCHED)
    for word in words:
        rows = rows.filter(
            Q(from_email__icontains=word) | Q(subject__icontains=word) | Q(envelope_from__icontains=word)
        )
    return rows.defer("raw")


def is_stopped(row: InboundEmail) -> bool:
    return row.state in STOPPED and row.ticket_message_id is None


def why_beyond(row: InboundEmail) -> str:
    """Why no decision makes a conversation of it, and what to do instead; "" where one does."""
    if row.reason in BEYOND:
        return str(BEYOND[InboundReason(row.reason)])
    if row.reason == InboundReason.SENDER_OFF:
        sender = find_person(row.from_email)
        return str(_STILL_OFF) if sender is not None and not sender.is_active else ""
    return ""


def recover(row: InboundEmail, *, actor: User, trust: bool = False) -> bool:
    """Take it in although it was stopped; False if it is being taken in or was already. Raises Invalid for what cannot be.

    With `trust` its sender's next mails come in too: their checks no longer stop them, and a block of the address ends.
    """
    require(actor, Permission.SETTINGS)
    row = InboundEmail.objects.defer("raw").get(pk=row.pk)
    if not is_stopped(row):
        return False
    if why := why_beyond(row):
        raise Invalid(why)
    with transaction.atomic():
        if trust:
            _trust(row, actor)
        # Of two at once, one finds it still stopped.
        taken = InboundEmail.objects.filter(pk=row.pk, state__in=STOPPED, ticket_message__isnull=True).update(
            recovered_by=actor,
            state=InboundState.RECEIVED,
            reason="",
            attempts=0,
            due_at=clock.now(),
            claimed_until=None,
        )
    if not taken:
        return False
    nudge(process_inbound)
    return True


def recover_many(rows: Iterable[InboundEmail], *, actor: User, trust: bool = False) -> tuple[int, list[str]]:
    """How many were taken in, and why others were not, each reason once."""
    count, refusals = 0, {}
    for row in rows:
        try:
            count += recover(row, actor=actor, trust=trust)
        except Invalid as refusal:
            refusals[str(refusal)] = True
    return count, list(refusals)


def forget_trust(trusted: TrustedSender, *, actor: User) -> bool:
    """Their mail is checked as everybody's again."""
    require(actor, Permission.SETTINGS)
    return TrustedSender.objects.filter(pk=trusted.pk).delete()[0] > 0


def _trust(row: InboundEmail, actor: User) -> None:
    address = normal_email(row.from_email)
    if "@" not in address:
        raise Invalid(_("It names no address that could be trusted."))
    TrustedSender.objects.get_or_create(address=address, defaults={"trusted_by": actor, "created_at": clock.now()})
    BlockedSender.objects.filter(what=address).delete()
