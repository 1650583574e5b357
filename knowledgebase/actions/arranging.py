"""Where articles stand, who may read them, who cares for them, and when they were last found true."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.brands import brands as brands_now
from accounts.models import User
from accounts.permissions import Permission
from helpdesk import clock
from knowledgebase.actions.changes import told
from knowledgebase.models import Article, Category, Section, Visibility
from search.words import fold
from tickets.access import require
from tickets.content import storable
from tickets.errors import Invalid

VERIFIED_FOR = timedelta(days=180)
_LONGEST_NAME = 80
Thing = TypeVar("Thing", Category, Section)


@transaction.atomic
def change_article(
    article: Article,
    *,
    actor: User | None,
    category: Category,
    section: Section | None = None,
    visibility: str,
    owner: User | None,
    tags: Iterable[str],
    brands: Iterable[int] | None = None,
) -> Article | None:
    """Set all that an article is besides its texts. None when nothing changes.

    `brands`: in whose help centres it stands, as it is when None; empty: where its category does. Of what was never published,
    writers do so too.
    """
    _may_change(article, actor)
    if visibility not in Visibility:
        raise Invalid(_("Choose who may read it."))
    if section is not None and section.category_id != category.pk:
        raise Invalid(_("This section belongs to another category."))
    if owner is not None and not owner.is_staff:
        raise Invalid(_("An article is owned by one of us."))
    current = Article.objects.select_for_update().get(pk=article.pk)
    wanted = {
        "category_id": category.pk,
        "section_id": section.pk if section is not None else None,
        "visibility": str(visibility),
        "owner_id": owner.pk if owner is not None else None,
        "tags": list(dict.fromkeys(tags)),
        "brands": checked_brands(brands) if brands is not None else current.brands,
    }
    changes = {
        name: [getattr(current, name), value] for name, value in wanted.items() if getattr(current, name) != value
    }
    if not changes:
        return None
    for name, (_before, value) in changes.items():
        setattr(current, name, value)
    current.save(update_fields=list(changes))
    told(current, "changed", actor, changes=changes)
    return current


def rename_file(article: Article, *, key: str) -> None:
    """Its file is called otherwise in the folder that it is imported from; readers see nothing of it."""
    Article.objects.filter(pk=article.pk).update(key=key)
    article.key = key


def checked_brands(keys: Iterable[int]) -> list[int]:
    """In their order; those of no brand in use are refused."""
    wanted = sorted(set(keys))
    if set(wanted) - {brand.pk for brand in brands_now()}:
        raise Invalid(_("One of these brands is no longer there."))
    return wanted


@transaction.atomic
def set_brands(category: Category, *, actor: User, brands: Iterable[int]) -> bool:
    """In whose help centres a category stands; empty: in all. False when it does so."""
    _may_arrange(actor)
    wanted = checked_brands(brands)
    if category.brands == wanted:
        return False
    category.brands = wanted
    category.save(update_fields=["brands"])
    return True


@transaction.atomic
def verify(article: Article, *, actor: User, days: int | None = None) -> Article:
    """It was read and is true; in so many days somebody looks again. Its owner says so as well as who publishes."""
    require(actor, Permission.WRITE_ARTICLES if article.owner_id == actor.pk else Permission.PUBLISH_ARTICLES)
    if days is not None and not 1 <= days <= 3650:
        raise Invalid(_("Choose a time within ten years."))
    current = Article.objects.select_for_update().get(pk=article.pk)
    current.verified_at = clock.now()
    current.review_due_at = current.verified_at + (timedelta(days=days) if days is not None else VERIFIED_FOR)
    current.save(update_fields=["verified_at", "review_due_at"])
    told(current, "verified", actor, due=current.review_due_at.isoformat())
    return current


@transaction.atomic
def add_category(*, actor: User | None, name: str, language: str) -> Category:
    """The category of this name, in whichever language; a new one when there is none."""
    _may_arrange(actor)
    name = checked_name(name)
    known = find_named(Category.objects.select_for_update(), name)
    if known is not None:
        return known
    last = Category.objects.aggregate(last=Max("position"))["last"]
    slug = _free_slug(name, set(Category.objects.values_list("slug", flat=True)))
    return Category.objects.create(slug=slug, names={language: name}, position=0 if last is None else last + 1)


@transaction.atomic
def add_section(category: Category, *, actor: User | None, name: str, language: str) -> Section:
    """The same within a category."""
    _may_arrange(actor)
    name = checked_name(name)
    known = find_named(category.sections.all(), name)
    if known is not None:
        return known
    taken = set(category.sections.values_list("slug", flat=True))
    return Section.objects.create(
        category=category, slug=_free_slug(name, taken), names={language: name}, position=len(taken)
    )


@transaction.atomic
def name_in_language(thing: Category | Section, *, actor: User | None, name: str, language: str) -> bool:
    """What it is called in a language. False when it is called so."""
    _may_arrange(actor)
    name = checked_name(name)
    if thing.names.get(language) == name:
        return False
    thing.names = {**thing.names, language: name}
    thing.save(update_fields=["names"])
    return True


def find_named(things: Iterable[Thing], name: str) -> Thing | None:
    """The one that has this name in any language."""
    wanted = fold(name.strip())
    return next((thing for thing in things if any(fold(str(known)) == wanted for known in thing.names.values())), None)


def checked_name(name: str) -> str:
    name = " ".join(storable(name).split())
    if not name or len(name) > _LONGEST_NAME:
        raise Invalid(_("Give it a name of at most %(most)s characters.") % {"most": _LONGEST_NAME})
    return name


def _free_slug(name: str, taken: set[str]) -> str:
    stem = slugify(fold(name))[:100] or "articles"
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def _may_change(article: Article, actor: User | None) -> None:
    if actor is not None:
        was_published = article.translations.filter(published__isnull=False).exists()
        require(actor, Permission.PUBLISH_ARTICLES if was_published else Permission.WRITE_ARTICLES)


def _may_arrange(actor: User | None) -> None:
    if actor is not None:
        require(actor, Permission.PUBLISH_ARTICLES)
