"""What is asked of a customer's own data, and what is decided. The work itself: copies.py and erasing.py."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.limits import DATA_COPIES, TooMany, spend
from accounts.models import User
from accounts.permissions import Permission
from helpdesk import clock
from helpdesk.nudge import nudge
from privacy.mailing import post_carried_out, post_declined
from privacy.models import OPEN, CopyState, DataCopy, Erasure, ErasureState
from tickets.access import require
from tickets.content import storable
from tickets.errors import IllegalTransition, Invalid, NotAllowed

LONGEST_REASON = 2_000


@transaction.atomic
def ask_copy(person: User, *, actor: User) -> DataCopy:
    """The copy that is being put together, if there is one. Three a day. Raises NotAllowed, Invalid, IllegalTransition."""
    person = _customer(person, actor)
    waiting = DataCopy.objects.filter(person=person, state=CopyState.WAITING).first()
    if waiting is not None:
        return waiting
    try:
        spend(DATA_COPIES, str(person.pk))
    except TooMany as refusal:
        raise IllegalTransition(str(refusal)) from None

    copy = DataCopy.objects.create(person=person, asked_by=actor, asked_at=clock.now())
    _nudge()
    return copy


@transaction.atomic
def ask_erasure(person: User, *, actor: User) -> Erasure:
    """The wish that is open, if there is one. Raises NotAllowed, Invalid."""
    person = _customer(person, actor)
    known = Erasure.objects.filter(person=person, state__in=OPEN).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return Erasure.objects.create(person=person, asked_by=actor, asked_at=clock.now())
    except IntegrityError:
        return Erasure.objects.get(person=person, state__in=OPEN)


@transaction.atomic
def withdraw_erasure(erasure: Erasure, *, actor: User) -> Erasure | None:
    """They keep their data after all; None if that was said. Raises NotAllowed, IllegalTransition once it has begun."""
    erasure = _locked(erasure)
    if actor.pk != erasure.person_id:
        require(actor, Permission.PRIVACY)
    if erasure.state == ErasureState.WITHDRAWN:
        return None
    _refuse_decided(erasure)

    erasure.state, erasure.finished_at = ErasureState.WITHDRAWN, clock.now()
    erasure.save(update_fields=["state", "finished_at"])
    return erasure


@transaction.atomic
def carry_out(erasure: Erasure, *, actor: User) -> Erasure | None:
    """Begin to erase; None if it has begun. It cannot be taken back. Raises NotAllowed, IllegalTransition."""
    require(actor, Permission.PRIVACY)
    erasure = _locked(erasure)
    if erasure.state in (ErasureState.RUNNING, ErasureState.DONE):
        return None
    _refuse_decided(erasure)

    erasure.state, erasure.decided_by, erasure.decided_at = ErasureState.RUNNING, actor, clock.now()
    erasure.save(update_fields=["state", "decided_by", "decided_at"])
    post_carried_out(erasure)
    _nudge()
    return erasure


@transaction.atomic
def decline(erasure: Erasure, *, actor: User, reason: str) -> Erasure | None:
    """The customer reads why, by mail and in their profile; None if it was declined. Raises NotAllowed, Invalid, …"""
    require(actor, Permission.PRIVACY)
    reason = storable(reason).strip()
    if not reason:
        raise Invalid(_("Say why, so that the customer understands it."))
    if len(reason) > LONGEST_REASON:
        raise Invalid(_("Use at most %(most)s characters.") % {"most": LONGEST_REASON})
    erasure = _locked(erasure)
    if erasure.state == ErasureState.DECLINED:
        return None
    _refuse_decided(erasure)

    erasure.state, erasure.reason, erasure.decided_by = ErasureState.DECLINED, reason, actor
    erasure.decided_at = erasure.finished_at = clock.now()
    erasure.save(update_fields=["state", "reason", "decided_by", "decided_at", "finished_at"])
    post_declined(erasure)
    return erasure


def _customer(person: User, actor: User) -> User:
    """Whose data they are: those of a customer, asked for by themselves or by an admin."""
    if actor.pk != person.pk:
        require(actor, Permission.PRIVACY)
    if person.merged_into is not None:
        person = person.merged_into
    if person.is_staff:
        raise Invalid(_("This is a colleague. Only the data of customers can be asked for."))
    if person.erased_at is not None:
        raise Invalid(_("Their data were erased already."))
    if actor.pk == person.pk and not actor.is_active:
        raise NotAllowed
    return person


def _locked(erasure: Erasure) -> Erasure:
    return Erasure.objects.select_for_update(of=("self",)).select_related("person", "decided_by").get(pk=erasure.pk)


def _refuse_decided(erasure: Erasure) -> None:
    if erasure.state != ErasureState.WAITING:
        raise IllegalTransition(_("This request was decided already: look at what became of it."))


def _nudge() -> None:
    from privacy.tasks import go_on  # noqa: PLC0415  # the tasks import what imports this module

    transaction.on_commit(lambda: nudge(go_on), robust=True)
