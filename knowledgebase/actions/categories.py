"""What articles are sorted into: its order, its names, and putting away what is empty."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from knowledgebase.actions.arranging import checked_name, find_named
from knowledgebase.models import Category, Section
from tickets.access import require
from tickets.errors import Invalid

Thing = TypeVar("Thing", Category, Section)


@transaction.atomic
def set_names(thing: Category | Section, *, actor: User, names: Mapping[str, str]) -> bool:
    """What it is called in each language; a language without a name uses another's. False when it is called so."""
    require(actor, Permission.PUBLISH_ARTICLES)
    wanted = {language: checked_name(name) for language, name in names.items() if name.strip()}
    if not wanted:
        raise Invalid(_("Give it a name in one language at least."))
    for name in wanted.values():
        if _is_taken(thing, name):
            raise Invalid(_("“%(name)s” is there already. Choose another name.") % {"name": name})
    if thing.names == wanted:
        return False
    thing.names = wanted
    thing.save(update_fields=["names"])
    return True


@transaction.atomic
def order_categories(*, actor: User, keys: Sequence[int]) -> bool:
    """In this order; those that are not named come last, as they were. False when they stand so."""
    require(actor, Permission.PUBLISH_ARTICLES)
    return _put_in_order(list(Category.objects.select_for_update()), keys)


@transaction.atomic
def order_sections(category: Category, *, actor: User, keys: Sequence[int]) -> bool:
    """The same for the sections of a category."""
    require(actor, Permission.PUBLISH_ARTICLES)
    return _put_in_order(list(category.sections.select_for_update()), keys)


@transaction.atomic
def remove_category(category: Category, *, actor: User) -> None:
    """Only an empty one goes, with its sections: no article loses its place."""
    require(actor, Permission.PUBLISH_ARTICLES)
    if category.articles.exists():
        raise Invalid(_("There are articles in it. Move them to another category first."))
    category.sections.all().delete()
    category.delete()


@transaction.atomic
def remove_section(section: Section, *, actor: User) -> None:
    require(actor, Permission.PUBLISH_ARTICLES)
    if section.articles.exists():
        raise Invalid(_("There are articles in it. Move them to another section first."))
    section.delete()


def _is_taken(thing: Category | Section, name: str) -> bool:
    if isinstance(thing, Category):
        return find_named(Category.objects.exclude(pk=thing.pk), name) is not None
    return find_named(thing.category.sections.exclude(pk=thing.pk), name) is not None


def _put_in_order(things: list[Thing], keys: Sequence[int]) -> bool:
    places = {key: place for place, key in enumerate(keys)}
    ordered = sorted(things, key=lambda thing: (places.get(thing.pk, len(keys)), thing.position, thing.pk))
    moved = False
    for position, thing in enumerate(ordered):
        if thing.position != position:
            thing.position, moved = position, True
            thing.save(update_fields=["position"])
    return moved
