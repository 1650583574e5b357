"""A label, or somebody's words, as part of a sentence."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

# Where nouns are written large, a label keeps its first letter.
_NOUNS_ARE_LARGE = ("de",)


def within_sentence(label: object) -> str:
    """ "Waiting for approval" → "waiting for approval"; in German as it is."""
    text = str(label)
    return text if (get_language() or "").startswith(_NOUNS_ARE_LARGE) else text.lower()


def quoted(words: object) -> str:
    """Words in the marks of the language."""
    return _("“%(words)s”") % {"words": words}
