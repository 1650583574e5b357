"""Giving a control its key from the registry (desk/keys.py)."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from desk.keys import KEYS

register = template.Library()


@register.simple_tag
def key(name: str, title: object = "") -> SafeString:
    """The attributes of a control that is pressed by this key, shown in its tooltip; nothing for what has none."""
    return _key(name, str(title), get_language())


@lru_cache(maxsize=512)
def _key(name: str, title: str, _language: str | None) -> SafeString:
    found = KEYS.get(name)
    if found is None:
        return SafeString()
    return format_html('data-key="{}" title="{} ({})" data-key-shown', found.press, title or found.name, found.press)


@register.simple_tag
def view_key(view: str) -> SafeString:
    """Of an entry of the sidebar."""
    return key(f"view-{view}")


@register.filter
def presses(press: str) -> list[str]:
    """The keys of one shortcut, each to be drawn by itself."""
    return press.split()
