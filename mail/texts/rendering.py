"""A mail's subject, text and HTML: the shipped templates, or what an admin wrote in their place.

Each process keeps what admins wrote; whether its copy is still right rides along with the event that the mail is about
(tickets/events.py), so that a mail of a ticket asks for nothing. A text that does not work blocks no mail: the shipped one is
sent, and the admins hear of it.
"""

import logging
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import translation

from mail.models import MailText
from mail.texts.alarms import tell_admins
from mail.texts.defaults import shipped
from mail.texts.drawing import Rendered, Shape, draw, one_line, pour
from mail.texts.frames import framed
from mail.texts.kinds_staff import BY_CODE
from mail.texts.markdown import html_template, text_template
from mail.texts.values import Block, TextKind, Value, nested
from outbox.wrapping import wrapped
from tickets.door import desk_revision
from tickets.placeholders import fill_silently

logger = logging.getLogger(__name__)
_BLOCK = re.compile(r"(<p>\s*)?xBK(\d+)KBx(\s*</p>)?")
# While nobody has ever changed anything, there is nothing to read.
_NEVER = 0
_kept: tuple[int, dict[tuple[str, str], MailText]] = (_NEVER, {})


def render_mail(code: str, context: Mapping[str, Any]) -> Rendered:
    """In the present language. `reference` in the context stands below whatever was written."""
    return _own(code, context) or draw(code, context)


def pour_mail(
    code: str, context: Mapping[str, Any], *, subject: str, values: Mapping[str, str], shape: Shape
) -> Rendered:
    """The same for a kind that is written so often that it is drawn but once (mail/texts/drawing.py)."""
    return _own(code, context) or pour(code, one_line(subject), values, shape)


def _own(code: str, context: Mapping[str, Any]) -> Rendered | None:
    """What an admin wrote; None where there is nothing, or it does not work."""
    own = texts_now(desk_revision()).get((code, translation.get_language() or settings.LANGUAGE_CODE))
    if own is not None:
        try:
            return filled(BY_CODE[code], own.subject, own.body, context)
        except Exception as problem:  # noqa: BLE001  # no text of an admin's may block a mail
            logger.exception("The text %s failed; the shipped one is sent.", own)
            tell_admins(own, str(problem))
    return None


def texts_now(revision: int) -> dict[tuple[str, str], MailText]:
    """What admins wrote, by kind and language; the process's copy, unless it is of another revision."""
    global _kept  # the one copy of a process, replaced as a whole
    if revision == _NEVER:
        return {}
    number, texts = _kept
    if number != revision:
        texts = {(text.kind, text.language): text for text in MailText.objects.all() if text.subject or text.body}
        _kept = (revision, texts)
    return texts


def filled(kind: TextKind, subject: str, body: str, context: Mapping[str, Any]) -> Rendered:
    """For one mail; what is empty is the shipped text, and so it stays as its template draws it."""
    drawn = None if subject and body else draw(kind.code, context)
    values = kind.values(context)
    first = one_line(fill_silently(subject, nested(_texts(values)), is_html=False)) if subject else ""
    first = first or (drawn.subject if drawn else "") or draw(kind.code, context).subject
    if not body:
        assert drawn is not None  # noqa: S101 - for the type checker
        return Rendered(first, drawn.text, drawn.html)
    text, html = words_filled(kind, body, values)
    reference = str(context.get("reference", ""))
    return Rendered(
        first, f"{text}\n\n{reference}".strip() + "\n", framed(html, kind=kind.code, title=first, reference=reference)
    )


def words_filled(kind: TextKind, body: str, values: Mapping[str, Value]) -> tuple[str, str]:
    """The words as text and as HTML, without the frame around them. Raises Invalid."""
    text = fill_silently(text_template(body), nested(_texts(values)), is_html=False).strip()
    blocks = [value for value in values.values() if isinstance(value, Block)]
    marked = {
        path: f"xBK{blocks.index(value)}KBx" if isinstance(value, Block) else value for path, value in values.items()
    }
    html = fill_silently(html_template(body, kind.links), nested(marked), is_html=True)
    return text, _BLOCK.sub(lambda found: _placed(blocks[int(found[2])], found[1] or "", found[3] or ""), html)


def _placed(block: Block, before: str, after: str) -> str:
    """A block that stands alone takes the place of its paragraph."""
    return block.html if before and after and not block.is_inline else f"{before}{block.html}{after}"


def preview(kind: TextKind, subject: str, body: str, language: str) -> Rendered:
    """With values that are made up; empty parts show the shipped text. Raises Invalid."""
    first, words = shipped(kind.code, language)
    with translation.override(language):
        values = kind.sample()
        shown = one_line(fill_silently(subject or first, nested(_texts(values)), is_html=False))
        if not kind.has_subject:
            shown = "Re: " + str(values.get("ticket.subject", ""))
        text, html = words_filled(kind, body or words, values)
        return Rendered(shown, wrapped(text) + "\n", framed(html, kind=kind.code, title=shown))


def _texts(values: Mapping[str, Value]) -> dict[str, str]:
    return {path: value.text if isinstance(value, Block) else value for path, value in values.items()}
