"""HTML from outside, made safe before it is stored; what it may load is decided again when it is shown."""

import re

import nh3

# No scripts, forms, frames or styles sheets; layout of mails (tables, inline styles) stays.
TAGS = (nh3.ALLOWED_TAGS | {"font", "u", "s"}) - {"area", "map"}
_COMMON = {"style", "class", "dir", "lang", "align", "valign", "width", "height", "bgcolor", "title"}
ATTRIBUTES = {
    "*": _COMMON,
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height"},
    "font": {"color", "face", "size"},
    "table": {"border", "cellpadding", "cellspacing", "summary"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "ol": {"start", "type"},
    "blockquote": {"cite", "type"},
}
STYLES = {
    "background", "background-color", "border", "border-bottom", "border-collapse", "border-color", "border-left",
    "border-radius", "border-right", "border-style", "border-top", "border-width", "clear", "color", "direction", "display",
    "float", "font", "font-family", "font-size", "font-style", "font-weight", "height", "letter-spacing", "line-height",
    "list-style", "list-style-type", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-width",
    "min-width", "padding", "padding-bottom", "padding-left", "padding-right", "padding-top", "text-align",
    "text-decoration", "text-indent", "text-transform", "vertical-align", "white-space", "width", "word-break",
}  # fmt: skip
# No position, no z-index: a mail can't cover the page.
_SCHEMES = {"http", "https", "mailto", "tel", "cid"}
_URL_IN_STYLE = re.compile(r"url\s*\(", re.IGNORECASE)


def _safe_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "style" and _URL_IN_STYLE.search(value):
        return None
    return value


def clean(html: str) -> str:
    """The same HTML without anything that could act, load by itself from a style, or cover the page."""
    return nh3.clean(
        html.replace("\x00", ""),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_safe_attribute,
        filter_style_properties=STYLES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
