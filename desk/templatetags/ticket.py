"""What the page of a ticket offers to choose: the same few lists on every page, drawn once per language."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tickets.models import Priority, Status

register = template.Library()

_NOT_CHOSEN_HERE = (Status.NEW, Status.CLOSED)


@register.simple_tag
def status_choices(current: str) -> SafeString:
    """Buttons for a menu; closing for good stands elsewhere and asks first."""
    return _status_choices(current, get_language())


@lru_cache
def _status_choices(current: str, _language: str | None) -> SafeString:
    choices = [(value, label) for value, label in Status.choices if value not in _NOT_CHOSEN_HERE]
    return render_to_string("desk/_status_choices.html", {"choices": choices, "current": current})


@register.simple_tag
def priority_choices(current: int) -> SafeString:
    """Buttons for a menu, the most urgent first."""
    return _priority_choices(current, get_language())


@lru_cache
def _priority_choices(current: int, _language: str | None) -> SafeString:
    choices = list(reversed(Priority.choices))
    return render_to_string("desk/_priority_choices.html", {"choices": choices, "current": current})
