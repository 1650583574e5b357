"""What the customer had asked and read before they wrote, so that nobody says it again."""

from dataclasses import dataclass

from knowledgebase.models import HelpArticle, HelpSession, Translation
from tickets.models import Ticket


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


def before_writing(ticket: Ticket) -> BeforeWriting | None:
    """Of the session that ended in this ticket; articles in its language where there is one, what was read first."""
    session = HelpSession.objects.filter(ticket=ticket).first()
    if session is None:
        return None
    rows = list(HelpArticle.objects.filter(session=session))
    texts = Translation.objects.filter(article__in=[row.article_id for row in rows], published__isnull=False)
    texts = texts.select_related("published").defer("html", "body", "published__body")
    titles: dict[int, Translation] = {}
    for text in texts:
        if text.language == session.language or text.article_id not in titles:
            titles[text.article_id] = text
    shown = [
        ShownArticle(known.published.title, known.language, known.slug, row.read_at is not None)
        for row in rows
        if (known := titles.get(row.article_id)) and known.published
    ]
    return BeforeWriting(session.question, sorted(shown, key=lambda one: not one.is_read))
