"""What stands on keys: "Ctrl" is "Strg" on a German keyboard. On a Mac the page itself writes ⌘ (static/js/lib/keyboard.js)."""

from django.utils.translation import pgettext

MODIFIER = "Ctrl"


def key_name(key: str) -> str:
    """Of one key in the viewer's language: "Strg" for "Ctrl"; what is the same everywhere as it is."""
    match key:
        case "Ctrl":
            return pgettext("key of a keyboard", "Ctrl")
        case "Shift":
            return pgettext("key of a keyboard", "Shift")
        case "Enter":
            return pgettext("key of a keyboard", "Enter")
        case "Escape":
            return pgettext("key of a keyboard", "Esc")
    return key


def key_names(press: str) -> str:
    """Of keys pressed together or one after the other: "Strg Umschalt 8" for "Ctrl Shift 8"."""
    return " ".join(map(key_name, press.split()))
