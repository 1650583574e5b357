"""The parts that mails are built of. Mail programs know little of CSS: what they drop is not used, and what counts stands at
each cell, because Outlook hands no type down into a table (tests/mail/test_every_mail.py has the list of what is kept)."""

from typing import NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi

from accounts.brands import brand_shown
from helpdesk.colours import text_on
from helpdesk.templates import language_decides

register = template.Library()
_FAMILY = "font-family: 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;"
_OUR_BUTTON, _ALARM = "#3851d0", "#cf222e"


class _Look(NamedTuple):
    bar: str
    ground: str
    ink: str


_LOOKS = {
    "quote": _Look("#d1d9e0", "", "#59636e"),
    "said": _Look("#d0d7de", "#f6f8fa", "#1f2328"),
    "note": _Look("#d4a72c", "#fff8e6", "#1f2328"),
    "alarm": _Look(_ALARM, "#fff1f1", "#1f2328"),
}


@register.simple_tag(name="type")
@language_decides
def type_of_cell(size: int = 15, line: int = 24, ink: str = "#1f2328") -> SafeString:
    """The type in which the words of a cell stand; sizes in pixels."""
    return mark_safe(f"{_FAMILY} font-size: {size}px; line-height: {line}px; color: {ink};")  # noqa: S308  # our own words


@register.simple_tag
@language_decides
def far_side() -> str:
    """Where lines end in the present language, as an attribute says it."""
    return "left" if get_language_bidi() else "right"


@register.simple_tag
def button(address: str, label: str, look: str = "") -> SafeString:
    """A link to press, in the brand's colour; `look` "alarm": in that of danger."""
    ground = _ALARM if look == "alarm" else brand_shown().colour or _OUR_BUTTON
    return render_to_string(
        "mail/_button.html", {"address": address, "label": label, "ground": ground, "ink": text_on(ground)}
    )


@register.simple_block_tag
def bar(content: str, look: str) -> SafeString:
    """What stands in it is somebody's words: "quote", "said", "note" or "alarm"."""
    return render_to_string("mail/_bar.html", {"content": content, **_LOOKS[look]._asdict()})


@register.simple_tag
def mail_head() -> SafeString:
    """Of a brand that has a look: its logo, or its name, over a line in its colour."""
    return _of_brand("mail/_brand_head.html")


@register.simple_tag
def mail_foot() -> SafeString:
    """The same below the words of a person."""
    return _of_brand("mail/_brand_foot.html")


def _of_brand(name: str) -> SafeString:
    brand = brand_shown()
    return render_to_string(name, {"brand": brand}) if brand.has_look else mark_safe("")
