"""What templates show of the general settings."""

from django import template

from accounts.general import general

register = template.Library()


@register.simple_tag
def desk_name() -> str:
    """As an admin called this desk."""
    return general().desk_name
