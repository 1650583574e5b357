"""Concessions: granting, and deciding on those above the limit of whoever asked. One event each, so the log tells all of it."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from helpdesk.labels import within_sentence
from tickets.access import require
from tickets.concessions import may_decide, may_grant
from tickets.content import storable
from tickets.currencies import checked_amount, currency_of, plain_amount
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind, change, record
from tickets.locking import locked
from tickets.models import Concession, Event, Ticket
from tickets.models.concession import ConcessionKind, ConcessionState

LONGEST = 2_000
# How long whoever decided takes it back without saying why: the toast that offers it stays for ten seconds.
AT_ONCE = timedelta(seconds=15)


@verb
def grant_concession(
    ticket: Ticket,
    *,
    actor: User,
    kind: ConcessionKind,
    reason: str,
    amount: Decimal | None = None,
    currency: str = "",
    key: UUID | None = None,
) -> Concession | None:
    """Grant it at once within the actor's limit, else let it wait for somebody above; None for a key that was used before.

    Raises Invalid without a reason or the amount that its kind needs, IllegalTransition on a ticket nobody works on.
    """
    ticket = locked(ticket)
    require(actor, Permission.CONCEDE, ticket)
    if key is not None and Concession.objects.filter(key=key).exists():
        return None
    if ticket.is_spam:
        raise IllegalTransition(_("This ticket was put away. Bring it back first."))
    amount, currency = _checked(kind, amount, currency)
    reason = _words(reason)
    if not reason:
        raise Invalid(_("Say why: whoever decides, or looks later, should not have to ask."))

    now = current_passage().now()
    is_approved = may_grant(actor, ticket, amount, currency, now)
    concession = Concession.objects.create(
        key=key or uuid4(),
        ticket=ticket,
        kind=kind,
        amount=amount,
        currency=currency,
        reason=reason,
        state=ConcessionState.APPROVED if is_approved else ConcessionState.WAITING,
        asked_by=actor,
        asked_at=now,
        decided_by=actor if is_approved else None,
        decided_at=now if is_approved else None,
    )
    _record(concession, EventKind.CONCESSION_GRANTED if is_approved else EventKind.CONCESSION_ASKED, actor)
    return concession


@verb
def approve_concession(concession: Concession, *, actor: User, words: str = "") -> Event | None:
    """Approve what waits; None if it is approved already. Two who decide at once decide once: the ticket's lock tells."""
    concession = _locked(concession, actor)
    if concession.state == ConcessionState.APPROVED:
        return None
    _refuse_decided(concession)
    _refuse_beyond(concession, actor)
    return _decide(concession, ConcessionState.APPROVED, EventKind.CONCESSION_APPROVED, actor, _words(words))


@verb
def decline_concession(concession: Concession, *, actor: User, words: str) -> Event | None:
    """Decline what waits, saying why; None if it is declined already."""
    concession = _locked(concession, actor)
    if concession.state == ConcessionState.DECLINED:
        return None
    _refuse_decided(concession)
    if concession.asked_by_id == actor.pk:
        raise NotAllowed(_("You asked for this one yourself. Withdraw it instead."))
    words = _words(words)
    if not words:
        raise Invalid(_("Say why, so that your colleague can explain it to the customer."))
    return _decide(concession, ConcessionState.DECLINED, EventKind.CONCESSION_DECLINED, actor, words)


@verb
def reopen_concession(concession: Concession, *, actor: User, words: str = "") -> Event | None:
    """Take a decision back: it waits again. None if it waits already.

    Who decided does so at once without a word; later, and on others' decisions, it is a correction that says why. Raises
    IllegalTransition for what nobody decided, Invalid for a correction without a reason.
    """
    concession = _locked(concession, actor)
    if concession.is_waiting:
        return None
    if concession.state == ConcessionState.WITHDRAWN or concession.decided_by_id == concession.asked_by_id:
        raise IllegalTransition(_("Nobody decided on this: it was granted or withdrawn by who asked for it."))
    if concession.asked_by_id == actor.pk:
        raise NotAllowed(_("You asked for this one yourself. Somebody else corrects what was decided."))
    words, now = _words(words), current_passage().now()
    is_slip = concession.decided_by_id == actor.pk and concession.decided_at and now - concession.decided_at <= AT_ONCE
    if not words and not is_slip:
        raise Invalid(_("Say why the decision is taken back, so that your colleagues understand it."))
    concession.state = ConcessionState.WAITING
    concession.decided_by = concession.decided_at = None
    concession.decision = words
    concession.save(update_fields=["state", "decided_by", "decided_at", "decision"])
    return _record(concession, EventKind.CONCESSION_REOPENED, actor)


