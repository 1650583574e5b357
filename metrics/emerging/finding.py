"""Looking for emerging issues: this week's tickets against those of the weeks before. A job of beat, never a page's."""

import math
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import F

from helpdesk import clock, heartbeat
from knowledgebase.words import telling_words
from metrics.emerging.clusters import Found, centred, growing
from metrics.models import EmergingIssue, EmergingTicket
from search.ticket_vectors import vectors_of, words_of_tickets
from tickets.models import Ticket
from tickets.models.ticket import TicketQuerySet

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
WEEKS_BEFORE = 8
MOST_EARLIER = 40_000
MOST_WORDS = 4
_MOST_READ = 60
_SHORTEST_WORD = 3
# An issue is the one we know where so many of the fewer tickets are the same.
_SAME = 0.5
_ONE_LOOKING = 7_302_208  # key of an advisory lock


def find_emerging() -> int:
    """Bring the rows of emerging issues up to date; how many there are now. Pages say when this was done last."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_LOOKING])
        now = clock.now()
        numbers, found = _look(now)
        known = _known(now)
        for each in found:
            members = {
                int(numbers[place]): nearness for place, nearness in zip(each.members, each.nearness, strict=True)
            }
            _keep(members, each.before, known, now)
        heartbeat.beat(heartbeat.EMERGING)
        return len(found)


def _look(now: datetime) -> "tuple[NDArray[Any], list[Found]]":
    window, history = _window(now)
    since = now - window
    numbers, vectors = vectors_of(_asked().filter(opened_at__gte=since, opened_at__lte=now))
    earlier = _asked().filter(opened_at__lt=since, opened_at__gte=since - WEEKS_BEFORE * window)
    step = max(1, math.ceil(earlier.count() / MOST_EARLIER))
    if step > 1:
        earlier = earlier.alias(place=F("number") % step).filter(place=0)
    past, old = vectors_of(earlier)
    told = dict(Ticket.objects.filter(pk__in=[*numbers.tolist(), *past.tolist()]).values_list("pk", "language"))
    people = dict(Ticket.objects.filter(pk__in=numbers.tolist()).values_list("pk", "requester"))
    languages, of = (
        [told.get(number, "") for number in numbers.tolist()],
        [told.get(number, "") for number in past.tolist()],
    )
    now_centred = centred(vectors, languages, old, of)
    old_centred = centred(old, of, old, of)
    wrote = [people.get(number, 0) for number in numbers.tolist()]
    return numbers, growing(now_centred, wrote, old_centred, history, share=1 / step)


def _asked() -> TicketQuerySet:
    """What customers asked; of private teams nobody else is to read what is going on there. Problems are no news."""
    asked = Ticket.objects.listed().not_merged().exclude(kind="problem")
    return asked.exclude(team__is_private=True).exclude(requester__role__in=("agent", "lead", "manager", "admin"))


def _window(now: datetime) -> tuple[timedelta, float]:
    """What is looked at, and how many times as long the time is that it is compared with.

    A week and the eight before. A desk younger than two weeks has no week before that is whole, and everything would be new to
    it: the second half of its life is compared with the first. On its first day there is nothing to compare with.
    """
    first = Ticket.objects.order_by("opened_at").values_list("opened_at", flat=True).first() or now
    window = min(WEEK, max((now - first) / 2, _DAY))
    return window, min(max((now - first) / window - 1, 1.0), float(WEEKS_BEFORE))


def _known(now: datetime) -> list[tuple[EmergingIssue, set[int]]]:
    """Those of this week, also dismissed ones: what is no issue stays none."""
    issues = EmergingIssue.objects.filter(seen_at__gt=now - WEEK).prefetch_related("members")
    return [(issue, {member.ticket_id for member in issue.members.all()}) for issue in issues]


def _keep(
    members: dict[int, float], before: float, known: Sequence[tuple[EmergingIssue, set[int]]], now: datetime
) -> None:
    issue = next((issue for issue, numbers in known if _is_same(numbers, members.keys())), None)
    if issue is None:
        issue = EmergingIssue(found_at=now, seen_at=now, before=before)
    issue.before, issue.seen_at, issue.words = before, now, words_of(list(members)[:_MOST_READ])
    issue.save()
    EmergingTicket.objects.bulk_create(
        [EmergingTicket(issue=issue, ticket_id=number, nearness=nearness) for number, nearness in members.items()],
        update_conflicts=True,
        unique_fields=["issue", "ticket"],
        update_fields=["nearness"],
    )


def _is_same(numbers: Collection[int], others: Collection[int]) -> bool:
    fewer = min(len(numbers), len(others))
    return fewer > 0 and len(set(numbers) & set(others)) >= _SAME * fewer


def words_of(numbers: Collection[int]) -> list[str]:
    """What these tickets say and others do not: words of most of them, weighed by how rare they are among all of the week."""
    others = list(
        Ticket.objects.exclude(pk__in=numbers)
        .filter(pk__lte=max(numbers))
        .order_by("-pk")
        .values_list("pk", flat=True)[:300]
    )
    languages = dict(Ticket.objects.filter(pk__in=[*numbers, *others]).values_list("pk", "language"))

    def count(tickets: Collection[int]) -> Counter[str]:
        counted: Counter[str] = Counter()
        for number, text in words_of_tickets(tickets).items():
            counted.update(_telling(text, languages.get(number) or "en"))
        return counted

    said, usual = count(numbers), count(others)

    def weight(word: str) -> float:
        return said[word] * math.log((len(others) + 2) / (usual[word] + 1))

    common = [word for word, times in said.items() if times >= max(2, len(numbers) // 5)]
    return sorted(common, key=lambda word: (-weight(word), word))[:MOST_WORDS]


def _telling(text: str, language: str) -> set[str]:
    return {word for word in telling_words(text, language) if len(word) >= _SHORTEST_WORD and not word.isdecimal()}
