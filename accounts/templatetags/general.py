"""What templates show of the general settings."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi

from accounts.branding import BrandNow
from accounts.brands import brand_shown
from accounts.general import general
from helpdesk.colours import text_on

register = template.Library()
_OUR_BUTTON = "#3851d0"


@register.simple_tag
def desk_name() -> str:
    """As an admin called this desk."""
    return general().desk_name


@register.simple_tag
def shown_brand() -> BrandNow:
    """Whose page or mail this is."""
    return brand_shown()


@register.simple_tag
def mail_head() -> SafeString:
    """Of a brand that has a look: its logo, or its name, over a line in its colour."""
    return _of_brand("mail/_brand_head.html")


@register.simple_tag
def mail_foot() -> SafeString:
    """The same below the words of a person."""
    return _of_brand("mail/_brand_foot.html")


@register.simple_tag
def brand_button() -> SafeString:
    """The colours of a button in a mail."""
    colour = brand_shown().colour or _OUR_BUTTON
    return mark_safe(f"background: {colour}; color: {text_on(colour)};")  # noqa: S308  # two colours


def _of_brand(template: str) -> SafeString:
    brand = brand_shown()
    return render_to_string(template, {"brand": brand}) if brand.has_look else mark_safe("")


@register.simple_tag
def reading_direction() -> SafeString:
    """The attribute of whatever is read in the present language."""
    return mark_safe('dir="rtl"' if get_language_bidi() else 'dir="ltr"')  # noqa: S308  # our own words
