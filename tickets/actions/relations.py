"""Who takes part in a ticket."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from accounts.permissions import Permission
from helpdesk.prepared import Prepared
from tickets.access import require
from tickets.door import current_passage, verb
from tickets.errors import Invalid
from tickets.events import EventKind, record
from tickets.locking import locked
from tickets.models import Event, Participant, Ticket
from tickets.models.participant import ParticipantRole
from tickets.solving import refuse_closed

MOST_COPIED = 20
PARTICIPATIONS = frozenset({EventKind.PARTICIPANT_ADDED, EventKind.PARTICIPANT_REMOVED})
_copied = Prepared(
    lambda ticket: Participant.objects.filter(ticket=ticket, role=ParticipantRole.CC).select_related("person")
)


@verb
def add_participant(
    ticket: Ticket,
    *,
    actor: Actor,
    person: User,
    role: ParticipantRole = ParticipantRole.CC,
    since: datetime | None = None,
) -> Event | None:
    """Bring a person into the ticket; None if they take part in this role already. Who is copied reads on from here, or `since`.

    Raises Invalid for a customer who would follow, and beyond 20 in copy; IllegalTransition for who would be copied on what is
    closed. A colleague may follow it, and whoever takes part may be taken out.
    """
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    if person.pk == ticket.requester_id:
        return None
    taking_part = Participant.objects.filter(ticket=ticket, role=role)
    if taking_part.filter(person=person).exists():
        return None
    if role == ParticipantRole.FOLLOWER and not person.is_staff:
        raise Invalid(_("Only colleagues follow a ticket. Put %(name)s in copy.") % {"name": person.display_name})
    if role == ParticipantRole.CC:
        refuse_closed(ticket)
    if role == ParticipantRole.CC and taking_part.count() >= MOST_COPIED:
        raise Invalid(_("At most %(most)s people can be in copy.") % {"most": MOST_COPIED})

    Participant.objects.create(ticket=ticket, person=person, role=role, since=since or current_passage().now())
    return record(ticket, EventKind.PARTICIPANT_ADDED, actor=actor, person=person.pk, role=role)


@verb
def remove_participant(
    ticket: Ticket, *, actor: Actor, person: User, role: ParticipantRole = ParticipantRole.CC
) -> Event | None:
    """Take a person out of the ticket; None if they took no part in this role."""
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    participant = ticket.participants.filter(person=person, role=role).first()
    if participant is None:
        return None

    since = participant.since.isoformat() if participant.since else None
    participant.delete()
    return record(ticket, EventKind.PARTICIPANT_REMOVED, actor=actor, person=person.pk, role=role, since=since)


def take_participation_back(ticket: Ticket, actor: User, event: Event) -> Event | None:
    """Part of the verb `undo`: who came in goes, who was taken out is back and reads from where they did."""
    person, role = User.objects.get(pk=event.data["person"]), ParticipantRole(event.data["role"])
    passage = current_passage()
    passage.undoes = (ticket.pk, [event.seq])
    if event.kind == EventKind.PARTICIPANT_ADDED:
        back = remove_participant(ticket, actor=actor, person=person, role=role)
    else:
        since = event.data.get("since")
        since_when = datetime.fromisoformat(since) if since else None
        back = add_participant(ticket, actor=actor, person=person, role=role, since=since_when)
    passage.undoes = None
    return back


def copy_in(
    ticket: Ticket,
    people: Iterable[User],
    *,
    since: datetime | None,
    replaced_by: Actor | None = None,
    known: Iterable[str] | None = None,
) -> list[int]:
    """Part of the verbs that speak: make people CCs, at most 20, from `since` on.

    The event of the speaking verb stands for it; its message keeps the addresses. With `replaced_by`, nobody else stays one:
    who is taken out is told by an event of its own, since no address tells it. Whoever is not among the addresses `known` to
    the writer (None: they knew all) was put in copy by somebody else meanwhile, and stays: their keys are returned.
    """
    wanted = {person.pk: person for person in people if person.pk != ticket.requester_id}
    if not wanted and replaced_by is None:
        return []
    copied = _copied(ticket.pk)
    present = {participant.person_id for participant in copied}
    unknown: list[int] = []
    if replaced_by is not None:
        seen = None if known is None else set(known)
        for participant in copied:
            if participant.person_id in wanted:
                continue
            if seen is None or participant.person.email in seen:
                remove_participant(ticket, actor=replaced_by, person=participant.person)
                present.discard(participant.person_id)
            else:
                unknown.append(participant.person_id)
    fresh = [person for pk, person in wanted.items() if pk not in present][: max(0, MOST_COPIED - len(present))]
    Participant.objects.bulk_create(
        [Participant(ticket=ticket, person=person, role=ParticipantRole.CC, since=since) for person in fresh],
        ignore_conflicts=True,
    )
    return unknown
