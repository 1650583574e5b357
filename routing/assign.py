"""Giving a team's queue out to its people: after the commit, one drain a team at a time, the oldest urgent ticket first.

New work, somebody who became free and somebody who is back all just nudge it; a sweeper comes by every 15 seconds.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from accounts.actors import ASSIGNMENT
from accounts.languages import speaks
from accounts.models import AgentSkill, Availability, Capacity, Team, User
from accounts.working_hours import is_working
from helpdesk.nudge import nudge
from routing.effects import Strategy
from routing.models import AssignmentWish, TeamAssignment, Turn
from routing.rulebook import Rulebook
from tickets.actions import assign
from tickets.door import current_passage, verb
from tickets.events import EventKind
from tickets.load import open_counts
from tickets.locking import locked, locked_first
from tickets.models import Event, Level, Status, Ticket
from tickets.models.ticket import OUR_TURN

MOST_AT_ONCE = 500
USUAL_CAPACITY = 10
_DRAINING = 7_204_302  # our number among the advisory locks
# What changes who has how much to do, or what waits in a queue.
_MATTERS = frozenset({"team_id", "assignee_id", "status", "level", "snoozed_until", "is_spam", "deleted_at"})
_TEAMS = "teams_to_drain"
_Sort: TypeAlias = tuple[str, int]  # channel and level: by these people fit a ticket or do not


def note_work(event: Event, book: Rulebook) -> None:
    """Nudge the drains of the teams that this may matter to, once for each passage."""
    if event.kind != EventKind.OPENED and not _MATTERS & event.changes.keys():
        return
    teams = {event.ticket.team_id, *event.changes.get("team_id", ())}
    _drain_later(teams & book.teams.keys())


def wish(ticket: Ticket, strategy: str) -> None:
    """Give this ticket to somebody of its team in this way, whatever the team's own way is."""
    AssignmentWish.objects.update_or_create(ticket=ticket, defaults={"strategy": strategy})
    if ticket.team_id is not None:
        _drain_later({ticket.team_id})


def drain(team_id: int) -> int:
    """Give out what waits in the team's queue, as far as there is somebody for it; how many were given."""
    team = Team.objects.filter(pk=team_id).first()
    passed: set[_Sort] = set()
    given = 0
    while team is not None and given < MOST_AT_ONCE:
        ticket, person = give_next(team, passed)
        if ticket is None:
            break
        if person is None:  # nor is anybody for the others of its sort, however many wait before the next one
            passed.add((ticket.channel, ticket.level))
        else:
            given += 1
    return given


@verb
def give_next(team: Team, passed: Collection[_Sort]) -> tuple[Ticket | None, User | None]:
    """The queue's first ticket but for those of the sorts `passed` over, and who has got it; None: nobody could."""
    _one_at_a_time(team)
    own = TeamAssignment.objects.filter(team=team).first()
    people = _free(team, own.capacity if own else USUAL_CAPACITY)
    if not people:
        return None, None
    queue = _queue(team, wishes_only=own is None)
    for channel, level in passed:
        queue = queue.exclude(channel=channel, level=level)
    ticket = locked_first(queue)
    if ticket is None:
        return None, None
    return ticket, _given(ticket, team, people, own)


@verb
def give_now(ticket: Ticket) -> User | None:
    """Who gets this one, as if all that waits before it had been given out; None: nobody, or its team gives nothing out."""
    ticket = locked(ticket)
    team = ticket.team
    own = TeamAssignment.objects.filter(team=team).first() if team else None
    wishes_only = own is None
    if team is None or not _queue(team, wishes_only=wishes_only).filter(pk=ticket.pk).exists():
        return None
    _one_at_a_time(team)
    return _given(ticket, team, _free(team, own.capacity if own else USUAL_CAPACITY), own)


def _given(ticket: Ticket, team: Team, people: list["_Free"], own: TeamAssignment | None) -> User | None:
    wished = AssignmentWish.objects.filter(ticket=ticket).first()
    strategy = wished.strategy if wished else own.strategy if own else Strategy.ROUND_ROBIN
    person = _choose(ticket, people, Strategy(strategy))
    if person is None:
        return None
    assign(ticket, actor=ASSIGNMENT, assignee=person)
    last = Turn.objects.filter(team=team).aggregate(last=Max("number"))["last"] or 0
    Turn.objects.update_or_create(team=team, person=person, defaults={"number": last + 1})
    if wished:
        wished.delete()
    return person


def return_waiting() -> int:
    """What was given to people who went away, and nobody has touched, goes back into the queues; how many.

    Also in a team that gives out only what rules wish for: whoever had a turn there was given something.
    """
    waiting = Ticket.objects.listed().filter(status=Status.NEW, assignee__isnull=False)
    had_a_turn = Turn.objects.filter(team=OuterRef("team"), person=OuterRef("assignee"))
    waiting = waiting.filter(Q(team__in=TeamAssignment.objects.values("team")) | Exists(had_a_turn))
    gone = waiting.exclude(assignee__availability=Availability.ONLINE, assignee__is_active=True)
    return sum(_return(ticket) for ticket in gone.order_by("pk")[:MOST_AT_ONCE])


