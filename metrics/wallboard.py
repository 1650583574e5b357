"""What a wall shows: the queue of this moment. From the tickets themselves, not from facts, at most a few seconds old."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet

from accounts.models import Availability, User
from accounts.models.user import display_name
from helpdesk import clock
from metrics.questions import Scope
from tickets.models import Ticket
from tickets.models.ticket import TO_TAKE, TicketQuerySet

AT_RISK = timedelta(hours=1)
MOST_WAITING = 5
MOST_NAMES = 12
SOLVED_TODAY = "solved_today"
NUMBERS = ("queue", "overdue", "at_risk", "waiting", "unfinished", SOLVED_TODAY)
# Pages ask every 3 s: what they show is never older than 5.
KEPT = 2


@dataclass(frozen=True, slots=True)
class Waiting:
    number: int
    team: str
    since: datetime
    level: int


@dataclass(frozen=True, slots=True)
class Board:
    """`queue`: our turn, and nobody's yet. `agents` by name, of `online`."""

    at: datetime
    queue: int
    waiting: int
    overdue: int
    at_risk: int
    unfinished: int
    solved_today: int
    longest: Sequence[Waiting]
    online: int
    agents: Sequence[str]


def board_for(scope: Scope, midnight: datetime) -> Board:
    """Shared for two seconds by all who see the same teams; a dead cache only costs its five statements."""
    teams = "all" if scope.teams is None else ",".join(map(str, sorted(scope.teams)))
    hidden = ",".join(map(str, sorted(scope.hidden)))
    key = f"wallboard:{teams}:{hidden}:{midnight.timestamp():.0f}"
    board: Board | None = cache.get(key)
    if board is None:
        board = _board(scope, midnight)
        cache.set(key, board, KEPT)
    return board


def tickets_behind(number: str, scope: Scope, midnight: datetime) -> TicketQuerySet:
    """Those that a number of the board counts at this moment: one of `NUMBERS`."""
    if number == SOLVED_TODAY:
        return _solved_since(scope, midnight)
    return _work(scope).filter(_counted(clock.now())[number])


def listed(number: str, scope: Scope, midnight: datetime, person: User) -> TicketQuerySet:
    """The same as the person sees them: who waits longest first, what was solved last first."""
    seen = Ticket.objects.visible_to(person).order_by().values("pk")
    first = F("solved_at").desc() if number == SOLVED_TODAY else F("waiting_since").asc(nulls_last=True)
    return tickets_behind(number, scope, midnight).filter(pk__in=seen).order_by(first, "number")


def _work(scope: Scope) -> TicketQuerySet:
    return Ticket.objects.filter(scope.of_team("team")).unfinished().not_merged()


def _solved_since(scope: Scope, midnight: datetime) -> TicketQuerySet:
    return Ticket.objects.filter(scope.of_team("team")).solved().filter(solved_at__gte=midnight)


def _counted(now: datetime) -> dict[str, Q]:
    """Which of the work each number counts."""
    return {
        "queue": TO_TAKE,
        "waiting": Q(waiting_since__isnull=False, snoozed_until__isnull=True),
        "overdue": Q(next_due_at__lt=now),
        "at_risk": Q(next_due_at__gte=now, next_due_at__lt=now + AT_RISK),
        "unfinished": Q(),
    }


def _board(scope: Scope, midnight: datetime) -> Board:
    now = clock.now()
    work = _work(scope)
    counted = work.order_by().aggregate(**{name: Count("pk", filter=such) for name, such in _counted(now).items()})
    names = [display_name(*one) for one in _online(scope).values_list("name", "email")[: MOST_NAMES + 1]]
    return Board(
        at=now,
        **counted,
        solved_today=_solved_since(scope, midnight).count(),
        longest=_longest(work),
        online=len(names) if len(names) <= MOST_NAMES else _online(scope).count(),
        agents=names[:MOST_NAMES],
    )


def _longest(work: TicketQuerySet) -> list[Waiting]:
    found = work.awake().filter(waiting_since__isnull=False).order_by("waiting_since", "number")
    rows = found.values_list("number", "team__name", "waiting_since", "level")[:MOST_WAITING]
    return [Waiting(number, team or "", since, level) for number, team, since, level in rows if since is not None]


def _online(scope: Scope) -> "QuerySet[User]":
    staff = User.objects.staff().filter(availability=Availability.ONLINE).order_by("name", "email")
    if scope.teams is not None:
        return staff.filter(pk__in=User.objects.filter(teams__in=scope.teams).values("pk"))
    return staff
