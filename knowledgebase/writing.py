"""Named reads of those who write articles: the list of texts, what is to be checked, what changed and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from accounts.models import User
from helpdesk import clock
from knowledgebase.models import (
    Article,
    ArticleChange,
    ArticleLink,
    ArticleStatus,
    Category,
    Feedback,
    Revision,
    Translation,
)
from tickets.models import Ticket

LONGEST_SEARCH = 100
MOST_TICKETS = 5
MOST_REVISIONS = 100
MOST_WORDS = 5
RISING_WITHIN = timedelta(days=7)
FEWEST_RISING = 3
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
    """`is_outdated`: its source says something else since; `has_changes`: readers do not see what is written; `is_due`.

    `has_words`: a reader said why it did not help; `is_rising`: more customers than usual were sent there this week, and nobody
    has found it true since.
    """
    now = clock.now()
    unread = Feedback.objects.filter(translation=OuterRef("pk"), read_at=None).exclude(comment="")
    source = Translation.objects.filter(
        article=OuterRef("article"),
        language=OuterRef("article__source_language"),
        published__number__gt=OuterRef("source_revision"),
    )
    return found.annotate(
        due_at=F("article__review_due_at"),
        is_outdated=Exists(source.exclude(pk=OuterRef("pk"))),
        has_changes=ExpressionWrapper(changed(), BooleanField()),
        is_due=ExpressionWrapper(Q(status=ArticleStatus.PUBLISHED, article__review_due_at__lte=now), BooleanField()),
        has_words=Exists(unread),
        links_now=_links(now - RISING_WITHIN, now),
        links_before=_links(now - 5 * RISING_WITHIN, now - RISING_WITHIN),
    ).annotate(
        # Twice as many as in a usual one of the four weeks before.
        is_rising=ExpressionWrapper(
            Q(links_now__gte=FEWEST_RISING, links_before__lt=2 * F("links_now")), BooleanField()
        ),
    )


def _links(since: datetime, until: datetime) -> Coalesce:
    """How many tickets the article was linked with in that time, after it was last found true."""
    looked_at = ArticleChange.objects.filter(article=OuterRef("article"), kind="verified", at__gte=OuterRef("at"))
    found = ArticleLink.objects.filter(~Exists(looked_at), article=OuterRef("article"), at__gt=since, at__lte=until)
    counted = found.order_by().values("article").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def tickets_of(article: Article, person: User) -> QuerySet[ArticleLink]:
    """What customers were sent there for, and what it was made of, the newest first: of tickets that this person may see."""
    seen = Ticket.objects.visible_to(person).values("pk")
    links = ArticleLink.objects.filter(article=article, ticket__in=seen)
    return links.select_related("ticket", "person").order_by("-at", "-pk")


def sent_this_week(article: Article) -> int:
    return ArticleLink.objects.filter(article=article, at__gt=clock.now() - RISING_WITHIN).count()


def unread_words(translation: Translation) -> list[Feedback]:
    """What readers missed, and nobody of ours has read yet."""
    return list(translation.feedback.filter(read_at=None).exclude(comment="")[:MOST_WORDS])


def changed() -> Q:
    same = Q(title=F("published__title"), body=F("published__body"))
    return Q(status=ArticleStatus.PUBLISHED) & ~same


def to_review() -> Q:
    """What waits for somebody who may publish."""
    return Q(status=ArticleStatus.REVIEW) | changed()


def to_check() -> Q:
    """Of texts `with_checks`: published, and due for a look, behind their source, found wanting, or asked for more than usual."""
    reasons = Q(is_due=True) | Q(is_outdated=True) | Q(has_words=True) | Q(is_rising=True)
    return Q(status=ArticleStatus.PUBLISHED) & reasons


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
