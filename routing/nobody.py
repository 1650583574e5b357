"""Why nobody was given a ticket: what stood in the way, from its team down to the last of its people."""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from accounts.models import Availability, User
from accounts.working_hours import is_working
from helpdesk import clock
from routing.assign import USUAL_CAPACITY, full_on
from routing.models import AssignmentWish, TeamAssignment
from tickets.load import open_counts
from tickets.models import Level, Ticket

MOST_NAMES = 5


def why_nobody(ticket: Ticket) -> str:
    """Half a sentence for people; empty when somebody has it, or could have been given it."""
    team = ticket.team
    if ticket.assignee_id is not None:
        return ""
    if team is None:
        return "it is in no team's queue"
    if ticket.level not in team.levels or ticket.level < Level.FIRST_LINE:
        return f"{team.name} does not work at level {ticket.level}"
    if not Ticket.objects.to_take().filter(pk=ticket.pk).exists():
        return f"it waits for nobody of ours: it is {ticket.get_status_display().lower()}"
    own = TeamAssignment.objects.filter(team=team).first()
    if own is None and not AssignmentWish.objects.filter(ticket=ticket).exists():
        return f"{team.name} gives no tickets out by itself, and no rule asked for it: its people take them"
    people = list(team.members.filter(pk__in=User.objects.staff()).order_by("pk"))
    if not people:
        return f"{team.name} has no agents"
    return _in_the_way(ticket, people, own.capacity if own else USUAL_CAPACITY)


def _in_the_way(ticket: Ticket, people: Sequence[User], capacity: int) -> str:
    """The sieves of `routing.assign`, one after the other: the one that let nobody through."""
    now = clock.now()
    loads = open_counts([person.pk for person in people])
    full = full_on(ticket.channel, [person.pk for person in people])
    channel = ticket.get_channel_display()
    sieves: list[tuple[str, Callable[[User], bool]]] = [
        ("away: {names}", lambda person: person.availability == Availability.ONLINE),
        (
            "outside their working hours: {names}",
            lambda person: is_working(person.working_hours, ZoneInfo(person.time_zone or "UTC"), now),
        ),
        (
            f"at their capacity of {capacity}: {{names}}",
            lambda person: loads[person.pk] < capacity,
        ),
        (
            f"below level {ticket.level}: {{names}}",
            lambda person: (person.level or Level.FIRST_LINE) >= ticket.level,
        ),
        (f"at their capacity for {channel}: {{names}}", lambda person: person.pk not in full),
    ]
    found, left = [], list(people)
    for words, passes in sieves:
        if stopped := [person for person in left if not passes(person)]:
            found.append(words.format(names=_names(stopped)))
        left = [person for person in left if person not in stopped]
    return f"of {ticket.team} nobody was free; {'; '.join(found)}" if found and not left else ""


def _names(people: Sequence[User]) -> str:
    names = ", ".join(person.email or person.display_name for person in people[:MOST_NAMES])
    more = len(people) - MOST_NAMES
    return f"{names} and {more} more" if more > 0 else names
