"""What a person wrote, in the form that verbs take and messages keep."""

import html as html_escapes
import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig

from tickets.errors import Invalid
from tickets.html import clean

_CONFIG = ParserConfig(css=CSS_PROFILES["strict"], display_links=False)
_NEVER_STORED = re.compile(r"[\x00\ud800-\udfff]")
_SNIPPET_LENGTH = 160
LONGEST_SUBJECT = 250


@dataclass(frozen=True, slots=True)
class Body:
    """The words of one message: the new part, apart from what it quotes and from the signature.

    `html` is sanitised already (`from_html` and `from_text` do it); it is empty when the message was plain text.
    """

    text: str
    html: str = ""
    quoted_text: str = ""
    quoted_html: str = ""
    signature: str = ""

    @classmethod
    def from_text(cls, text: str) -> "Body":
        return cls(text=storable(text).replace("\r\n", "\n").strip())

    @classmethod
    def from_html(cls, html: str) -> "Body":
        """From an editor: cleaned, with its text beside it."""
        safe = clean(storable(html))
        return cls(text=text_of(safe), html=safe)

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and "<img" not in self.html


def text_of(html: str) -> str:
    """The text a reader sees, without markup."""
    return get_text(html, _CONFIG).strip() if html.strip() else ""


def html_of(text: str) -> str:
    """Plain text as simple HTML paragraphs."""
    paragraphs = re.split(r"\n\s*\n", html_escapes.escape(text.strip()))
    return "".join(f"<p>{paragraph.replace(chr(10), '<br>')}</p>" for paragraph in paragraphs)


def snippet_of(text: str) -> str:
    """The first words on one line, for lists."""
    line = " ".join(text[:2000].split())
    return line if len(line) <= _SNIPPET_LENGTH else line[: _SNIPPET_LENGTH - 1].rstrip() + "…"


def storable(text: str) -> str:
    """Without NULs and lone surrogates, which PostgreSQL does not take."""
    return _NEVER_STORED.sub("", text)


def subject_line(text: str) -> str:
    """One line of at most 250 characters."""
    line = _one_line(text)
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"


def whole_subject(text: str) -> str:
    """The same as somebody of ours types it, who can say it shorter: raises Invalid where something would be cut off."""
    line = _one_line(text)
    if len(line) > LONGEST_SUBJECT:
        raise Invalid(_("Use at most %(most)s characters for the subject.") % {"most": LONGEST_SUBJECT})
    return line


def with_whole_subject(body: Body, subject: str) -> Body:
    """The words with the subject above them when a ticket's own line cannot hold it all, so that none of it is lost."""
    line = _one_line(subject)
    if len(line) <= LONGEST_SUBJECT or line in " ".join(body.text.split()):
        return body
    text = f"{line}\n\n{body.text}".strip()
    return replace(body, text=text, html=html_of(line) + body.html if body.html else "")


def _one_line(text: str) -> str:
    return " ".join(storable(text).split())
