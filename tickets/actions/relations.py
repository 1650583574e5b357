"""Who takes part in a ticket."""

from collections.abc import Iterable
from datetime import datetime

from accounts.actors import Actor
from accounts.models import User
from accounts.permissions import Permission
from helpdesk.prepared import Prepared
from tickets.access import require
from tickets.door import current_passage, verb
from tickets.events import EventKind, record
from tickets.locking import locked
from tickets.models import Event, Participant, Ticket
from tickets.models.participant import ParticipantRole

MOST_COPIED = 20
_copied = Prepared(
    lambda ticket: Participant.objects.filter(ticket=ticket, role=ParticipantRole.CC).select_related("person")
)


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
    copied = _copied(ticket.pk)
    present = {participant.person_id for participant in copied}
    if replaced_by is not None:
        for participant in copied:
            if participant.person_id not in wanted:
                remove_participant(ticket, actor=replaced_by, person=participant.person)
        present &= wanted.keys()
    fresh = [person for pk, person in wanted.items() if pk not in present][: max(0, MOST_COPIED - len(present))]
    Participant.objects.bulk_create(
        [Participant(ticket=ticket, person=person, role=ParticipantRole.CC, since=since) for person in fresh],
        ignore_conflicts=True,
    )
