"""HTML from outside made safe: no script, no form, nothing loaded from elsewhere before it is asked for.

`sanitize` runs once, when a mail is parsed, and its result is stored. Inline images stay `cid:` in it and remote ones
become `data-remote-src`; `resolve_images` turns them into addresses when a page is made.
"""

import html as entities
import re
from collections.abc import Callable
from copy import deepcopy
from urllib.parse import unquote

import nh3
from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.html_properties import Display
from inscriptis.model.config import ParserConfig
from inscriptis.model.html_element import HtmlElement
from lxml import etree
from lxml import html as lxml_html

MAX_HTML = 1_000_000
MAX_DEPTH = 250


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TAGS = words(
    """
    a abbr address b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div
    dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span
    strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var wbr
    """
)
DROPPED_WITH_CONTENT = words(
    """
    script style title head iframe frame object embed applet form select textarea button svg math template
    noscript audio video canvas xml
    """
)
SIZES = {"width", "height", "align", "valign", "bgcolor", "border", "cellpadding", "cellspacing"}
ATTRIBUTES = {
    "*": {"style", "dir", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "table": SIZES | {"summary"},
    "td": SIZES | {"colspan", "rowspan"},
    "th": SIZES | {"colspan", "rowspan", "scope"},
    "tr": SIZES,
    "col": {"span", "width"},
    "colgroup": {"span", "width"},
    "ol": {"start", "type"},
    "li": {"value"},
    "font": {"color", "size", "face"},
    "p": {"align"},
    "div": {"align"},
    "h1": {"align"},
    "h2": {"align"},
    "h3": {"align"},
}
STYLES = words(
    """
    background background-color border border-bottom border-collapse border-color border-left border-radius
    border-right border-spacing border-style border-top border-width color direction font font-family
    font-size font-style font-weight height letter-spacing line-height list-style-type margin margin-bottom
    margin-left margin-right margin-top max-width min-width padding padding-bottom padding-left
    padding-right padding-top text-align text-decoration text-indent text-transform vertical-align
    white-space width word-break
    """
)

LOADS = re.compile(r"(?:url|src)\s*\(|image|expression|@|\\|/\*|javascript", re.IGNORECASE)
IMG = re.compile(r'<img((?:\s[a-z-]+="[^"]*")*)\s*/?>')
SRC = re.compile(r'\s(src|data-remote-src)="([^"]*)"')
TAG = re.compile(r"<(?:(/?)([a-zA-Z][a-zA-Z0-9]*)|!--)")
COMMENT_END = re.compile(r"--!?>")
FLAT = words(
    """
    area base br col colgroup dd dt embed hr img input li link meta option p param source tbody td tfoot th
    thead tr track wbr
    """
)
NON_BREAKING = re.compile("[\u00a0\u202f]")
BLANK_LINES = re.compile(r"\n{3,}")


def sanitize(html: str, *, cid_url: Callable[[str], str | None] | None = None) -> str:
    """Safe HTML, "" if it cannot be read. With `cid_url` inline images get addresses at once (None: taken out)."""
    html = html[:MAX_HTML].replace("\0", "")
    if depth_of(html) > MAX_DEPTH:
        return ""  # deep nesting takes quadratic time and no writer's mail has it
    safe = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=DROPPED_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=_filter,
        filter_style_properties=STYLES,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return resolve_images(safe, cid_url=cid_url)


def _filter(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "style" and LOADS.search(value):
        return None
    if attribute in {"href", "src"}:
        value = value.strip()
        if attribute == "src" and not value.lower().startswith(("http:", "https:", "cid:")):
            return None
        if attribute == "href" and value.lower().startswith("cid:"):
            return None
        return value.replace("<", "%3C").replace(">", "%3E")
    # Without angle brackets in values the expressions below can only ever meet real tags.
    return value.replace("<", "‹").replace(">", "›")


def resolve_images(html: str, *, cid_url: Callable[[str], str | None] | None = None, remote: bool = False) -> str:
    """Sanitised HTML for a page: `cid_url` names an inline image's address; `remote` loads images from elsewhere."""

    def resolved(src: re.Match[str]) -> str:
        name, value = src.group(1), src.group(2)
        if name == "data-remote-src":
            return f' src="{value}"' if remote else src.group()
        if value.lower().startswith("cid:") and cid_url:
            url = cid_url(content_id_of(value))
            return f' src="{entities.escape(url)}"' if url else ""
        if not remote and value.lower().startswith(("http:", "https:", "//")):
            return f' data-remote-src="{value}"'
        return src.group()

    return IMG.sub(lambda match: f"<img{SRC.sub(resolved, match.group(1))}>", html).strip()


def content_id_of(url: str) -> str:
    return unquote(entities.unescape(url)[4:]).strip().strip("<>")


def content_ids_in(html: str) -> set[str]:
    """The inline images that the sanitised HTML shows; other images of the mail belong in the list of attachments."""
    sources = (m.group(2) for img in IMG.finditer(html) for m in SRC.finditer(img.group(1)))
    return {content_id_of(src) for src in sources if src.lower().startswith("cid:")}


# Without the two blanks that the other profile puts before what stands in a <div>: most mails are nothing but these.
# A ruled line begins a new one, as on a screen.
FLUSH_LEFT = ParserConfig(css={**CSS_PROFILES["strict"], "hr": HtmlElement(display=Display.block)})


# Behind the first of them the parser reads no more; yet lists and relays write their words there, and mails whose parts are
# documents of their own hold several.
DOCUMENT_ENDS = re.compile(r"</(?:body|html)\b[^<>]{0,100}>", re.IGNORECASE)


def tree_of(html: str) -> lxml_html.HtmlElement:
    """All of it in one document, as a browser would show it."""
    return lxml_html.document_fromstring(DOCUMENT_ENDS.sub("", html[:MAX_HTML]))


def html_to_text(html: str) -> str:
    html = html[:MAX_HTML]
    if depth_of(html) <= MAX_DEPTH and len(html) <= 300_000:
        try:
            text = get_text(DOCUMENT_ENDS.sub("", html), FLUSH_LEFT)
        except (
            ValueError,
            TypeError,
            AttributeError,
            IndexError,
            KeyError,
            RecursionError,
            AssertionError,
            etree.LxmlError,
        ):
            text = ""
        if text.strip():
            lines = (NON_BREAKING.sub(" ", line).strip("\r").rstrip() for line in text.split("\n"))
            return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
    return _without_tags(html)


def _without_tags(html: str) -> str:
    html = re.sub(r"<(script|style)\b[^>]{0,1000}>[^<]*</\1\s*>", "", html, flags=re.IGNORECASE)
    html = re.sub(r"<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^<>]{0,1000}>", "\n", html, flags=re.IGNORECASE)
    text = entities.unescape(re.sub(r"<[^<>]{0,5000}>", "", html))
    return BLANK_LINES.sub("\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip("\n")


def depth_of(html: str) -> int:
    """How deep the tags nest. Comments hold none: Word writes hundreds of its own, never closed, into them."""
    depth = deepest = after = 0
    is_open = False  # a comment that never ends was met: what follows counts, and is not searched for its end again
    for match in TAG.finditer(html):
        if match.start() < after:
            continue
        if match.group(2) is None:
            end = None if is_open else COMMENT_END.search(html, match.start() + 2)
            is_open = end is None
            after = end.end() if end else after
            continue
        if match.group(2).lower() in FLAT:
            continue
        depth = max(0, depth - 1) if match.group(1) else depth + 1
        deepest = max(deepest, depth)
    return deepest


QUOTE_MARKS = etree.XPath(
    "(//blockquote[@type='cite'] | //*[contains(concat(' ', @class, ' '), ' gmail_quote ')]"
    " | //*[contains(@class, 'gmail_quote_container')] | //*[contains(@class, 'moz-cite-prefix')]"
    " | //*[contains(@class, 'yahoo_quoted')] | //*[contains(@class, 'protonmail_quote')] | //*[@id='divRplyFwdMsg']"
    " | //*[@id='appendonsend'] | //*[@id='mail-editor-reference-message-container']"
    " | //*[contains(@class, 'OutlookMessageHeader')] | //div[@name='messageReplySection']"
    " | //div[contains(@class, 'domino-section')]"
    " | //div[contains(@style, 'border-top:solid #E1E1E1')] | //div[contains(@style, 'border-top:solid #B5C4DF')])[1]"
)


# What is surely not the writer's own after such a mark: whole containers, and the line that says who wrote them.
QUOTED = etree.XPath(
    "//blockquote | //*[contains(@class, 'gmail_attr')] | //*[contains(@class, 'moz-cite-prefix')]"
    " | //*[contains(@class, 'yahoo_quoted')] | //*[contains(@class, 'protonmail_quote')]"
    " | //div[@name='messageReplySection']"
)
# Everything below one of these is the earlier mail, however it is written.
SEPARATORS = ("divRplyFwdMsg", "appendonsend", "mail-editor-reference-message-container")
LONGEST_ATTRIBUTION = 300
MOST_CITED = 200


# Lotus Notes draws the head of an earlier mail as a table: whose it was and when, beside To, cc and Subject.
NOTES_HEAD = re.compile(
    r"^[^:]{3,160}? \d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? (?:\w{2,3} )?\d{1,2}[:.]\d\d(?: [AP]M)?(?: .{0,120}?)? "
    r"(?:To|An|Pour|Para|Per|A|Aan):? .{1,2000}? (?:Subject|Thema|Objet|Asunto|Oggetto|Onderwerp):? ?",
)
MOST_TABLES = 50


def _marked(html: str) -> lxml_html.HtmlElement:
    """The tree, in which Lotus Notes' head of an earlier mail bears a mark as others leave one."""
    tree = tree_of(html)
    for table in list(tree.iter("table"))[:MOST_TABLES]:
        words = " ".join(" ".join(table.itertext()).split())
        if len(words) < 3000 and NOTES_HEAD.match(words):
            table.set("id", SEPARATORS[0])
            break
    return tree


def split_quote(html: str, *, strictly: bool = False) -> tuple[str, str]:
    """Sanitised HTML above the quoted conversation, and that conversation, found by the marks mail programs leave.

    ("", "") if there is no such mark or nothing stands above it; `strictly`, also if the writer's own words stand below or
    between, for mails of which the text does not tell.
    """
    if depth_of(html) > MAX_DEPTH:
        return "", ""
    try:
        tree = _marked(html)
        if not QUOTE_MARKS(tree):
            return "", ""
        above, below = deepcopy(tree), tree
        _drop_from(QUOTE_MARKS(above)[0])
        _drop_before(QUOTE_MARKS(below)[0])
        if strictly and _has_own_words(below):
            return "", ""
        new = sanitize(lxml_html.tostring(above, encoding="unicode"))
        quoted = sanitize(lxml_html.tostring(below, encoding="unicode"))
    except (ValueError, TypeError, AssertionError, IndexError, etree.LxmlError):
        return "", ""
    return (new, quoted) if "<img" in new or html_to_text(new).strip() else ("", "")


OUTER_QUOTES = etree.XPath("//blockquote[not(ancestor::blockquote)]")


def split_answer_below(html: str, is_attribution: Callable[[str], bool]) -> tuple[str, str]:
    """Sanitised HTML below the one quote that everything begins with, and what stands above: that quote and who wrote it.

    ("", "") where it is not so: answers between quotes stay whole.
    """
    if "<blockquote" not in html.lower() or depth_of(html) > MAX_DEPTH:
        return "", ""
    try:
        quoted = tree_of(html)
        above, own = deepcopy(quoted), deepcopy(quoted)
        if len(OUTER_QUOTES(quoted)) != 1:
            return "", ""
        is_cited = OUTER_QUOTES(quoted)[0].get("type") == "cite"
        _drop_from(OUTER_QUOTES(above)[0])
        _drop_before(OUTER_QUOTES(own)[0])
        OUTER_QUOTES(own)[0].drop_tree()
        _drop_after(OUTER_QUOTES(quoted)[0])
        words = html_to_text(lxml_html.tostring(above, encoding="unicode")).strip()
        new = sanitize(lxml_html.tostring(own, encoding="unicode"))
        if not (is_attribution(words) or (is_cited and not words)) or not html_to_text(new).strip():
            return "", ""
        return new, sanitize(lxml_html.tostring(quoted, encoding="unicode"))
    except (ValueError, TypeError, AssertionError, IndexError, etree.LxmlError):
        return "", ""


CITED = etree.XPath(
    "//blockquote[not(ancestor::blockquote)][@type='cite' or starts-with(@cite, 'mid:') or contains(@class, 'quote')"
    " or contains(@style, 'border-left')]"
)


def marked_text(html: str) -> str:
    """The text with > before what the HTML cites, for mails whose writer's own words stand below or between; else ""."""
    if "<blockquote" not in html.lower() or depth_of(html) > MAX_DEPTH:
        return ""
    try:
        tree = tree_of(html)
        cited = OUTER_QUOTES(tree) if CITED(tree) else []
        if not 0 < len(cited) <= MOST_CITED:
            return ""
        for quote in cited:
            lines = html_to_text(lxml_html.tostring(quote, encoding="unicode", with_tail=False)).split("\n")
            marked = lxml_html.Element("pre")
            marked.text, marked.tail = "\n".join(f"> {line}".rstrip() for line in lines), quote.tail
            quote.getparent().replace(quote, marked)
        text = html_to_text(lxml_html.tostring(tree, encoding="unicode"))
    except (ValueError, TypeError, AssertionError, AttributeError, etree.LxmlError):
        return ""
    _above, mark, below = text.partition("\n> ") if not text.startswith("> ") else ("", "> ", text)
    has_own = mark and any(line.strip() and not line.startswith(">") for line in below.split("\n")[1:])
    return text if has_own else ""


def _has_own_words(below: lxml_html.HtmlElement) -> bool:
    mark = QUOTE_MARKS(below)[0]
    if (
        mark.get("id") in SEPARATORS
        or "border-top:solid" in mark.get("style", "")
        or any(name in mark.get("class", "") for name in ("OutlookMessage", "domino-section"))
    ):
        return False
    rest = deepcopy(below)
    for quoted in QUOTED(rest):
        if quoted.getparent() is not None:
            quoted.drop_tree()
    words = html_to_text(lxml_html.tostring(rest, encoding="unicode")).strip()
    is_attribution = len(words) <= LONGEST_ATTRIBUTION and words.endswith((":", "："))
    return bool(words) and not is_attribution


def _drop_from(mark: lxml_html.HtmlElement) -> None:
    """Takes out `mark` and everything after it in the document."""
    node = mark
    while node is not None:
        parent = node.getparent()
        for later in list(node.itersiblings()):
            parent.remove(later)
        node.tail = None
        node = parent
    if mark.getparent() is not None:
        mark.getparent().remove(mark)


def _drop_after(mark: lxml_html.HtmlElement) -> None:
    """Takes out everything after `mark` in the document."""
    node = mark
    while (parent := node.getparent()) is not None:
        for later in list(node.itersiblings()):
            parent.remove(later)
        node.tail = None
        node = parent


def _drop_before(mark: lxml_html.HtmlElement) -> None:
    """Takes out everything before `mark` in the document."""
    node = mark
    while (parent := node.getparent()) is not None:
        for earlier in list(node.itersiblings(preceding=True)):
            parent.remove(earlier)
        parent.text = None
        node = parent
