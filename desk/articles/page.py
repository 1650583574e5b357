"""What the editor's page shows beside the words."""

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from accounts.permissions import Permission, role_may
from desk.articles.diffs import Line, differences
from desk.articles.forms import PropertiesForm
from knowledgebase.actions import unshown_pictures
from knowledgebase.markdown import html_of
from knowledgebase.models import ArticleLink, ArticleStatus, Feedback, Translation
from knowledgebase.writing import MOST_TICKETS, sent_this_week, source_of, tickets_of, unread_words


@dataclass(frozen=True, slots=True)
class EditorPage:
    """`title`, `body` and `version` are what stands in the fields: after a refusal what was typed."""

    text: Translation
    title: str
    body: str
    version: int
    html: str
    unshown: list[str]
    properties: PropertiesForm
    may_publish: bool
    may_arrange: bool
    may_verify: bool
    has_changes: bool
    languages: list[Translation]
    missing: list[tuple[str, str]]
    source: Translation | None
    source_html: str
    words: list[Feedback]
    tickets: list[ArticleLink]
    sent_this_week: int
    source_changes: list[Line] = field(default_factory=list)
    theirs: list[Line] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where readers find it; "" while they do not."""
        if not self.text.is_public:
            return ""
        try:
            return reverse("help:article", args=[self.text.language, self.text.slug])
        except NoReverseMatch:
            return ""

    @property
    def is_outdated(self) -> bool:
        return bool(self.source_changes)


def editor_page(
    text: Translation, person: User, *, typed: tuple[str, str] | None = None, theirs: Translation | None = None
) -> EditorPage:
    """`typed`: title and body of somebody whose saving was refused; `theirs`: because of what another one saved."""
    title, body = typed if typed is not None else (text.title, text.body)
    source = source_of(text)
    published = text.published
    languages = list(text.article.translations.order_by("language").defer("html", "body"))
    there = {one.language for one in languages}
    may_publish = role_may(person.role, Permission.PUBLISH_ARTICLES)
    may_write = role_may(person.role, Permission.WRITE_ARTICLES)
    was_published = any(one.published_id for one in languages)
    return EditorPage(
        text=text,
        title=title,
        body=body,
        version=text.version,
        html=html_of(body),
        unshown=unshown_pictures(body),
        properties=PropertiesForm(article=text.article),
        may_publish=may_publish,
        may_arrange=may_publish or not was_published,
        may_verify=may_publish or (text.article.owner_id == person.pk and may_write),
        has_changes=text.status == ArticleStatus.PUBLISHED
        and published is not None
        and (published.title, published.body) != (text.title, text.body),
        languages=languages,
        missing=[(code, str(name)) for code, name in settings.LANGUAGES if code not in there],
        source=source,
        source_html=source.html or html_of(source.body) if source is not None else "",
        words=unread_words(text),
        tickets=list(tickets_of(text.article, person)[:MOST_TICKETS]),
        sent_this_week=sent_this_week(text.article),
        source_changes=_source_changes(text, source),
        theirs=differences(_whole(theirs.title, theirs.body), _whole(title, body)) if theirs is not None else [],
    )


def _source_changes(text: Translation, source: Translation | None) -> list[Line]:
    """What its source says otherwise since it was translated; nothing where that is not known."""
    if source is None or source.published is None or text.source_revision is None:
        return []
    then = source.revisions.filter(number=text.source_revision).first()
    if then is None:
        return []
    now = source.published
    return differences(_whole(then.title, then.body), _whole(now.title, now.body))


def _whole(title: str, body: str) -> str:
    return f"{title}\n\n{body}"
