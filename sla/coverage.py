"""What hours of the week nobody covers, against when and in which language customers write.

A colleague without hours of their own is counted by the default calendar; one who has not said which languages they write, only
where no language is asked for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from accounts.models import Team, User
from helpdesk import clock
from sla.arrivals import arrivals_for
from sla.models import Calendar
from sla.shifts import SLOTS, SLOTS_OF_A_DAY, Slots, slots_of_calendar, slots_of_hours

_ALWAYS: Slots = frozenset(range(SLOTS))
# Less than one ticket in two weeks is chance.
FEWEST = 0.5


@dataclass(frozen=True, slots=True)
class Cell:
    """An hour of a weekday: the fewest people who are there in it, and how many tickets come, in an average week."""

    day: int
    hour: int
    people: int
    tickets: float

    @property
    def is_gap(self) -> bool:
        return self.people == 0 and self.tickets > 0


@dataclass(frozen=True, slots=True)
class Gap:
    """Half hours from `start` to before `end` of these days in which nobody is there, and how many tickets come then."""

    language: str  # nobody who writes it; empty: nobody at all
    days: tuple[int, ...]
    start: int
    end: int
    tickets: float


@dataclass(frozen=True, slots=True)
class Coverage:
    cells: list[list[Cell]]  # by hour, then day
    gaps: list[Gap]  # most tickets first
    languages: dict[str, float]  # what customers write in, by tickets a week
    people: int
    without_hours: int
    without_languages: int
    calendar: str  # by which those without hours of their own are counted
    tickets: float  # a week
    uncovered: float  # of them, while nobody is there
    most: float  # in one cell


def coverage_of(viewer: User, *, zone: ZoneInfo, team: Team | None = None, language: str = "") -> Coverage:
    """By the clock of `zone`, in the week that is going on. Five statements, however many people and tickets there are."""
    monday = _monday(zone)
    calendar = Calendar.objects.filter(is_default=True).select_related("current").first()
    people = _people(team)
    usual = slots_of_calendar(calendar.current.hours, monday, zone) if calendar and calendar.current else _ALWAYS
    shifts = [(person, _slots(person, usual, monday, zone)) for person in people]
    counted = arrivals_for(viewer, zone=zone, team=team)
    weekly = {code: [number / counted.weeks for number in numbers] for code, numbers in counted.numbers.items()}

    there = _counts(slots for person, slots in shifts if not language or _writes(person, language))
    coming = weekly.get(language, [0.0] * SLOTS) if language else _sums(weekly.values())
    cells = [[_cell(day, hour, there, coming) for day in range(7)] for hour in range(24)]
    gaps = list(_gaps(language, there, coming))
    if not language:
        gaps += _gaps_of_languages(shifts, weekly, there)
    return Coverage(
        cells=cells,
        gaps=sorted(gaps, key=lambda gap: (-gap.tickets, gap.start)),
        languages={code: sum(numbers) for code, numbers in sorted(weekly.items(), key=lambda of: -sum(of[1])) if code},
        people=len(people),
        without_hours=sum(not person.working_hours for person in people),
        without_languages=sum(not person.languages for person in people),
        calendar=calendar.name if calendar else "",
        tickets=sum(coming),
        uncovered=sum(number for slot, number in enumerate(coming) if not there[slot]),
        most=max(cell.tickets for row in cells for cell in row),
    )


def teams_for(viewer: User) -> QuerySet[Team]:
    """Those whose figures this person may see: private ones only as a member or admin."""
    teams = Team.objects.filter(archived_at=None)
    return teams if viewer.is_admin else teams.filter(Q(is_private=False) | Q(pk__in=viewer.teams.values("pk")))


def _people(team: Team | None) -> list[User]:
    people = User.objects.staff() if team is None else team.members.filter(pk__in=User.objects.staff())
    return list(people.only("working_hours", "time_zone", "languages"))


def _slots(person: User, usual: Slots, monday: date, zone: ZoneInfo) -> Slots:
    if not person.working_hours:
        return usual
    return slots_of_hours(tuple(person.working_hours), ZoneInfo(person.time_zone or "UTC"), monday, zone)


def _writes(person: User, language: str) -> bool:
    return any(code.split("-")[0] == language for code in person.languages)


def _counts(shifts: Iterable[Slots]) -> list[int]:
    counts = [0] * SLOTS
    for slots in shifts:
        for slot in slots:
            counts[slot] += 1
    return counts


def _sums(rows: Iterable[Sequence[float]]) -> list[float]:
    sums = [0.0] * SLOTS
    for row in rows:
        sums = [one + other for one, other in zip(sums, row, strict=True)]
    return sums


def _cell(day: int, hour: int, there: Sequence[int], coming: Sequence[float]) -> Cell:
    slot = day * SLOTS_OF_A_DAY + hour * 2
    return Cell(day, hour, min(there[slot : slot + 2]), sum(coming[slot : slot + 2]))


def _gaps_of_languages(
    shifts: Sequence[tuple[User, Slots]], weekly: dict[str, list[float]], there: Sequence[int]
) -> Iterator[Gap]:
    """Where somebody is there, but nobody who writes the language."""
    for language, coming in weekly.items():
        if not language:
            continue
        writing = [slots for person, slots in shifts if _writes(person, language)]
        if not writing:
            yield from _gaps(language, [0] * SLOTS, coming)
            continue
        speaking = _counts(writing)
        # Somebody else is there: what is no gap at all for others is one here; the rest is told as nobody's already.
        missing = [speaking[slot] if there[slot] else 1 for slot in range(SLOTS)]
        yield from _gaps(language, missing, coming)


def _gaps(language: str, there: Sequence[int], coming: Sequence[float]) -> Iterator[Gap]:
    """Stretches without anybody, day by day; the same stretch of several days is one gap."""
    stretches: dict[tuple[int, int], list[tuple[int, float]]] = {}
    for day in range(7):
        for start, end in _stretches(there[day * SLOTS_OF_A_DAY : (day + 1) * SLOTS_OF_A_DAY]):
            tickets = sum(coming[day * SLOTS_OF_A_DAY + start : day * SLOTS_OF_A_DAY + end])
            stretches.setdefault((start, end), []).append((day, tickets))
    for (start, end), found in stretches.items():
        tickets = sum(tickets for _day, tickets in found)
        if tickets >= FEWEST:
            yield Gap(language, tuple(day for day, _tickets in found), start, end, tickets)


def _stretches(day: Sequence[int]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for slot, people in enumerate([*day, 1]):
        if people == 0 and start is None:
            start = slot
        elif people and start is not None:
            yield start, slot
            start = None


def _monday(zone: ZoneInfo) -> date:
    today = clock.now().astimezone(zone).date()
    return today - timedelta(days=today.weekday())
