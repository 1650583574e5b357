"""What to write next: questions that readers asked in the help centre and opened nothing for, or that became tickets.

Searches with the same telling words are one question, whatever their order, form and filling words.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Case, Count, Max, Q, When

from accounts.models import User
from accounts.personal import ERASED
from helpdesk import clock
from knowledgebase.models import GapClosed, GapTaken, HelpPlace, HelpSession, SearchSession, Translation
from knowledgebase.models.gap import LONGEST_GAP
from knowledgebase.words import telling_words
from search.stems import stems_of
from search.words import stemmer_for
from tickets.models import Ticket

PERIOD = timedelta(days=90)
MOST_GAPS = 50
MOST_BEHIND = 10
# A ticket behind a question weighs as much as so many searches in vain.
TICKET_WEIGHT = 3
_MOST_QUERIES = 5_000
_MOST_SESSIONS = 5_000


@dataclass(slots=True)
class Gap:
    """`query`: as most of them typed it; `queries` all the ways; `vain`: searches after which nothing was opened."""

    language: str
    words: str
    query: str = ""
    searches: int = 0
    vain: int = 0
    newest: datetime | None = None
    queries: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    text: Translation | None = None  # begun for it, and not seen by readers yet
    # What is there already (knowledgebase/nearest.py), and whether it probably answers: then it is to be improved.
    nearest: Translation | None = None
    is_answered: bool = False

    @property
    def weight(self) -> int:
        return self.vain + TICKET_WEIGHT * len(self.numbers)

    @property
    def title(self) -> str:
        """What it is called, in one line: a question that became a ticket may be a whole letter."""
        return self.tickets[0].subject if self.tickets and not self.searches else self.query


@dataclass(frozen=True, slots=True)
class GapPage:
    """`offset` of `total` stand before these."""

    gaps: list[Gap]
    offset: int
    total: int

    @property
    def next(self) -> int | None:
        """From where to go on."""
        end = self.offset + len(self.gaps)
        return end if end < self.total else None

    @property
    def previous(self) -> int | None:
        return max(0, self.offset - MOST_GAPS) if self.offset else None


def gaps(person: User, *, language: str = "") -> list[Gap]:
    """The first page of them."""
    return gap_page(person, language=language).gaps


def gap_page(person: User, *, language: str = "", offset: int = 0) -> GapPage:
    """The heaviest first, with the tickets behind them that this person may see, and the text that was begun for it.

    In a fixed number of statements. From behind the last on it is the last page.
    """
    searches, sessions = _searches(language), _sessions(person, language)
    keys = keys_of({(row.language, row.text) for row in [*searches, *sessions]})
    closed = {(row.language, row.words): row.at for row in GapClosed.objects.all()}
    found: dict[tuple[str, str], Gap] = {}
    for row in [*searches, *sessions]:
        words = keys[row.language, row.text]
        ended = closed.get((row.language, words))
        if ended is None or row.newest > ended:
            _count(found.setdefault((row.language, words), Gap(row.language, words)), row)
    weighed = [gap for gap in found.values() if gap.weight]
    weighed.sort(key=lambda gap: (-gap.weight, -gap.searches, gap.words, gap.language))
    if offset >= len(weighed):
        offset = max(0, len(weighed) - 1) // MOST_GAPS * MOST_GAPS
    ranked = weighed[offset : offset + MOST_GAPS]
    numbers = [number for gap in ranked for number in gap.numbers[:MOST_BEHIND]]
    tickets = Ticket.objects.visible_to(person).in_bulk(numbers)
    begun = {(row.language, row.words): row.translation for row in GapTaken.objects.select_related("translation")}
    for gap in ranked:
        gap.tickets = [tickets[number] for number in gap.numbers[:MOST_BEHIND] if number in tickets]
        gap.text = begun.get((gap.language, gap.words))
    return GapPage(ranked, offset, len(weighed))


def key_of(query: str, language: str) -> str:
    """The stems of the words that tell, each once, in alphabetical order."""
    return keys_of({(language, query)})[language, query]


def keys_of(queries: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The same for many, with one statement a language."""
    told = {(language, query): telling_words(query, language) for language, query in queries}
    keys: dict[tuple[str, str], str] = {}
    for language in {language for language, _query in queries}:
        dictionary = stemmer_for(language)
        words = {word for (code, _query), found in told.items() if code == language for word in found}
        stems = stems_of(words, dictionary) if dictionary is not None else {word: word for word in words}
        for (code, query), found in told.items():
            if code == language:
                keys[code, query] = " ".join(sorted({stems[word] for word in found}))[:LONGEST_GAP]
    return keys


class _Asked(NamedTuple):
    """Searches typed alike, or a session that became a ticket."""

    language: str
    text: str
    newest: datetime
    times: int = 0
    vain: int = 0
    ticket: int | None = None


def _searches(language: str) -> list[_Asked]:
    """Each way to type it once, the most frequent first."""
    searches = SearchSession.objects.filter(at__gt=clock.now() - PERIOD).exclude(query="")
    if language:
        searches = searches.filter(language=language)
    counted = searches.values("language", "query").annotate(
        newest=Max("at"), times=Count("pk"), vain=Count("pk", filter=Q(clicked=None))
    )
    rows = counted.order_by("-times", "query").values_list("language", "query", "newest", "times", "vain")
    return [_Asked(*row) for row in rows[:_MOST_QUERIES]]


def _sessions(person: User, language: str) -> list[_Asked]:
    """Of tickets that this person may see: the question is the customer's letter, so it is theirs to read no more.

    In the ticket's own language, where we speak it: many a letter is written on a page in another one.
    """
    seen = Ticket.objects.visible_to(person).values("pk")
    sessions = HelpSession.objects.filter(started_at__gt=clock.now() - PERIOD, ticket__in=seen).exclude(
        Q(place=HelpPlace.MAIL) | Q(question=ERASED)
    )
    spoken = Case(
        When(ticket__language__in=list(dict(settings.LANGUAGES)), then="ticket__language"), default="language"
    )
    sessions = sessions.annotate(spoken=spoken)
    if language:
        sessions = sessions.filter(spoken=language)
    rows = sessions.order_by("-started_at").values_list("spoken", "question", "started_at", "ticket")
    return [_Asked(code, text, at, ticket=number) for code, text, at, number in rows[:_MOST_SESSIONS]]


def _count(gap: Gap, asked: _Asked) -> None:
    gap.query = gap.query or asked.text
    gap.newest = max(gap.newest or asked.newest, asked.newest)
    gap.searches += asked.times
    gap.vain += asked.vain
    if asked.ticket is not None and asked.ticket not in gap.numbers:
        gap.numbers.append(asked.ticket)
    if asked.ticket is None and len(gap.queries) < MOST_BEHIND:
        gap.queries.append(asked.text)
