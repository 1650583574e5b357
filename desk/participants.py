"""Who takes part in a ticket beside its requester: people in copy, and colleagues who follow it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import User
from desk.asking import whom
from helpdesk.prepared import Prepared
from search.people import people_like
from tickets.actions import add_participant
from tickets.content import storable
from tickets.door import verb
from tickets.errors import Invalid
from tickets.mentions import colleagues_like
from tickets.models import Event, Participant, Ticket
from tickets.models.participant import ParticipantRole
from tickets.recipients import named_in, people_at, shown_as

MOST_SUGGESTED = 8
LONGEST_SEARCH = 100
ROLES = (ParticipantRole.CC, ParticipantRole.FOLLOWER)

_taking_part = Prepared(
    lambda ticket: (
        Participant.objects.filter(ticket=ticket, role__in=ROLES)
        .select_related("person")
        .only("ticket", "role", "person__name", "person__email", "person__is_active")
        .order_by("pk")
    )
)


@dataclass(frozen=True, slots=True)
class Participants:
    copied: list[User] = field(default_factory=list)
    followers: list[User] = field(default_factory=list)

    @property
    def addresses(self) -> list[str]:
        """Whom a reply goes to in copy, as `tickets.recipients.copied_on` has it."""
        return [person.email for person in self.copied if person.is_active and person.email]


def participants_of(ticket: Ticket) -> Participants:
    rows = list(_taking_part(ticket.pk))
    return Participants(
        copied=[row.person for row in rows if row.role == ParticipantRole.CC and row.person_id != ticket.requester_id],
        followers=[row.person for row in rows if row.role == ParticipantRole.FOLLOWER],
    )


@verb
def bring_in(ticket: Ticket, *, actor: User, role: ParticipantRole, text: str) -> Event | None:
    """Who was typed or chosen: addresses to be put in copy, or a colleague who is to follow. The last one's event.

    Where one is refused, nobody came in, and no customer was made.
    """
    if not text.strip():
        raise Invalid(_("Write an email address.") if role == ParticipantRole.CC else _("Write a colleague's name."))
    people = people_at(named := named_in(text), named) if role == ParticipantRole.CC else [_colleague(actor, text)]
    events = [add_participant(ticket, actor=actor, person=person, role=role) for person in people]
    return next((event for event in reversed(events) if event is not None), None)


def suggested(ticket: Ticket, role: ParticipantRole, text: str, *, but: User) -> list[str]:
    """Whom the words may mean, as the field takes them."""
    text = storable(text).strip()[:LONGEST_SEARCH]
    if not text:
        return []
    if role == ParticipantRole.FOLLOWER:
        return [shown_as(person) for person in colleagues_like(ticket, text, but=but)]
    found = people_like(text).exclude(email="").order_by("name", "pk")[:MOST_SUGGESTED]
    return [shown_as(person) for person in found]


def _colleague(actor: User, text: str) -> User:
    person, team = whom(actor, text)
    if person is None:
        raise Invalid(_("%(team)s is a team. Name one of its people.") % {"team": team})
    return person
