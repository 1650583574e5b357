"""Template tags of the customers' pages."""

from functools import cache

from django import template
from django.urls import reverse

from accounts.languages import offered_languages
from helpdesk.templates import number_decides

register = template.Library()

_NUMBER = 123456789


@register.simple_tag
def languages_offered() -> list[str]:
    """The codes of the languages between which a reader may switch."""
    return list(offered_languages())


@register.simple_tag
@number_decides
def request_url(number: int) -> str:
    """The page of a request; a list has one for each of its rows."""
    return _address().replace(str(_NUMBER), str(number))


@cache
def _address() -> str:
    return reverse("portal:request", args=[_NUMBER])
