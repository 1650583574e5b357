"""Named reads of those who write articles: the list of texts, what is to be checked, what changed and when."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from accounts.models import User
from helpdesk import clock
from knowledgebase.models import Article, ArticleChange, ArticleStatus, Category, Revision, Translation

LONGEST_SEARCH = 100
MOST_REVISIONS = 100
# What a list is asked for beside a status.
TO_CHECK, IN_USE = "check", ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """`state`: a status, "check" for what somebody has to look at, or "" for all that is not archived."""

    state: str = IN_USE
    words: str = ""
    category: int | None = None
    language: str = ""
    owner: int | None = None


def texts(wanted: Wanted) -> QuerySet[Translation]:
    """Articles as those see them who write, one row a language; `due_at` and `is_outdated` say what is to be checked."""
    found = with_checks(Translation.objects.select_related("article__category", "article__owner", "published"))
    found = found.defer("html", "body", "published__body")
    if wanted.state == TO_CHECK:
        found = found.filter(to_check())
    elif wanted.state == ArticleStatus.REVIEW:
        found = found.filter(to_review())
    elif wanted.state in ArticleStatus:
        found = found.filter(status=wanted.state)
    else:
        found = found.exclude(status=ArticleStatus.ARCHIVED)
    for word in wanted.words[:LONGEST_SEARCH].split():
        found = found.filter(Q(title__icontains=word) | Q(slug__icontains=word) | Q(article__tags__contains=[word]))
    if wanted.category is not None:
        found = found.filter(article__category=wanted.category)
    if wanted.language:
        found = found.filter(language=wanted.language)
    if wanted.owner is not None:
        found = found.filter(article__owner=wanted.owner)
    return found


def with_checks(found: QuerySet[Translation]) -> QuerySet[Translation]:
    """`is_outdated`: its source says something else since; `has_changes`: readers do not see what is written; `is_due`."""
    source = Translation.objects.filter(
        article=OuterRef("article"),
        language=OuterRef("article__source_language"),
        published__number__gt=OuterRef("source_revision"),
    )
    return found.annotate(
        due_at=F("article__review_due_at"),
        is_outdated=Exists(source.exclude(pk=OuterRef("pk"))),
        has_changes=ExpressionWrapper(changed(), BooleanField()),
        is_due=ExpressionWrapper(
            Q(status=ArticleStatus.PUBLISHED, article__review_due_at__lte=clock.now()), BooleanField()
        ),
    )


def changed() -> Q:
    same = Q(title=F("published__title"), body=F("published__body"))
    return Q(status=ArticleStatus.PUBLISHED) & ~same


def to_review() -> Q:
    """What waits for somebody who may publish."""
    return Q(status=ArticleStatus.REVIEW) | changed()


def to_check() -> Q:
    """Of texts `with_checks`: published, and due for a look or behind their source."""
    return Q(status=ArticleStatus.PUBLISHED) & (Q(is_due=True) | Q(is_outdated=True))


def owners() -> QuerySet[User]:
    owned = Article.objects.exclude(owner=None).order_by().values("owner")
    return User.objects.filter(pk__in=owned).order_by("name", "pk")


def categories() -> QuerySet[Category]:
    return Category.objects.prefetch_related("sections")


def source_of(translation: Translation) -> Translation | None:
    """What this is a translation of; None for the source itself."""
    article = translation.article
    if translation.language == article.source_language:
        return None
    return article.translations.filter(language=article.source_language).select_related("published").first()


def revisions_of(translation: Translation) -> list[Revision]:
    """The newest first, without their words."""
    found = translation.revisions.select_related("author").defer("body")
    return list(found[:MOST_REVISIONS])


def changes_of(translation: Translation) -> Iterable[ArticleChange]:
    """What was done to this text and to the article around it, the newest first."""
    found = translation.article.changes.filter(Q(language="") | Q(language=translation.language))
    return found.select_related("actor")[:MOST_REVISIONS]
