"""What customers said with their ratings: found by words, kind of survey, and how high."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from desk.keyset import Keyset, Page
from metrics import rows
from metrics.models import Survey
from metrics.questions import Inquiry
from tickets.content import storable
from tickets.models import Ticket
from tickets.ratings import FACES, SCALES, SurveyKind, score_text

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PAGE_SIZE = 30
_LONGEST_SEARCH = 100
_NEWEST = Keyset("-answered_at", "-pk")
HIGH = {SurveyKind.CSAT: 4, SurveyKind.NPS: 9, SurveyKind.CES: 5}
SCORES: "dict[str, _StrOrPromise]" = {"low": _("Unhappy"), "middle": _("In between"), "high": _("Happy")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """`score`: low, middle or high; empty means all. Without `with_all`, only ratings with words."""

    search: str
    kind: str
    score: str
    with_all: bool

    @property
    def is_narrowed(self) -> bool:
        return bool(self.search or self.kind or self.score)


@dataclass(frozen=True, slots=True)
class Line:
    survey: Survey
    score: str
    icon: str  # a face, where the scale has faces
    tone: str  # "bad", "good" or ""


def read_wanted(query: Mapping[str, str]) -> Wanted:
    """From a query string; nonsense counts as not given."""
    kind, score = query.get("kind", ""), query.get("score", "")
    return Wanted(
        search=storable(query.get("q", "")).strip()[:_LONGEST_SEARCH],
        kind=kind if kind in SurveyKind.values else "",
        score=score if score in SCORES else "",
        with_all=query.get("with") == "all",
    )


def comments_page(person: User, asked: Inquiry, wanted: Wanted, after: str, before: str) -> Page[Line]:
    """Newest first; only of tickets that the person sees."""
    found = found_comments(person, asked, wanted)
    start, end = _NEWEST.read(after), _NEWEST.read(before)
    lines = list(_NEWEST.window(found, size=PAGE_SIZE, after=start, before=end))
    page = _NEWEST.page(lines, size=PAGE_SIZE, after=start, before=end)
    return Page([_line(survey) for survey in page.rows], page.next, page.previous)


def found_comments(person: User, asked: Inquiry, wanted: Wanted) -> "QuerySet[Survey]":
    """What the list shows, and its export."""
    found = _found(asked, wanted).filter(ticket__in=Ticket.objects.visible_to(person))
    return found.select_related("ticket", "person", "team", "agent")


def _found(asked: Inquiry, wanted: Wanted) -> "QuerySet[Survey]":
    found = rows.answered(asked)
    if not wanted.with_all:
        found = found.exclude(comment="")
    if wanted.search:
        found = found.filter(Q(comment__icontains=wanted.search) | Q(ticket__subject__icontains=wanted.search))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.score:
        found = found.filter(_of_height(wanted.score))
    return found


def _of_height(score: str) -> Q:
    """On each kind's own scale."""
    found = Q()
    for kind, scale in SCALES.items():
        heights = {
            "low": Q(score__lte=scale.low),
            "middle": Q(score__gt=scale.low, score__lt=HIGH[SurveyKind(kind)]),
            "high": Q(score__gte=HIGH[SurveyKind(kind)]),
        }
        found |= Q(kind=kind) & heights[score]
    return found


def _line(survey: Survey) -> Line:
    kind, score = SurveyKind(survey.kind), survey.score or 0
    tone = "bad" if score <= SCALES[kind].low else "good" if score >= HIGH[kind] else ""
    return Line(survey, score_text(kind, score), FACES[score][1] if kind == SurveyKind.CSAT else "", tone)
