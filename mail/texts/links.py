"""Links in both parts of a mail: written out in the text, to be pressed in the HTML."""

import html as html_escapes
import re

from tickets.content import html_of, text_of

_LINK = re.compile(r'<a\s[^>]*?href="((?:https?:|mailto:)[^"]*)"[^>]*>(.*?)</a>', re.DOTALL | re.IGNORECASE)
_MOST_SHOWN = 40
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)]")


def text_with_links(html: str) -> str:
    """The text of cleaned HTML; behind the words of a link stands where it leads, unless they say it themselves."""
    return text_of(_LINK.sub(_written_out, html))


def html_with_links(text: str) -> str:
    """Paragraphs of plain text, with its addresses as links."""
    return _ADDRESS.sub(
        lambda found: f'<a href="{found[0]}">{_shown(found[0])}</a>', html_of(text.replace("\n-- \n", "\n"))
    )


def _shown(address: str) -> str:
    """So much of it as a phone's screen holds: nothing breaks an address."""
    return address if len(address) <= _MOST_SHOWN else f"{address[: _MOST_SHOWN - 1]}…"


def _written_out(found: re.Match[str]) -> str:
    address = html_escapes.unescape(found[1])
    shown = text_of(found[2])
    bare = address.partition("//")[2] or address.removeprefix("mailto:")
    if not shown or shown.rstrip("/") in (address.rstrip("/"), bare.rstrip("/")):
        return found[0]
    written = html_escapes.escape(address.removeprefix("mailto:"))
    return f"{found[2]} &lt;{written}&gt;"
