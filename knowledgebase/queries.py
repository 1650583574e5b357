"""Named reads of the help centre, in a fixed number of queries each."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import User
from helpdesk.prepared import Prepared
from knowledgebase.markdown import Heading, headings_of
from knowledgebase.models import Category, Passage, Translation
from knowledgebase.models.article import brand_for, visibilities_of
from search.embeddings import nearest_first

MOST_IN_CATEGORY = 200
MOST_POPULAR = 5
_RELATED = 4
Reader = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class CategoryCard:
    category: Category
    name: str
    translations: list[Translation]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    translation: Translation
    contents: list[Heading]
    languages: list[Translation]  # the same article, this text included
    related: list[Translation]


def language_shown(wanted: str) -> str:
    """One that the site speaks; nonsense is the site's own."""
    code = wanted.split("-")[0].lower()
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def readable(person: Reader, language: str) -> QuerySet[Translation]:
    """What is published in this language and theirs to read; without what a list does not show."""
    return _in_list(Translation.objects.readable_by(person), language)


def _in_list(found: QuerySet[Translation], language: str) -> QuerySet[Translation]:
    found = found.filter(language=language)
    return found.select_related("article__category", "published").defer("html", "body", "published__body")


def popular(person: Reader, language: str, most: int = MOST_POPULAR) -> list[Translation]:
    """Those that helped most people, the best first."""
    return _popular(brand_for(person), tuple(visibilities_of(person)), language, most)()


@lru_cache(maxsize=128)
def _popular(brand: int | None, visibilities: tuple[str, ...], language: str, most: int) -> Prepared[Translation]:
    """Every page of the portal's home asks, and of readers there are only so many kinds."""
    found = Translation.objects.readable_in(brand, visibilities)
    return Prepared(lambda: _in_list(found, language).order_by("-helpful_count", "published__title")[:most])


def category_cards(person: Reader, language: str) -> list[CategoryCard]:
    """All categories that hold something for this reader, with their articles in order."""
    cards: dict[int, CategoryCard] = {}
    ordered = ("article__category__position", "article__category", "article__position", "published__title")
    for translation in readable(person, language).order_by(*ordered)[:2000]:
        category = translation.article.category
        card = cards.setdefault(category.pk, CategoryCard(category, category.name_in(language), []))
        card.translations.append(translation)
    return list(cards.values())


def languages_with_more(person: Reader, language: str) -> list[str]:
    """Other languages of the site in which this reader finds articles that are not there in this one."""
    readers = Translation.objects.readable_by(person)
    here = readers.filter(language=language, article=OuterRef("article")).order_by()
    further = readers.filter(~Exists(here)).order_by()
    return [code for code, _name in settings.LANGUAGES if code != language and further.filter(language=code).exists()]


def in_category(person: Reader, language: str, slug: str) -> CategoryCard:
    """Raises Category.DoesNotExist where this reader finds nothing."""
    found = readable(person, language).filter(article__category__slug=slug)
    rows = list(found.order_by("article__position", "published__title")[:MOST_IN_CATEGORY])
    if not rows:
        raise Category.DoesNotExist
    category = rows[0].article.category
    return CategoryCard(category, category.name_in(language), rows)


def languages_of_category(person: Reader, slug: str) -> list[str]:
    """In which this reader finds something there."""
    found = Translation.objects.readable_by(person).filter(article__category__slug=slug)
    return sorted(found.order_by().values_list("language", flat=True).distinct())


def article_page(person: Reader, language: str, slug: str) -> ArticlePage:
    """Raises Translation.DoesNotExist where it is not there, or not for them."""
    readers = Translation.objects.readable_by(person).select_related("article__category", "published")
    translation = readers.get(language=language, slug=slug)
    languages = _spoken(readers).filter(article=translation.article_id).defer("html", "body").order_by("language")
    return ArticlePage(
        translation=translation,
        contents=headings_of(translation.html),
        languages=list(languages),
        related=_related(person, translation),
    )


def find_moved(person: Reader, language: str, slug: str) -> Translation | None:
    """Where the article is now that had this address."""
    return Translation.objects.readable_by(person).filter(old_slugs__language=language, old_slugs__slug=slug).first()


def find_in_other_language(person: Reader, language: str, slug: str) -> Translation | None:
    """Whoever changes the language in the address of an article: its text in that language, else the one that there is."""
    named = _spoken(Translation.objects.readable_by(person)).exclude(language=language)
    found = (
        named.filter(Q(slug=slug) | Q(old_slugs__slug=slug, old_slugs__language=F("language"))).order_by("pk").first()
    )
    if found is None:
        return None
    own = Translation.objects.readable_by(person).filter(article=found.article_id, language=language).first()
    return own or found


def _spoken(texts: QuerySet[Translation]) -> QuerySet[Translation]:
    """In a language that has a help centre: an import may have brought others."""
    return texts.filter(language__in=[code for code, _name in settings.LANGUAGES])


def _related(person: Reader, translation: Translation) -> list[Translation]:
    """Those whose title means what this one's means."""
    own = Passage.objects.filter(translation=translation, position=0).values_list("embedding", flat=True).first()
    if own is None:
        return []
    titles = Passage.objects.filter(position=0, language=translation.language).exclude(translation=translation)
    near = readable(person, translation.language).filter(passages__in=titles)
    return list(near.order_by(nearest_first("passages__embedding", own))[:_RELATED])
