"""Naming colleagues: part of the verb that writes a note, and reading where one was named."""

from collections.abc import Iterable

from django.db.models.functions import Now

from accounts.models import User
from tickets.mentions import may_name_somebody, named_in, staff_who_see
from tickets.models import Mention, Message, Participant, Ticket
from tickets.models.participant import ParticipantRole


def named_by(ticket: Ticket, text: str, *, writer: User | None, also: Iterable[User] = ()) -> list[User]:
    """Whom a note names, in its text or expressly: never its writer, and nobody who does not see the ticket."""
    also = list(also)
    if not also and not may_name_somebody(text):
        return []
    allowed = {person.pk: person for person in staff_who_see(ticket)}
    named = [*named_in(text, allowed.values()), *(person for person in also if person.pk in allowed)]
    return [person for person in dict.fromkeys(named) if writer is None or person.pk != writer.pk]


def mention(ticket: Ticket, message: Message, people: Iterable[User]) -> None:
    """Tell them, and make them followers; the event of the note stands for it."""
    people = list(people)
    if not people:
        return
    rows = [Mention(ticket=ticket, message=message, person=person, created_at=message.created_at) for person in people]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)
    following = [Participant(ticket=ticket, person=person, role=ParticipantRole.FOLLOWER) for person in people]
    Participant.objects.bulk_create(following, ignore_conflicts=True)


def read_mentions(person: User, *, ticket: Ticket | None = None, mention: int | None = None) -> int:
    """They have seen it: on one ticket, or one of them; how many were unread. No change to the ticket."""
    unread = Mention.objects.filter(person=person, read_at=None)
    if ticket is not None:
        unread = unread.filter(ticket=ticket)
    if mention is not None:
        unread = unread.filter(pk=mention)
    return unread.update(read_at=Now())
