"""A mail's text, written as Markdown with placeholders, as a Liquid template of HTML."""

import re
from collections.abc import Iterable

from markdown_it import MarkdownIt

# No HTML and no pictures. A line of hyphens below words is no heading, as signatures begin so; lines break where they are broken.
_MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable(["image", "lheading", "code"])
)
_LIQUID = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_KEPT = re.compile(r"xLQ(\d+)QLx")
_LINK = re.compile(r"\[([^\]\[]+)\]\(([^()\s]+|\{\{.*?\}\})\)")


def html_template(text: str, links: Iterable[str]) -> str:
    """Its placeholders are left alone; one for an address that stands by itself becomes a link."""
    for path in links:
        tag = r"\{\{\s*" + re.escape(path) + r"\s*\}\}"
        text = re.sub(rf"(?<!\]\(){tag}", lambda found: f"[{found[0]}]({found[0]})", text)
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"xLQ{len(kept) - 1}QLx"

    html = _MARKDOWN.render(_LIQUID.sub(keep, text))
    return _KEPT.sub(lambda found: kept[int(found[1])], html)


def text_template(text: str) -> str:
    """For the plain part: a link is its words and its address."""
    return _LINK.sub(lambda found: f"{found[1]}: {found[2]}", text)
