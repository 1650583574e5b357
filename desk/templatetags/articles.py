"""What the pages of articles say."""

from django import template

from accounts.languages import language_name
from knowledgebase.models import Category, Section

register = template.Library()


@register.filter
def language_named(code: str) -> str:
    """ "de" → "German"."""
    return language_name(code)


@register.filter
def called_in(thing: Category | Section, language: str) -> str:
    """Its name in this very language, "" where it has none."""
    return str(thing.names.get(language, ""))
