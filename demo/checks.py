"""What must be true of the loaded demo, each with the figure that shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.actors import ActorKind
from helpdesk import clock
from tickets.events import EventKind
from tickets.history import contradictions
from tickets.models import Channel, Escalation, Event, Level, Message, Status, Ticket
from tickets.models.message import MessageKind

SETTLED_AFTER = timedelta(hours=72)
FEWEST_SUBJECTS = 40
FCR_BETWEEN = (0.55, 0.75)
ESCALATED_BETWEEN = (0.10, 0.20)


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    passed: bool
    figure: str


def checks() -> Iterator[Check]:
    yield _all_present("status", Status.values)
    yield _all_present("level", Level.values)
    yield _all_present("channel", Channel.values)
    subjects = Ticket.objects.listed().order_by().values("subject").distinct().count()
    yield Check(f"at least {FEWEST_SUBJECTS} different subjects", subjects >= FEWEST_SUBJECTS, f"{subjects:,}")
    yield _share("first-contact resolution", *first_contact_resolution(), FCR_BETWEEN)
    yield _share("escalated", *escalation_rate(), ESCALATED_BETWEEN)
    yield _closed_a_week_after_solved()
    yield _events_agree()


def first_contact_resolution() -> tuple[int, int]:
    """Tickets solved at first contact, of how many that count (design.md section 11, `fcr`)."""
    replies = Count("messages", filter=_said(from_staff=True, is_human=True), distinct=True)
    counted = (
        Ticket.objects.solved()
        .filter(Q(status=Status.CLOSED) | Q(solved_at__lte=clock.now() - SETTLED_AFTER))
        .annotate(replies=replies)
        .filter(replies__gte=1)
    )
    later_words = Message.objects.filter(_customers_words(), ticket=OuterRef("pk")).filter(
        Exists(_replies().filter(ticket=OuterRef("ticket"), seq__lt=OuterRef("seq")))
    )
    at_first_contact = (
        counted.filter(replies=1, reopen_count=0)
        .exclude(Exists(later_words))
        .exclude(Exists(_escalations().filter(ticket=OuterRef("pk"))))
    )
    return at_first_contact.count(), counted.count()


def escalation_rate() -> tuple[int, int]:
    """Tickets escalated at least once, of all opened; from level 0 to 1 is no escalation."""
    opened = Ticket.objects.listed()
    return opened.filter(Exists(_escalations().filter(ticket=OuterRef("pk")))).count(), opened.count()


def _said(**how: bool) -> Q:
    return Q(messages__kind=MessageKind.PUBLIC, **{f"messages__{name}": value for name, value in how.items()})


def _replies() -> QuerySet[Message]:
    return Message.objects.public().filter(from_staff=True, is_human=True)


def _customers_words() -> Q:
    return Q(kind=MessageKind.PUBLIC, from_staff=False, is_auto=False, thanks=False)


def _escalations() -> QuerySet[Escalation]:
    return Escalation.objects.filter(from_level__gte=Level.FIRST_LINE)


def _all_present(column: str, values: list) -> Check:
    counts = dict(Ticket.objects.listed().order_by().values_list(column).annotate(Count("pk")))
    figure = ", ".join(f"{value} {counts.get(value, 0):,}" for value in values)
    return Check(f"every {column} present", all(counts.get(value) for value in values), figure)


def _share(name: str, part: int, whole: int, between: tuple[float, float]) -> Check:
    least, most = between
    share = part / whole if whole else 0.0
    figure = f"{share:.1%} ({part:,} of {whole:,})"
    return Check(f"{name} {least:.0%} to {most:.0%}", least <= share <= most, figure)


def _closed_a_week_after_solved() -> Check:
    week = timedelta(days=7)
    overdue = Ticket.objects.filter(status=Status.SOLVED, solved_at__lt=clock.now() - week - timedelta(hours=2)).count()
    by_the_timer = Event.objects.filter(kind=EventKind.CLOSED, actor_kind=ActorKind.SYSTEM)
    early = by_the_timer.filter(ticket__closed_at=F("at"), at__lt=F("ticket__solved_at") + week).count()
    return Check("closed 7 days after solved", not (overdue or early), f"{overdue} overdue, {early} too early")


def _events_agree() -> Check:
    """Every ticket rebuilt from its events."""
    tickets = Ticket.objects.prefetch_related("events", "tags").order_by("pk")
    problems = [problem for ticket in tickets.iterator(500) for problem in contradictions(ticket, ticket.events.all())]
    figure = "none" if not problems else f"{len(problems)}, such as: {problems[0]}"
    return Check("no ticket contradicts its events", not problems, figure)
