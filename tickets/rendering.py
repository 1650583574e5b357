"""Turning a stored message into HTML for a screen: the one place that decides what it may load and where it may stand.

Stored HTML was sanitised when it came in; it is sanitised again here, because a screen must not depend on how well that
went. Files of the message are shown from our own address, pictures from elsewhere only once somebody asked for them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from urllib.parse import unquote

import nh3
from django.conf import settings
from django.urls import reverse
from django.utils.html import escape, urlize

from tickets.html import ATTRIBUTES, STYLES, TAGS
from tickets.models import Attachment, Message

# What may stand in the page itself. All else (tables, colours, layout) goes into a frame of its own.
PLAIN_TAGS = frozenset(
    {
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "code",
        "del",
        "div",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
    }
    | {"ins", "kbd", "li", "ol", "p", "pre", "s", "span", "strike", "strong", "sub", "sup", "u", "ul"}
)
# Marks that say nothing by themselves and are left out with their text kept.
_TRANSPARENT_TAGS = frozenset({"font", "center", "small", "big", "tt", "wbr", "bdi", "bdo", "address", "q", "cite"})
_PLAIN_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "blockquote": {"type"},
}
# Styles that a mail program writes into every mail: without them the words are the same.
_HARMLESS_STYLES = re.compile(
    r"(font|font-family|font-size|line-height|margin(-\w+)?|padding(-\w+)?|letter-spacing|text-align|text-indent|direction"
    r"|word-break|white-space|(max-|min-)?(width|height)|vertical-align|list-style(-type)?|display|float|clear)"
)
_WHITE = ("white", "#fff", "#ffffff", "rgb(255, 255, 255)", "rgb(255,255,255)", "transparent")
_HARMLESS_VALUES = {
    "font-weight": ("normal", "400"),
    "font-style": ("normal",),
    "text-decoration": ("none",),
    "text-transform": ("none",),
    "background": (*_WHITE, "none"),
    "background-color": _WHITE,
    "border": ("none", "0", "0px"),
}
_NEUTRAL_COLOUR = re.compile(
    r"#([0-9a-f])\1{2}|#([0-9a-f]{2})\2{2}|black|gr[ae]y|windowtext|inherit|initial|currentcolor"
    r"|rgb\(\s*(\d+)\s*,\s*\3\s*,\s*\3\s*\)"
)
_OF_THE_WINDOW = re.compile(r"\d[sld]?v(?:h|w|min|max|i|b)\b", re.IGNORECASE)
_TAG = re.compile(r"<([a-z][a-z0-9]*)")
_STYLE = re.compile(r'\sstyle="([^"]*)"')
_COLOURED = re.compile(r'\s(bgcolor|color)="')
_REMOTE_SOURCE = re.compile(r'(<img\b[^<]*?\s)data-remote-src="')
_OWN_FILE = re.compile(r"/attachments/([0-9a-f-]{36})(/|$)", re.IGNORECASE)
_LINKS = ("http:", "https:", "mailto:", "tel:")
_MAYBE_LINK = re.compile(r"[@/]|\.\w|www\.", re.IGNORECASE)
_LINK_REL = "noopener noreferrer nofollow"
# Beyond this nobody reads: the whole text can still be had through the API.
_MOST_CHARACTERS = 500_000
_LAYOUT_BLANKS = re.compile(r"^ +| {2,}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message for a screen.

    `quoted_html` is the part that repeats older messages, with the signature: shown folded away. `is_plain`: both parts may
    stand in the page; else the message belongs into the sandboxed frame (`message_frame`). `has_remote`: it wants pictures
    from elsewhere, whether they are shown or not.
    """

    html: str
    quoted_html: str
    is_plain: bool
    has_remote: bool


def rendered(
    message: Message, *, show_remote: bool = False, attachments: Iterable[Attachment] | None = None
) -> Rendered:
    """The message as HTML that is safe to mark as such; give its `attachments`, or prefetch them, for several messages."""
    files = _files_of(message, attachments)
    main = _part(message.html, message.text, files, show_remote)
    quoted = _part(message.quoted_html, message.quoted_text, files, show_remote)
    signature = text_html(message.signature)
    # Pictures from elsewhere are only possible in a frame: the page's own policy forbids them.
    is_plain = main.is_plain and not (show_remote and (main.has_remote or quoted.has_remote))
    quoted_html = quoted.html
    if is_plain and not quoted.is_plain:
        quoted_html = text_html(message.quoted_text) or _plain(quoted.html)
    # Text has become plain HTML on the way.
    return Rendered(
        html=_plain(main.html) if is_plain and message.html else main.html,
        quoted_html=signature + (_plain(quoted_html) if is_plain and message.quoted_html else quoted_html),
        is_plain=is_plain,
        has_remote=main.has_remote or quoted.has_remote,
    )


def text_html(text: str) -> str:
    """Plain text as paragraphs with its addresses as links; line breaks and indents stay."""
    text = text.replace("\r\n", "\n").strip("\n")[:_MOST_CHARACTERS]
    if not text.strip():
        return ""
    # To look at each word takes ten times as long as to escape them all, and most texts hold no address.
    linked = urlize(text, nofollow=True, autoescape=True) if _MAYBE_LINK.search(text) else escape(text)
    paragraphs = re.split(r"\n(?:[ \t]*\n)+", linked)
    return _plain("".join(f"<p>{_laid_out(paragraph)}</p>" for paragraph in paragraphs if paragraph.strip()))


