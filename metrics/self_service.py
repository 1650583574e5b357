"""Figures of what helps before a person does: searches, sessions, and what each article was worth.

They are of the whole house: who needs no person reaches no team, and no ticket that could be narrowed to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from knowledgebase.actions.sessions import IDLE
from knowledgebase.deflection import deflected, ended_between, silent_between
from knowledgebase.models import HelpArticle, HelpOutcome, HelpSession, SearchSession, Translation
from metrics.catalogue import METRICS, Metric, Unit
from metrics.figures import Figure, share_of
from metrics.questions import Inquiry

MOST_ARTICLES = 25
MOST_QUERIES = 15
_READ = Q(read_at__isnull=False)
# What an article was worth: which of the rows that tie it to a session.
_WORTH = {
    "shown": Q(),
    "read": _READ,
    "solved": _READ & Q(session__outcome=HelpOutcome.SOLVED),
    "tickets": _READ & Q(session__outcome=HelpOutcome.TICKET),
}


@dataclass(frozen=True, slots=True)
class ArticleValue:
    """Of sessions that were over in the period. `solved` and `tickets`: how those ended in which it was read."""

    key: int
    title: str
    shown: int
    read: int
    solved: int
    tickets: int

    @property
    def numbers(self) -> list[tuple[str, int]]:
        """Each with what it is called in addresses."""
        return [("shown", self.shown), ("read", self.read), ("solved", self.solved), ("tickets", self.tickets)]


def whole(asked: Inquiry) -> Inquiry:
    """The same period without what these figures cannot be narrowed to."""
    return Inquiry(asked.period, asked.now)


def searches(asked: Inquiry, which: str = "all") -> "QuerySet[SearchSession]":
    """`which`: all, in vain, those that found something, and those of them after which nothing was opened."""
    found = SearchSession.objects.filter(at__gte=asked.period.start, at__lt=asked.period.end)
    if which == "vain":
        return found.filter(found=0)
    found = found.filter(found__gt=0) if which in ("found", "unopened") else found
    return found.filter(clicked=None) if which == "unopened" else found


def titles_of(articles: Iterable[int | None], language: str) -> dict[int, str]:
    """By their keys, in this language, else in their own."""
    texts = Translation.objects.filter(article__in=[key for key in articles if key])
    texts = texts.filter(Q(language=language) | Q(language=F("article__source_language")))
    asked_last = Case(When(language=language, then=Value(1)), default=Value(0))
    return dict(texts.order_by(asked_last).values_list("article", "title"))


def sessions(end: str, asked: Inquiry) -> "QuerySet[HelpSession]":
    """With a question, by how they ended: solved without a person, in a ticket (also one within 48 hours), silently; or all that
    are `counted`: the first two. `any`: whatever became of them, for who counts them once more elsewhere.
    """
    since, until = asked.period.start, asked.period.end
    if end == "any":
        return HelpSession.objects.filter(_is_over(asked)).order_by("-last_at", "-pk")
    if end == "silent":
        return silent_between(since, min(until, asked.now)).order_by("-last_at", "-pk")
    ended = ended_between(since, until).order_by("-last_at", "-pk")
    if end == "counted":
        return ended
    solved = deflected(ended)
    return solved if end == "solved" else ended.exclude(pk__in=solved.order_by().values("pk"))


def in_vain(asked: Inquiry, most: int = MOST_QUERIES) -> list[tuple[str, str, int]]:
    """What was searched for and not found: as typed, in which language, how often."""
    found = searches(asked).filter(found=0).order_by().values_list("query", "language")
    return list(found.annotate(n=Count("pk")).order_by("-n", "query")[:most])


def values_of_articles(asked: Inquiry, language: str, most: int = MOST_ARTICLES) -> list[ArticleValue]:
    """The most helpful first; titles in this language, else in the article's own."""
    counted = (
        HelpArticle.objects.filter(_is_over(asked, "session__"))
        .order_by()
        .values("article")
        .annotate(
            shown=Count("pk", filter=_WORTH["shown"]),
            read=Count("pk", filter=_WORTH["read"]),
            solved=Count("pk", filter=_WORTH["solved"]),
            tickets=Count("pk", filter=_WORTH["tickets"]),
        )
        .order_by("-solved", "-read", "-shown", "article")
    )
    rows = titled(counted, language)
    return [
        ArticleValue(row["article"], row["title"] or "–", row["shown"], row["read"], row["solved"], row["tickets"])
        for row in rows[:most]
    ]


