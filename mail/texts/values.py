"""What a placeholder of a mail's text becomes: plain words, or something with a shape of its own in HTML."""

import html as html_escapes
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """A part that stands in the mail as it is, HTML in the HTML part: an answer, a signature, the choices of a survey."""

    text: str
    html: str
    is_inline: bool = False  # else it brings paragraphs of its own


Value = str | Block


@dataclass(frozen=True, slots=True)
class TextKind:
    """A mail whose words an admin can change; `values` are made of the context that its template gets.

    `start` is the context that makes the shipped text one with placeholders, to begin with; `tidied` are words that this
    leaves in it, and what stands there instead. `links` are placeholders that are addresses, `needed` those without which the
    mail has no use, `not_in_subject` those that the subject must not tell.
    """

    code: str
    name: "_StrOrPromise"
    about: "_StrOrPromise"
    placeholders: "Mapping[str, _StrOrPromise]"
    values: Callable[[Context], dict[str, Value]]
    sample: Callable[[], dict[str, Value]]
    start: Context
    links: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    not_in_subject: tuple[str, ...] = ()
    has_subject: bool = True  # else it is that of the conversation, which mail programs keep together by it
    tidied: tuple[tuple[str, str], ...] = ()
    shipped_body: str = field(default="")  # where it is nothing but placeholders

    @property
    def languages(self) -> dict[str, str]:
        """Code → name of those that it goes out in."""
        return {code: str(name) for code, name in settings.LANGUAGES}


def placeholder(path: str) -> str:
    """As it is written into a text."""
    return "{{ " + path + " }}"


def code_block(code: str) -> Block:
    """Large, to be read from a phone."""
    style = "font-size: 32px; line-height: 40px; font-weight: bold"
    return Block(code, f'<span style="{style}">{html_escapes.escape(code)}</span>', is_inline=True)


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """“requester.name” → {"requester": {"name": …}}, as Liquid reads it."""
    found: dict[str, Any] = {}
    for path, value in values.items():
        thing, dot, name = path.partition(".")
        if dot:
            found.setdefault(thing, {})[name] = value
        else:
            found[path] = value
    return found
