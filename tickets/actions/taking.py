"""Taking the next ticket: the most urgent one that a person can work, never the same for two of them."""

from datetime import timedelta

from django.db import connection
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from accounts.models import AgentSkill, Availability, User
from accounts.permissions import Permission
from tickets.access import require
from tickets.actions.assignment import assign
from tickets.actions.escalation import accept_escalation
from tickets.door import current_passage, verb
from tickets.events import EventKind
from tickets.locking import locked_first
from tickets.models import Level, Ticket
from tickets.models.escalation import EscalationState

# A second press of the key is no wish for a second ticket.
SAME_PRESS = timedelta(seconds=2)
DUE_SOON = timedelta(hours=1)
_TAKING = 7_204_301  # our number among the advisory locks
_TAKEN_BY = (EventKind.ASSIGNED, EventKind.ESCALATION_ACCEPTED)


@verb
def take_next(*, actor: User) -> Ticket | None:
    """Assign the actor the most urgent ticket they can work; None when there is none.

    What was promised within the hour, or is overdue, comes first (`due_for`), then all else (`next_for`). A ticket that somebody
    else is taking at this moment is passed over. Asked twice within two seconds, it is the same one.
    """
    require(actor, Permission.ASSIGN)
    _one_at_a_time(actor)
    taken = _just_taken(actor)
    if taken is not None:
        return taken
    ticket = locked_first(due_for(actor)) or locked_first(next_for(actor))
    if ticket is None:
        return None

    if ticket.escalations.filter(state=EscalationState.WAITING).exists():
        accept_escalation(ticket, actor=actor)
    else:
        assign(ticket, actor=actor, assignee=actor)
    return ticket


def due_for(person: User) -> QuerySet[Ticket]:
    """What of `next_for` is due within the hour or overdue, the soonest first."""
    soon = current_passage().now() + DUE_SOON
    return next_for(person).filter(next_due_at__lte=soon).order_by("next_due_at", "pk")


def next_for(person: User) -> QuerySet[Ticket]:
    """What waits for somebody like them, the most urgent first: by priority, then by how long the customer has waited.

    Up to their level; in the queues of their teams, as far as the team serves the ticket's level, or in no queue at all. Without
    those whose answer is written and leaves later, and those whose tags ask for skills that they have none of and others have,
    unless all these are away.
    """
    theirs = Q(team__isnull=True)
    for team in person.teams.all():
        theirs |= Q(team=team, level__in=team.levels)
    levels = (Level.FIRST_LINE, person.level or Level.FIRST_LINE)  # below, a bot holds the conversation
    tickets = Ticket.objects.visible_to(person).to_take().filter(theirs, level__range=levels, held_until=None)
    known, foreign = _tags_of_skills(person)
    if foreign:
        tagged = Ticket.tags.through.objects.filter(ticket=OuterRef("pk"))
        asks = Exists(tagged.filter(tag__name__in=foreign))
        tickets = tickets.filter(~asks | Exists(tagged.filter(tag__name__in=known)) if known else ~asks)
    return tickets.order_by("-priority", "waiting_since", "pk")


def _tags_of_skills(person: User) -> tuple[set[str], set[str]]:
    """The tags that ask for skills of theirs, and those that ask for skills which only others have, who are there to use them."""
    known: set[str] = set()
    foreign: set[str] = set()
    mine = ExpressionWrapper(Q(person=person), output_field=BooleanField())
    held = AgentSkill.objects.filter(
        Q(person=person) | Q(person__availability=Availability.ONLINE), skill__is_active=True, person__is_active=True
    )
    for tags, is_theirs in held.order_by().values_list("skill__tags", mine).distinct():
        (known if is_theirs else foreign).update(tags)
    return known, foreign - known


def _one_at_a_time(person: User) -> None:
    """Two presses of the same person wait for each other, so that the second one finds what the first one took."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_TAKING, person.pk % 2**31])


def _just_taken(person: User) -> Ticket | None:
    since = current_passage().now() - SAME_PRESS
    newest = Ticket.objects.unfinished().filter(assignee=person, updated_at__gte=since).order_by("-updated_at").first()
    if newest is None:
        return None
    last = newest.events.get(seq=newest.event_seq)
    return newest if last.kind in _TAKEN_BY and last.actor_id == person.pk else None
