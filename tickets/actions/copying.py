"""A customer brings a colleague into their request, and takes them out again."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from tickets.access import refuse_put_away
from tickets.actions.conversation import may_write_as_customer
from tickets.actions.relations import MOST_COPIED
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind, record
from tickets.locking import locked
from tickets.models import Event, Participant, Ticket
from tickets.models.participant import ParticipantRole


@verb
def copy_colleague(ticket: Ticket, *, actor: Actor, person: User) -> Event | None:
    """Who takes part copies somebody in, as by the Cc of a mail: they read on from here. None if they are in copy already.

    Raises NotAllowed for who takes no part, IllegalTransition on a closed request, Invalid for people of ours and beyond 20.
    """
    ticket = locked(ticket)
    if not isinstance(actor, User) or actor.is_staff or not may_write_as_customer(actor, ticket):
        raise NotAllowed
    refuse_put_away(ticket)
    if ticket.is_closed:
        raise IllegalTransition(
            _("This request is closed. Write below, and copy them in on the one that continues it.")
        )
    if person.is_staff or not person.is_active:
        raise Invalid(_("This is an address of ours: we read your request anyway."))
    if person.pk == ticket.requester_id:
        return None
    copied = Participant.objects.filter(ticket=ticket, role=ParticipantRole.CC)
    if copied.filter(person=person).exists():
        return None
    if copied.count() >= MOST_COPIED:
        raise Invalid(_("At most %(most)s people can be in copy.") % {"most": MOST_COPIED})

    role = ParticipantRole.CC
    Participant.objects.create(ticket=ticket, person=person, role=role, since=current_passage().now())
    return record(ticket, EventKind.PARTICIPANT_ADDED, actor=actor, person=person.pk, role=role)


@verb
def uncopy_colleague(ticket: Ticket, *, actor: Actor, person: User) -> Event | None:
    """Who is in copy gets no more answers and sees the request no longer; None if they are not.

    The requester may take out everybody, others whom they copied in, and themselves. Raises NotAllowed.
    """
    ticket = locked(ticket)
    if not isinstance(actor, User) or actor.is_staff or not may_write_as_customer(actor, ticket):
        raise NotAllowed
    refuse_put_away(ticket)
    copied = Participant.objects.filter(ticket=ticket, role=ParticipantRole.CC, person=person)
    if not copied.exists():
        return None
    if person.pk not in taken_out_by(actor, ticket, [person.pk]):
        raise NotAllowed(_("Only who asked, or who copied them in, can take somebody out."))

    copied.delete()
    return record(ticket, EventKind.PARTICIPANT_REMOVED, actor=actor, person=person.pk, role=ParticipantRole.CC)


def taken_out_by(actor: User, ticket: Ticket, copied: Iterable[int]) -> set[int]:
    """Which of these people in copy this customer may take out."""
    if ticket.requester_id == actor.pk:
        return set(copied)
    brought = Event.objects.filter(ticket=ticket, kind=EventKind.PARTICIPANT_ADDED, actor=actor)
    theirs = {*brought.values_list("data__person", flat=True), actor.pk}
    return theirs & set(copied)
