"""What the customer had asked and read before they wrote, so that nobody says it again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from accounts.models import User
from knowledgebase.models import HelpArticle, HelpPlace, HelpSession, Translation
from tickets.models import Ticket

MOST_READ = 5


@dataclass(frozen=True, slots=True)
class ShownArticle:
    title: str
    language: str
    slug: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class BeforeWriting:
    question: str
    articles: list[ShownArticle]
    is_mailed: bool = False  # not before: with our acknowledgement of their mail


@dataclass(frozen=True, slots=True)
class ReadArticle:
    title: str
    language: str
    slug: str
    at: datetime


def before_writing(ticket: Ticket) -> BeforeWriting | None:
    """Of the session that ended in this ticket; articles in its language where there is one, what was read first.

    None for who wrote at once, too: their question is what the ticket says.
    """
    session = HelpSession.objects.filter(ticket=ticket).first()
    if session is None:
        return None
    rows = list(HelpArticle.objects.filter(session=session))
    if not rows and session.started_at == session.ended_at:
        return None
    texts = _texts((row.article_id for row in rows), session.language)
    shown = [
        ShownArticle(text.published.title, text.language, text.slug, row.read_at is not None)
        for row in rows
        if (text := texts.get(row.article_id)) and text.published
    ]
    shown.sort(key=lambda one: not one.is_read)
    return BeforeWriting(session.question, shown, is_mailed=session.place == HelpPlace.MAIL)


def articles_read(ticket: Ticket) -> list[ReadArticle]:
    """The last ones that its requester opened at other times, each once, in the ticket's language where there is one."""
    who = Q(pk=ticket.requester_id) | Q(merged_into=ticket.requester_id)
    people = User.objects.filter(who).order_by().values("pk")
    read = HelpArticle.objects.filter(session__person__in=people, read_at__isnull=False).order_by()
    read = read.exclude(session__in=HelpSession.objects.filter(ticket=ticket))
    newest = dict(read.values_list("article").annotate(at=Max("read_at")).order_by("-at")[:MOST_READ])
    texts = _texts(newest, ticket.language)
    return [
        ReadArticle(text.published.title, text.language, text.slug, at)
        for article, at in newest.items()
        if (text := texts.get(article)) and text.published
    ]


def _texts(articles: Iterable[int], language: str) -> dict[int, Translation]:
    """What is published of them, by article: in `language`, else in another one."""
    found = Translation.objects.filter(article__in=list(articles), published__isnull=False)
    found = found.select_related("published").defer("html", "body", "published__body")
    texts: dict[int, Translation] = {}
    for text in found:
        if text.language == language or text.article_id not in texts:
            texts[text.article_id] = text
    return texts