@dataclass(frozen=True, slots=True)
class _Part:
    html: str
    is_plain: bool
    has_remote: bool


def _part(html: str, text: str, files: dict[str, Attachment], show_remote: bool) -> _Part:
    if not html.strip():
        return _Part(text_html(text), is_plain=True, has_remote=False)
    remote: list[str] = []
    safe = nh3.clean(
        html[: 2 * _MOST_CHARACTERS],
        tags=TAGS,
        attributes={**ATTRIBUTES, "img": ATTRIBUTES["img"] | {"data-remote-src"}},
        attribute_filter=partial(_attribute, files=files, remote=remote, show_remote=show_remote),
        filter_style_properties=STYLES,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel=_LINK_REL,
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    if show_remote:
        safe = _REMOTE_SOURCE.sub(r'\1src="', safe)
    return _Part(safe, is_plain=_is_plain(safe), has_remote=bool(remote))


def _attribute(
    tag: str, name: str, value: str, *, files: dict[str, Attachment], remote: list[str], show_remote: bool
) -> str | None:
    value = value.strip()
    if name == "style":
        return None if "url(" in value.lower() or "\\" in value else _without_window_sizes(value)
    if name == "href":
        return value if value.lower().startswith(_LINKS) else None
    if name == "cite":
        return None
    if tag == "img" and name in ("src", "data-remote-src"):
        return _source(value, files, remote, show_remote)
    return value


def _without_window_sizes(style: str) -> str:
    """A frame is as high as what is in it: what wants to be as high as the frame, and a little more, would never end."""
    if not _OF_THE_WINDOW.search(style):
        return style
    return ";".join(part for part in style.split(";") if not _OF_THE_WINDOW.search(part))


def _source(value: str, files: dict[str, Attachment], remote: list[str], show_remote: bool) -> str | None:
    """Where a picture is loaded from: a file of this very message, or elsewhere if that was asked for."""
    if value.lower().startswith("cid:"):
        file = files.get(unquote(value[4:]).strip().strip("<>"))
        return inline_url(file) if file else None
    own = _OWN_FILE.match(value.removeprefix(settings.SITE_URL))
    if own:
        file = files.get(own[1].lower())
        return inline_url(file) if file else None
    if value.lower().startswith(("http://", "https://")):
        remote.append(value)
        return value if show_remote else None
    return None


def inline_url(attachment: Attachment) -> str:
    """Where a page shows the picture in place."""
    return f"{attachment_url(attachment)}?inline=1"


def attachment_url(attachment: Attachment) -> str:
    """Where the file is downloaded from."""
    return reverse("tickets:attachment", args=[attachment.key, attachment.filename.replace("/", "_") or "file"])


def shown_inside(message: Message, attachments: Iterable[Attachment] | None = None) -> set[int]:
    """The ids of the message's files that its HTML shows in place, so that a list of files may leave them out."""
    html = f"{message.html}{message.quoted_html}"
    if "<img" not in html:
        return set()
    files = _files_of(message, attachments)
    named = [unquote(name).strip("<>") for name in re.findall(r'src="cid:([^"]*)"', html)]
    named += [own.lower() for own in re.findall(r'src="[^"]*/attachments/([0-9a-f-]{36})', html)]
    return {files[name].pk for name in named if name in files}


def _files_of(message: Message, attachments: Iterable[Attachment] | None) -> dict[str, Attachment]:
    """The message's files by content id and by key."""
    if "<img" not in message.html and "<img" not in message.quoted_html:
        return {}
    files: dict[str, Attachment] = {}
    for attachment in message.attachments.all() if attachments is None else attachments:
        files[str(attachment.key)] = attachment
        if attachment.content_id:
            files[attachment.content_id.strip("<>")] = attachment
    return files


def _is_plain(safe: str) -> bool:
    """Whether sanitised HTML is words with simple marks, so that it may take the page's own look."""
    tags = set(_TAG.findall(safe))
    if not tags <= PLAIN_TAGS | _TRANSPARENT_TAGS or _COLOURED.search(safe):
        return False
    return all(_is_harmless(declarations) for declarations in _STYLE.findall(safe))


def _is_harmless(declarations: str) -> bool:
    for declaration in declarations.lower().split(";"):
        name, _colon, value = (part.strip() for part in declaration.partition(":"))
        if not name or _HARMLESS_STYLES.fullmatch(name):
            continue
        if name == "color" and _NEUTRAL_COLOUR.fullmatch(value):
            continue
        if value in _HARMLESS_VALUES.get(name, ()):
            continue
        return False
    return True


def _plain(html: str) -> str:
    """Only the marks that the page gives its own look to."""
    return nh3.clean(
        html,
        tags=set(PLAIN_TAGS),
        attributes=_PLAIN_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=_LINK_REL,
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def _laid_out(paragraph: str) -> str:
    """Line breaks, and blanks that line something up (code, tables of text), as HTML keeps them."""
    kept = _LAYOUT_BLANKS.sub(lambda blanks: "\u00a0" * len(blanks[0]), paragraph.strip("\n").replace("\t", "    "))
    return kept.replace("\n", "<br>")
