"""What templates show of the general settings."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi

from accounts.branding import BrandNow
from accounts.brands import brand_shown
from accounts.general import general

register = template.Library()


@register.simple_tag
def desk_name() -> str:
    """As an admin called this desk."""
    return general().desk_name


@register.simple_tag
def shown_brand() -> BrandNow:
    """Whose page or mail this is."""
    return brand_shown()


@register.simple_tag
def reading_direction() -> SafeString:
    """The attribute of whatever is read in the present language."""
    return mark_safe('dir="rtl"' if get_language_bidi() else 'dir="ltr"')  # noqa: S308  # our own words
