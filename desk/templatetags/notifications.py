"""The bell in the head of the desk, and whether somebody is there."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.models import Availability, User
from helpdesk.templates import language_decides

register = template.Library()
MOST_SHOWN = 100


@register.simple_tag
def bell(person: User) -> SafeString:
    """How many notifications are unread: a column of the person, so that no page counts."""
    return _bell(min(person.unread_notifications, MOST_SHOWN + 1), get_language())


def bell_partial(person: User) -> SafeString:
    """The number alone, for answers that bring more; an open panel stays as it is."""
    return format_html('<hx-partial hx-target="#bell-count" hx-swap="outerMorph">{}</hx-partial>', bell_count(person))


@register.simple_tag
def bell_count(person: User) -> SafeString:
    return _bell_count(min(person.unread_notifications, MOST_SHOWN + 1), get_language())


@register.simple_tag
@language_decides
def availability(value: str, *, words: bool = True) -> SafeString:
    """A dot and, beside it or for who does not see it, the words; nothing for who is online."""
    return _availability(value, words, get_language())


@lru_cache(maxsize=256)
def _bell(number: int, _language: str | None) -> SafeString:
    return render_to_string("desk/_bell.html", {"number": number})


@lru_cache(maxsize=256)
def _bell_count(number: int, _language: str | None) -> SafeString:
    return render_to_string("desk/_bell_count.html", {"number": number})


@lru_cache(maxsize=32)
def _availability(value: str, words: bool, _language: str | None) -> SafeString:
    context = {"value": value, "label": Availability(value).label, "words": words}
    return render_to_string("ui/_availability.html", context)
