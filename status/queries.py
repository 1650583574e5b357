"""Known issues as customers read them, and which one somebody may be writing about."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from accounts.models import User
from helpdesk import clock
from helpdesk.prepared import Prepared
from search.embeddings import embed
from search.words import words_of
from status.models import IssueSubscription, IssueUpdate, KnownIssue

MOST_OPEN = 20
MOST_RESOLVED = 20
RECENT = timedelta(days=14)
# Alike in meaning; or less so, and about the same part.
_ALIKE, _NEAR = 0.5, 0.25

# Every home of the portal asks.
_open = Prepared(lambda: KnownIssue.objects.filter(resolved_at=None)[:MOST_OPEN])


@dataclass(frozen=True, slots=True)
class Shown:
    issue: KnownIssue
    updates: list[IssueUpdate]


def open_issues() -> list[KnownIssue]:
    return _open()


def shown_issues() -> tuple[list[Shown], list[Shown]]:
    """Those under way, and those resolved of late, each with its updates, newest first."""
    under_way = KnownIssue.objects.filter(resolved_at=None).prefetch_related("updates")[:MOST_OPEN]
    since = clock.now() - RECENT
    resolved = KnownIssue.objects.filter(resolved_at__gte=since).prefetch_related("updates")[:MOST_RESOLVED]
    return [_shown(one) for one in under_way], [_shown(one) for one in resolved]


def issues_for(person: User) -> QuerySet[KnownIssue]:
    """Our own people read all that were ever published, customers those that the page shows."""
    if person.is_staff:
        return KnownIssue.objects.all()
    return KnownIssue.objects.filter(Q(resolved_at=None) | Q(resolved_at__gte=clock.now() - RECENT))


def subscription_to(issue: KnownIssue, person: User) -> IssueSubscription | None:
    """By the address that is theirs."""
    if not person.email:
        return None
    return IssueSubscription.objects.select_related("issue").filter(issue=issue, email=person.email).first()


def issue_about(text: str) -> KnownIssue | None:
    """The one under way that is most like what somebody writes; None where none is like it."""
    issues = open_issues() if len(text.split()) > 2 else []
    if not issues:
        return None
    # In each language that it is told in: who reads German writes German, too.
    told = [(one, title, part) for one in issues for title, part in _wordings(one)]
    asked, *known = embed([text, *(f"{title} {part}" for _one, title, part in told)])
    words = set(words_of(text))
    rated = [
        (sum(a * b for a, b in zip(asked, vector, strict=True)), bool(words & set(words_of(part))), one)
        for (one, _title, part), vector in zip(told, known, strict=True)
    ]
    likely = [(near, one) for near, is_part, one in rated if near >= (_NEAR if is_part else _ALIKE)]
    return max(likely, key=lambda pair: pair[0])[1] if likely else None


def subscriptions_of(person: User) -> list[IssueSubscription]:
    """What they are mailed about at the moment, by the address that is theirs."""
    if not person.email:
        return []
    mine = IssueSubscription.objects.filter(email=person.email, issue__resolved_at=None).exclude(confirmed_at=None)
    return list(mine.select_related("issue").order_by("issue__title", "pk"))


def _wordings(issue: KnownIssue) -> list[tuple[str, str]]:
    """Title and affected part as written, and in each other language."""
    others = issue.translations.values()
    return [
        (issue.title, issue.affected),
        *((words.get("title", issue.title), words.get("affected", issue.affected)) for words in others),
    ]


def _shown(issue: KnownIssue) -> Shown:
    return Shown(issue, list(issue.updates.all()))
