"""Tags of the builder of rules."""

from django import template

from routing.fields import Asked
from routing.words import asked_text as text_of_asked

register = template.Library()


@register.simple_tag
def asked_text(asked: Asked) -> str:
    """A field as it reads alone: "Message: Words"."""
    return text_of_asked(asked)
