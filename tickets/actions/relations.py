"""Who takes part in a ticket, and which other tickets it belongs to."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from accounts.permissions import Permission
from tickets.access import require
from tickets.door import current_passage, verb
from tickets.errors import Invalid
from tickets.events import EventKind, record
from tickets.locking import locked, locked_all
from tickets.models import Event, Link, Participant, Ticket
from tickets.models.link import LinkKind
from tickets.models.participant import ParticipantRole

MOST_COPIED = 20


@verb
def add_participant(
    ticket: Ticket, *, actor: Actor, person: User, role: ParticipantRole = ParticipantRole.CC
) -> Event | None:
    """Bring a person into the ticket; None if they take part in this role already. Who is copied reads on from here."""
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    if person.pk == ticket.requester_id:
        return None
    _participant, created = Participant.objects.get_or_create(
        ticket=ticket, person=person, role=role, defaults={"since": current_passage().now()}
    )
    if not created:
        return None
    return record(ticket, EventKind.PARTICIPANT_ADDED, actor=actor, person=person.pk, role=role)


@verb
def remove_participant(
    ticket: Ticket, *, actor: Actor, person: User, role: ParticipantRole = ParticipantRole.CC
) -> Event | None:
    """Take a person out of the ticket; None if they took no part in this role."""
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    removed, _rows = ticket.participants.filter(person=person, role=role).delete()
    if not removed:
        return None
    return record(ticket, EventKind.PARTICIPANT_REMOVED, actor=actor, person=person.pk, role=role)


@verb
def link(ticket: Ticket, *, actor: Actor, other: Ticket, kind: LinkKind = LinkKind.RELATED) -> Event | None:
    """Say that `ticket` is <kind> `other`; None if that is said already. Raises Invalid for a ticket and itself."""
    if ticket.pk == other.pk:
        raise Invalid(_("A ticket cannot be linked to itself."))
    locked_all([ticket, other])
    ticket = locked(ticket)
    require(actor, Permission.LINK, ticket)
    require(actor, Permission.LINK, other)
    return _link(ticket, other, kind, actor)


@verb
def unlink(ticket: Ticket, *, actor: Actor, other: Ticket, kind: LinkKind = LinkKind.RELATED) -> Event | None:
    """Take the link back; None if there was none."""
    ticket = locked(ticket)
    require(actor, Permission.LINK, ticket)
    removed, _rows = ticket.links.filter(other=other, kind=kind).delete()
    if not removed:
        return None
    return record(ticket, EventKind.UNLINKED, actor=actor, other=other.pk, link=kind)


def follow_up_of(ticket: Ticket, former: Ticket, *, actor: Actor) -> Event | None:
    """Part of the verb that opened `ticket` because `former` is closed."""
    return _link(ticket, former, LinkKind.FOLLOW_UP, actor)


def copy_in(
    ticket: Ticket, people: Iterable[User], *, since: datetime | None, replaced_by: Actor | None = None
) -> None:
    """Part of the verbs that speak: make people CCs, at most 20, from `since` on.

    The event of the speaking verb stands for it; its message keeps the addresses. With `replaced_by`, nobody else stays one:
    who is taken out is told by an event of its own, since no address tells it.
    """
    wanted = {person.pk: person for person in people if person.pk != ticket.requester_id}
    if not wanted and replaced_by is None:
        return
    copied = ticket.participants.filter(role=ParticipantRole.CC)
    if replaced_by is not None:
        for participant in copied.exclude(person__in=wanted).select_related("person"):
            remove_participant(ticket, actor=replaced_by, person=participant.person)
    if not wanted:
        return
    present = set(copied.values_list("person_id", flat=True))
    fresh = [person for pk, person in wanted.items() if pk not in present][: max(0, MOST_COPIED - len(present))]
    Participant.objects.bulk_create(
        [Participant(ticket=ticket, person=person, role=ParticipantRole.CC, since=since) for person in fresh],
        ignore_conflicts=True,
    )


def _link(ticket: Ticket, other: Ticket, kind: LinkKind, actor: Actor) -> Event | None:
    _row, created = Link.objects.get_or_create(ticket=ticket, other=other, kind=kind)
    if not created:
        return None
    return record(ticket, EventKind.LINKED, actor=actor, other=other.pk, link=kind)
