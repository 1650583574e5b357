"""The page around the words of a mail: one for every kind, of tables, drawn once for each language and brand."""

import html as html_escapes
from enum import StrEnum
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from accounts.brands import brand_shown
from mail.templatetags.mails import type_of_cell

# Where what changes from mail to mail stands in a page that was drawn; no words of ours have these signs.
_TITLE, _WORDS, _REFERENCE = "\ue000title\ue001", "\ue000words\ue001", "\ue000reference\ue001"
_SMALL_PRINT = f'<p style="margin: 0; {type_of_cell(11, 16, "#818b98")}">'
END_OF_WORDS = "\n</td>\n<td"


class Frame(StrEnum):
    HEAD = "head"  # the brand's look above: what the house sends by itself
    FOOT = "foot"  # below: what a person wrote
    PLAIN = "plain"  # none: to our own people


_FRAMES = {
    "reply": Frame.FOOT,
    **dict.fromkeys(
        (
            "article_due",
            "article_feedback",
            "emergency_call",
            "invitation",
            "mail_trouble",
            "notification",
            "notification_digest",
            "report",
            "side_conversation",
            "stopped_answer",
            "test",
            "text_failed",
            "undelivered",
        ),
        Frame.PLAIN,
    ),
}


def framed(words: str, *, kind: str, title: str, reference: str = "") -> str:
    """A whole page; `words` is HTML, the rest is text. `reference`: what answers are known by, in small print below."""
    brand = brand_shown()
    look = (brand.pk, brand.name, brand.colour, brand.logo_key, brand.site)
    start, middle, end, last = _parts(_FRAMES.get(kind, Frame.HEAD), translation.get_language() or "", look)
    small_print = f"{_SMALL_PRINT}{html_escapes.escape(reference)}</p>" if reference else ""
    return f"{start}{html_escapes.escape(title)}{middle}{words.strip()}{end}{small_print}{last}"


def before_the_end(page: str) -> int:
    """Where further words can be put in: below all others, above the small print."""
    small_print = page.rfind(_SMALL_PRINT)
    return small_print if small_print >= 0 else page.rfind(END_OF_WORDS)


@lru_cache(maxsize=256)
def _parts(frame: Frame, language: str, _look: tuple[object, ...]) -> tuple[str, str, str, str]:
    """In the present language and as the present brand, which both stand in the key."""
    context = {"frame": frame, "language": language, "title": _TITLE}
    context |= {"words": mark_safe(_WORDS), "reference": mark_safe(_REFERENCE)}  # noqa: S308  # our own signs
    page = render_to_string("mail/layout.html", context).strip() + "\n"
    start, _sign, rest = page.partition(_TITLE)
    middle, _sign, rest = rest.partition(_WORDS)
    end, _sign, last = rest.partition(_REFERENCE)
    return start, middle, end, last
