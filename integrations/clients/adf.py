"""Jira's documents (Atlassian Document Format, version 1): from our plain Markdown, and back to text."""

from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]
_BLOCKS = {"paragraph", "heading", "listItem", "codeBlock", "blockquote", "rule", "panel", "tableRow"}


def document(text: str) -> Node:
    """Paragraphs, "## headings" and "- lists"; everything else is what it says."""
    content: list[Node] = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        if line.startswith("- "):
            item = {"type": "listItem", "content": [_paragraph(line[2:])]}
            if content and content[-1]["type"] == "bulletList":
                content[-1]["content"].append(item)
            else:
                content.append({"type": "bulletList", "content": [item]})
        elif line.startswith("## "):
            content.append({"type": "heading", "attrs": {"level": 2}, "content": [_text(line[3:])]})
        else:
            content.append(_paragraph(line))
    return {"type": "doc", "version": 1, "content": content or [_paragraph("–")]}


def text_of(node: Node | str | None) -> str:
    """What a reader sees; an older Jira gives plain text."""
    if not node:
        return ""
    if isinstance(node, str):
        return node
    lines = "".join(_words(node)).split("\n")
    return "\n".join(line.rstrip() for line in lines if line.strip())


def _words(node: Node) -> Iterator[str]:
    kind = node.get("type")
    if kind == "text":
        yield str(node.get("text", ""))
    elif kind == "hardBreak":
        yield "\n"
    elif kind in ("mention", "emoji"):
        yield str((node.get("attrs") or {}).get("text", ""))
    elif kind == "inlineCard":
        yield str((node.get("attrs") or {}).get("url", ""))
    for child in node.get("content") or ():
        yield from _words(child)
    if kind in _BLOCKS:
        yield "\n"


def _paragraph(text: str) -> Node:
    return {"type": "paragraph", "content": [_text(text)]}


def _text(text: str) -> Node:
    return {"type": "text", "text": text or " "}