def sessions_with(article: int, worth: str, asked: Inquiry) -> "QuerySet[HelpSession]":
    """Those behind a number of an article's value: in which it was `shown` or `read`, or that ended so after it was."""
    such = HelpArticle.objects.filter(_WORTH[worth], article=article).values("session")
    return HelpSession.objects.filter(_is_over(asked), pk__in=such).order_by("-last_at", "-pk")


def _is_over(asked: Inquiry, prefix: str = "") -> Q:
    """Of sessions: with its outcome in the period, or silently, 30 minutes after what was done last."""
    start, end = asked.period.start, asked.moment
    ended = {"ended_at__gte": start, "ended_at__lt": asked.period.end}
    silent = {"ended_at": None, "last_at__gte": start - IDLE, "last_at__lt": end - IDLE}
    return _at(prefix, ended) | _at(prefix, silent)


def _at(prefix: str, conditions: dict[str, Any]) -> Q:
    return Q(**{prefix + name: value for name, value in conditions.items()})


def read_in(sessions: "Sequence[HelpSession]", language: str) -> dict[int, list[tuple[int, str]]]:
    """By session the articles that were read in it: key and title, in their order."""
    shown = HelpArticle.objects.filter(session__in=sessions, read_at__isnull=False).order_by("read_at", "pk")
    found: dict[int, list[tuple[int, str]]] = {}
    for session, article, title in titled(shown, language).values_list("session", "article", "title"):
        found.setdefault(session, []).append((article, title or ""))
    return found


def titled(found: "QuerySet[Any]", language: str) -> "QuerySet[Any]":
    """With the article's title in this language, else in its own."""
    texts = Translation.objects.filter(article=OuterRef("article"))
    texts = texts.filter(Q(language=language) | Q(language=F("article__source_language")))
    asked_first = Case(When(language=language, then=Value(0)), default=Value(1))
    return found.annotate(title=Subquery(texts.order_by(asked_first).values("title")[:1]))


def _searched(asked: Inquiry) -> Figure:
    n = searches(asked).count()
    return Figure(value=n, n=n)


def _found_nothing(asked: Inquiry) -> Figure:
    found = searches(asked).aggregate(n=Count("pk"), vain=Count("pk", filter=Q(found=0)))
    return share_of(found["vain"], found["n"])


def _opened_nothing(asked: Inquiry) -> Figure:
    found = searches(asked).filter(found__gt=0).aggregate(n=Count("pk"), vain=Count("pk", filter=Q(clicked=None)))
    return share_of(found["vain"], found["n"])


_PERIOD = _("Searches made in the period.")
_NOTHING_LEFT_OUT = _("Nothing.")

FIGURES: Sequence[Metric] = (
    METRICS["deflection"],
    Metric(
        key="searches",
        name=_("Searches"),
        definition=_("How often readers searched the help centre; what is typed on in one go is one search."),
        unit=Unit.TICKETS,
        period_rule=_PERIOD,
        computed_by=_searched,
        excludes=_NOTHING_LEFT_OUT,
    ),
    Metric(
        key="searches_in_vain",
        name=_("Found nothing"),
        definition=_("Share of the searches for which there was no article at all."),
        unit=Unit.SHARE,
        period_rule=_PERIOD,
        computed_by=_found_nothing,
        is_better_high=False,
        excludes=_NOTHING_LEFT_OUT,
    ),
    Metric(
        key="searches_unopened",
        name=_("Opened nothing"),
        definition=_("Of the searches that found articles, the share after which none of them was opened."),
        unit=Unit.SHARE,
        period_rule=_PERIOD,
        computed_by=_opened_nothing,
        is_better_high=False,
        excludes=_("Searches that found nothing."),
    ),
)