def drain_all() -> None:
    """Every queue that is given out: what a nudge was lost of, and what waited for somebody to be free or back."""
    return_waiting()
    wished = Ticket.objects.filter(pk__in=AssignmentWish.objects.values("pk"), team__isnull=False)
    teams = {*TeamAssignment.objects.values_list("team", flat=True), *wished.values_list("team", flat=True)}
    for team in sorted(filter(None, teams)):
        drain(team)


@dataclass(frozen=True, slots=True)
class _Free:
    person: User
    load: int
    turn: int


def _free(team: Team, capacity: int) -> list[_Free]:
    """Who of the team is there, within their hours and has room for one more; never somebody who is inactive."""
    now = current_passage().now()
    there = [
        person
        for person in team.members.filter(pk__in=User.objects.staff(), availability=Availability.ONLINE)
        if is_working(person.working_hours, ZoneInfo(person.time_zone or "UTC"), now)
    ]
    loads = open_counts([person.pk for person in there])
    turns = dict(Turn.objects.filter(team=team).values_list("person", "number"))
    free = [_Free(person, loads[person.pk], turns.get(person.pk, 0)) for person in there]
    return [one for one in free if one.load < capacity]


def _queue(team: Team, *, wishes_only: bool) -> "QuerySet[Ticket]":
    """What waits for somebody of the team, the most urgent first, then who waits longest."""
    queue = Ticket.objects.to_take().filter(team=team, level__in=team.levels, level__gte=Level.FIRST_LINE)
    if wishes_only:
        queue = queue.filter(pk__in=AssignmentWish.objects.values("pk"))
    return queue.order_by("-priority", "waiting_since", "pk")


def _choose(ticket: Ticket, people: list[_Free], strategy: Strategy) -> User | None:
    full = full_on(ticket.channel, [one.person.pk for one in people])
    fit = [
        one for one in people if (one.person.level or Level.FIRST_LINE) >= ticket.level and one.person.pk not in full
    ]
    if strategy == Strategy.STICKY and (known := _who_knows(ticket, fit)):
        return known
    if strategy == Strategy.SKILL:
        points = _points(ticket, [one.person.pk for one in fit])
        fit.sort(
            key=lambda one: (-points.get(one.person.pk, 0), not speaks(one.person, ticket.language), one.load, one.turn)
        )
    elif strategy == Strategy.LEAST_LOADED:
        fit.sort(key=lambda one: (one.load, one.turn, one.person.pk))
    else:
        fit.sort(key=lambda one: (one.turn, one.person.pk))
    return fit[0].person if fit else None


def _points(ticket: Ticket, people: list[int]) -> dict[int, int]:
    """How well each knows what the ticket's tags ask for."""
    tags = list(ticket.tags.order_by().values_list("name", flat=True))
    if not tags:
        return {}
    known = AgentSkill.objects.filter(person__in=people, skill__is_active=True, skill__tags__overlap=tags)
    return dict(known.order_by().values_list("person").annotate(points=Sum("proficiency")))


def full_on(channel: str, people: list[int]) -> set[int]:
    """Who has as many open tickets of this channel as they work on at once."""
    most = dict(Capacity.objects.filter(person__in=people, channel=channel).values_list("person", "most"))
    if not most:
        return set()
    theirs = Ticket.objects.listed().awake().filter(assignee__in=most, channel=channel, status__in=OUR_TURN)
    counts = dict(theirs.order_by().values_list("assignee").annotate(count=Count("pk")))
    return {person for person, limit in most.items() if counts.get(person, 0) >= limit}


def _who_knows(ticket: Ticket, people: list[_Free]) -> User | None:
    """Who of them had the customer's newest other ticket that one of them had."""
    by_key = {one.person.pk: one.person for one in people}
    theirs = Ticket.objects.filter(requester=ticket.requester_id, assignee__in=by_key).exclude(pk=ticket.pk)
    newest = theirs.order_by("-updated_at").values_list("assignee", flat=True).first()
    return by_key.get(newest) if newest is not None else None


@verb
def _return(ticket: Ticket) -> bool:
    ticket = locked(ticket)
    person = ticket.assignee
    is_gone = person is not None and not (person.is_active and person.is_online)
    if ticket.status != Status.NEW or not is_gone:  # meanwhile somebody touched it, or is back
        return False
    if not TeamAssignment.objects.filter(team=ticket.team_id).exists():
        # The rule's wish was fulfilled; without another one, nobody else would get it.
        wish(ticket, Strategy.ROUND_ROBIN)
    return assign(ticket, actor=ASSIGNMENT, assignee=None) is not None


def _one_at_a_time(team: Team) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_DRAINING, team.pk % 2**31])


def _drain_later(teams: Collection[int]) -> None:
    if not teams:
        return
    passage = current_passage()
    if _TEAMS not in passage.kept:
        passage.kept[_TEAMS] = set()
        transaction.on_commit(partial(_nudge, passage.kept[_TEAMS]), robust=True)
    passage.kept[_TEAMS] |= set(teams)


def _nudge(teams: Collection[int]) -> None:
    from routing.tasks import drain_team

    for team in teams:
        nudge(drain_team, team)
