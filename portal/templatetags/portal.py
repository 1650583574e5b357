"""Template tags of the customers' pages."""

from django import template

from accounts.languages import offered_languages

register = template.Library()


@register.simple_tag
def languages_offered() -> list[str]:
    """The codes of the languages between which a reader may switch."""
    return list(offered_languages())