@verb
def withdraw_concession(concession: Concession, *, actor: User) -> Event | None:
    """Take back one's own that still waits; None if it is withdrawn already."""
    ticket = locked(concession.ticket)
    require(actor, Permission.CONCEDE, ticket)
    concession = _fresh(concession, ticket)
    if concession.asked_by_id != actor.pk:
        raise NotAllowed(_("Only who asked for it can withdraw it. A team lead can decline it."))
    if concession.state == ConcessionState.WITHDRAWN:
        return None
    _refuse_decided(concession)
    return _decide(concession, ConcessionState.WITHDRAWN, EventKind.CONCESSION_WITHDRAWN, actor, "")


def bring_concessions(source: Ticket, target: Ticket) -> list[int]:
    """Part of merging: what was granted and asked for is on the survivor, where it is decided and counted."""
    keys = list(source.concessions.values_list("pk", flat=True))
    Concession.objects.filter(pk__in=keys).update(ticket=target)
    return keys


def take_concessions_back(keys: Sequence[int], source: Ticket, target: Ticket) -> None:
    """Part of its undoing: with whatever was decided on them meanwhile."""
    Concession.objects.filter(pk__in=keys, ticket=target).update(ticket=source)


def concession_columns(ticket: Ticket) -> dict[str, Any]:
    """The ticket's column as its rows say."""
    changed = ticket.concessions.aggregate(at=Max(Coalesce("decided_at", "asked_at")))
    return {"conceded_at": changed["at"]}


def _locked(concession: Concession, actor: User) -> Concession:
    """As it is now, the ticket locked, for somebody who decides."""
    ticket = locked(concession.ticket)
    require(actor, Permission.DECIDE_CONCESSIONS, ticket)
    return _fresh(concession, ticket)


def _fresh(concession: Concession, ticket: Ticket) -> Concession:
    fresh = Concession.objects.get(pk=concession.pk)
    if fresh.ticket_id != ticket.pk:
        raise IllegalTransition(_("It went to #%(number)s with its ticket. Look there.") % {"number": fresh.ticket_id})
    fresh.ticket = ticket
    return fresh


def _refuse_decided(concession: Concession) -> None:
    if not concession.is_waiting:
        raise IllegalTransition(
            _("This was decided already: %(state)s.") % {"state": within_sentence(concession.get_state_display())}
        )


def _refuse_beyond(concession: Concession, actor: User) -> None:
    if concession.asked_by_id == actor.pk:
        raise NotAllowed(_("You asked for this one yourself. Somebody else has to approve it."))
    if not may_decide(actor, concession, current_passage().now()):
        raise NotAllowed(
            _("With what this ticket was granted today, it is above your own limit. An admin has to approve it.")
        )


def _checked(kind: ConcessionKind, amount: Decimal | None, currency: str) -> tuple[Decimal | None, str]:
    """Refunds and credits have an amount; an exception may be something else than money."""
    if amount is not None:
        currency = currency_of(currency)
        return checked_amount(amount, currency), currency
    if kind != ConcessionKind.EXCEPTION:
        raise Invalid(_("Say how much."))
    return None, ""


def _decide(concession: Concession, state: ConcessionState, kind: EventKind, actor: User, words: str) -> Event:
    concession.state = state
    concession.decided_by = actor
    concession.decided_at = current_passage().now()
    concession.decision = words
    concession.save(update_fields=["state", "decided_by", "decided_at", "decision"])
    return _record(concession, kind, actor)


def _record(concession: Concession, kind: EventKind, actor: User) -> Event:
    """The event has all that was decided, so that the log alone tells it."""
    amount = concession.amount
    return record(
        concession.ticket,
        kind,
        actor=actor,
        changes=change(concession.ticket, conceded_at=current_passage().now()),
        concession=concession.pk,
        of=concession.kind,
        amount=plain_amount(amount, concession.currency) if amount is not None else None,
        currency=concession.currency,
        words=concession.decision if kind != EventKind.CONCESSION_GRANTED else concession.reason,
    )


def _words(text: str) -> str:
    return storable(text).strip()[:LONGEST]
