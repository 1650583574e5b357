"""From Markdown to safe HTML, and to the passages that a search answers with. Nobody else knows the Markdown library.

Beyond CommonMark: tables, strikethrough, headings that can be linked to, callouts (`> [!NOTE]`, `[!TIP]`, `[!WARNING]`, and what
other tools call them), addresses that are links without brackets, and a link to a video alone in its paragraph, which becomes a
card. No picture or script of another site is ever loaded: a picture of one is a link to it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from urllib.parse import urlsplit

import nh3
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

from search.words import fold

CALLOUTS = ("note", "tip", "warning")
# In characters: two or three sentences answer a question, and what stands beside them makes them less like it.
LONGEST_PASSAGE = 280
# So little at the end is no passage of its own.
_REST = 80
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+(?=[^\s\da-z])")
_VIDEO_HOSTS = {
    *("youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com", "youtu.be"),
    *("vimeo.com", "www.vimeo.com", "player.vimeo.com", "loom.com", "www.loom.com"),
}
# As other tools call them.
_ALIKE = {"important": "note", "info": "note", "caution": "warning", "danger": "warning", "hint": "tip"}
_CALLOUT = re.compile(rf"^\[!({'|'.join([*CALLOUTS, *_ALIKE])})\]\s*", re.IGNORECASE)
# Typed as it is; what ends the sentence is not its own.
_ADDRESS = re.compile(r"https?://[^\s<>\"'`]*[^\s<>\"'`.,;:!?)\]]")
_HEADING = re.compile(r'<h([23]) id="([^"]+)">(.*?)</h\1>', re.DOTALL)
_LINKED = '<h{0} id="{1}"><a class="heading-link" href="#{1}">{2}</a></h{0}>'
_TAG = re.compile(r"<[^>]+>")
_CLASSES = re.compile(r"^(callout callout--(note|tip|warning)|video-link|language-[\w+#-]{1,30})$")
_TAGS = {
    "a", "blockquote", "br", "code", "div", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"id", "class"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"style"},
    "th": {"style"},
}


_END = Token("link_close", "a", -1)


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """The words under one heading; before the first one, without."""

    heading: str
    anchor: str
    text: str


def html_of(body: str) -> str:
    """What readers see, sanitised by a policy of ours."""
    tokens = _tokens(body)
    return nh3.clean(
        _markdown().renderer.render(tokens, _markdown().options, {}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_safe_attribute,
        filter_style_properties={"text-align"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )


def headings_of(html: str) -> list[Heading]:
    """The table of contents of what `html_of` made."""
    return [
        Heading(int(level), anchor, unescape(_TAG.sub("", text)).strip())
        for level, anchor, text in _HEADING.findall(html)
    ]


def with_linked_headings(html: str) -> str:
    """What `html_of` made, each heading a link to itself: its address is what a reader copies. Not one that holds a link."""
    return _HEADING.sub(
        lambda found: found[0] if "<a " in found[3] else _LINKED.format(*found.groups()),
        html,
    )


def opening_of(html: str, most: int) -> str:
    """Its first words as text, at most so many characters: for a list or the head of a page, not safe in either."""
    words = " ".join(unescape(_TAG.sub(" ", html)).split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def parts_of(body: str) -> list[Part]:
    """The text by its headings, without markup; a long part is cut between paragraphs, a long paragraph between sentences."""
    parts: list[Part] = []
    heading, anchor, lines = "", "", list[str]()
    tokens = _tokens(body)
    for place, token in enumerate(tokens):
        if _is_heading(token):
            parts += _cut(heading, anchor, lines)
            heading, anchor, lines = _text_of(tokens[place + 1]), str(token.attrGet("id") or ""), []
        elif token.type in ("inline", "fence", "code_block") and not _is_heading(tokens[place - 1]):
            lines.append(_text_of(token))
    return [*parts, *_cut(heading, anchor, lines)]


def pictures_of(body: str) -> list[str]:
    """The address of each picture that a page would load, as it is written, once; those of other sites are links to them."""
    children = [child for token in _tokens(body) for child in token.children or []]
    return list(dict.fromkeys(str(child.attrGet("src") or "") for child in children if child.type == "image"))


def text_of(body: str) -> str:
    return "\n".join(part.text for part in parts_of(body))


def anchor_for(text: str, taken: set[str]) -> str:
    """A readable place in the page, once in it."""
    wanted = slugify(fold(text))[:80] or "part"
    anchor, number = wanted, 2
    while anchor in taken:
        anchor, number = f"{wanted}-{number}", number + 1
    taken.add(anchor)
    return anchor


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": False}).enable(["table", "strikethrough"])


def _tokens(body: str) -> list[Token]:
    tokens = _markdown().parse(body.replace("\x00", ""))
    taken: set[str] = set()
    for token in tokens:
        if token.type == "inline":
            token.children = list(_linked(token.children or []))
    for place, token in enumerate(tokens):
        if token.type in ("heading_open", "heading_close"):
            # The title of the article is the page's only h1.
            token.tag = f"h{max(2, int(token.tag[1]))}"
        if token.type == "heading_open":
            token.attrSet("id", anchor_for(_text_of(tokens[place + 1]), taken))
        elif token.type == "blockquote_open":
            _mark_callout(tokens, place)
        elif token.type == "paragraph_open" and _is_video(tokens[place + 1]):
            token.attrSet("class", "video-link")
    return tokens


def _linked(children: list[Token]) -> Iterator[Token]:
    """With an address in plain words as a link to it."""
    depth = 0
    for child in children:
        depth += child.nesting if child.type in ("link_open", "link_close") else 0
        if child.type == "image" and (source := _elsewhere(child)):
            words = list(_words(child.content or source))
            yield from words if depth else [Token("link_open", "a", 1, attrs={"href": source}), *words, _END]
            continue
        if child.type != "text" or depth:
            yield child
            continue
        end = 0
        for found in _ADDRESS.finditer(child.content):
            yield from _words(child.content[end : found.start()])
            address = _markdown().normalizeLink(found[0])
            yield Token("link_open", "a", 1, attrs={"href": address})
            yield from _words(found[0])
            yield _END
            end = found.end()
        yield from _words(child.content[end:])


def _elsewhere(image: Token) -> str:
    """The address of a picture of another site, which pages do not load."""
    source = str(image.attrGet("src") or "")
    return source if source.startswith(("http://", "https://", "//")) else ""


def _words(text: str) -> Iterator[Token]:
    if text:
        yield Token("text", "", 0, content=text)


def _mark_callout(tokens: list[Token], place: int) -> None:
    first = tokens[place + 2] if place + 2 < len(tokens) else None
    if first is None or first.type != "inline" or not first.children:
        return
    found = _CALLOUT.match(first.children[0].content)
    if found is None:
        return
    opening = tokens[place]
    closing = next(
        token for token in tokens[place:] if token.type == "blockquote_close" and token.level == opening.level
    )
    opening.tag = closing.tag = "div"
    kind = found[1].lower()
    opening.attrSet("class", f"callout callout--{_ALIKE.get(kind, kind)}")
    first.children[0].content = first.children[0].content[found.end() :]
    if not first.children[0].content and len(first.children) > 1 and first.children[1].type == "softbreak":
        del first.children[:2]


def _is_heading(token: Token) -> bool:
    """One that begins a part."""
    return token.type == "heading_open" and token.tag in ("h2", "h3")


def _is_video(inline: Token) -> bool:
    children = inline.children or []
    if len(children) != 3 or children[0].type != "link_open":
        return False
    address = urlsplit(str(children[0].attrGet("href") or ""))
    return address.hostname in _VIDEO_HOSTS and len(address.path) > 1


def _text_of(token: Token) -> str:
    if token.type != "inline":
        return token.content.strip()
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children or []
    ).strip()


def _cut(heading: str, anchor: str, lines: list[str]) -> Iterator[Part]:
    kept: list[str] = []
    cut = [piece for line in lines for piece in _pieces_of(line)]
    for place, line in enumerate(cut):
        rest = sum(map(len, cut[place:]))
        if kept and sum(map(len, kept)) + len(line) > LONGEST_PASSAGE and rest > _REST:
            # What leads to a list goes with it.
            leads = [kept.pop()] if len(kept) > 1 and kept[-1].endswith(":") else []
            yield Part(heading, anchor, "\n".join(kept))
            kept = leads
        kept.append(line)
    if kept or heading:
        yield Part(heading, anchor, "\n".join(kept))


def _pieces_of(line: str) -> list[str]:
    """A paragraph as it is, or a long one in pieces of whole sentences; code is one."""
    if len(line) <= LONGEST_PASSAGE or "\n" in line:
        return [line]
    pieces: list[str] = []
    for sentence in _SENTENCE_ENDS.split(line):
        if pieces and len(pieces[-1]) + len(sentence) < LONGEST_PASSAGE:
            pieces[-1] += f" {sentence}"
        else:
            pieces.append(sentence)
    if len(pieces) > 1 and len(pieces[-1]) < _REST:
        rest = pieces.pop()
        pieces[-1] += f" {rest}"
    return pieces


def _safe_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class" and not _CLASSES.match(value):
        return None
    if name == "id" and tag not in ("h2", "h3", "h4", "h5", "h6"):
        return None
    if name == "src" and (not value.startswith("/") or value[1:2] in ("/", "\\")):
        # Pages load nothing from elsewhere.
        return None
    return value
