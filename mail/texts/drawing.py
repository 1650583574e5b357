"""The shipped texts of mails: `templates/mail/<kind>/`, each the words alone; the page around them is `frames.py`.

A kind without HTML of its own is read as its text. What changes from mail to mail in the acknowledgement are a few words, and
there is one for every mail that comes in: it is drawn once, and these words are put into it (`pour`).
"""

import html as html_escapes
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import get_template, render_to_string
from django.utils import translation

from accounts.brands import brand_shown
from mail.texts.frames import framed
from mail.texts.links import html_with_links

# A word that changes, in a mail that was drawn; no words of ours have these signs.
_SIGN = re.compile("\ue000(\\w+)\ue001")
Shape = Callable[[Mapping[str, str]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str


def draw(kind: str, context: Mapping[str, Any]) -> Rendered:
    """In the present language and brand. `subject` in the context where the kind has no template for it; `reference` stands
    below in small print."""
    given = dict(context)
    subject = one_line(
        given["subject"] if kind in _WITHOUT_SUBJECT else render_to_string(f"mail/{kind}/subject.txt", given)
    )
    text = render_to_string(f"mail/{kind}/body.txt", given).strip()
    words = render_to_string(f"mail/{kind}/body.html", given) if kind not in _TEXT_ONLY else html_with_links(text)
    return Rendered(subject, f"{text}\n", framed(words, kind=kind, title=subject, reference=given.get("reference", "")))


def pour(kind: str, subject: str, values: Mapping[str, str], shape: Shape) -> Rendered:
    """The same for a kind whose templates ask for nothing but `values`; `shape` makes of them the context that they read.
    `reference` is one of the values."""
    brand = brand_shown()
    empty = tuple(name for name, value in values.items() if not value)
    key = (kind, translation.get_language() or "", (brand.pk, brand.colour, brand.name, brand.site), empty)
    text, words = _mould(*key, names=tuple(values), shape=shape)
    escaped = {name: html_escapes.escape(value) for name, value in values.items()}
    html = framed(_filled(words, escaped), kind=kind, title=subject, reference=values["reference"])
    return Rendered(subject, f"{_filled(text, values).strip()}\n", html)


def one_line(text: str) -> str:
    return " ".join(text.split())


_WITHOUT_SUBJECT = ("proactive",)
_TEXT_ONLY = (
    "account_notice",
    "article_due",
    "article_feedback",
    "data_ready",
    "erasure_carried_out",
    "erasure_declined",
)


@lru_cache(maxsize=256)
def _mould(
    kind: str,
    _language: str,
    _look: tuple[object, ...],
    empty: tuple[str, ...],
    *,
    names: tuple[str, ...],
    shape: Shape,
) -> tuple[list[str], list[str]]:
    """Text and HTML, each as what stands still and, in every second place, the name of what changes."""
    context = shape({name: "" if name in empty else f"\ue000{name}\ue001" for name in names})
    text, words = (get_template(f"mail/{kind}/body.{part}").render(context) for part in ("txt", "html"))
    return _SIGN.split(text), _SIGN.split(words)


def _filled(parts: list[str], values: Mapping[str, str]) -> str:
    filled = parts.copy()
    filled[1::2] = [values[name] for name in parts[1::2]]
    return "".join(filled)
