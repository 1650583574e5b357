"""The guides of the levels as they are shown: Markdown made HTML, and nothing in it that acts or loads."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from tickets.html import clean
from tickets.models import Level, LevelGuide

# No HTML and no pictures: an admin's text shows words, lists, tables and links.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


@dataclass(frozen=True, slots=True)
class Guide:
    """What an admin wrote for a level; empty where nothing was written."""

    level: Level
    criteria: SafeString
    procedure: SafeString

    def __bool__(self) -> bool:
        return bool(self.criteria or self.procedure)


def guides_of(levels: Iterable[int]) -> dict[int, Guide]:
    """By level, one statement; levels without any text are there too, and empty."""
    wanted = [Level(level) for level in levels]
    rows = {row.level: row for row in LevelGuide.objects.filter(level__in=wanted)}
    nothing = LevelGuide()
    return {
        level: Guide(level, *(html_of(text) for text in (row.criteria, row.procedure)))
        for level, row in ((level, rows.get(level, nothing)) for level in wanted)
    }


def html_of(markdown: str) -> SafeString:
    return mark_safe(clean(_MARKDOWN.render(markdown)).strip())  # noqa: S308  # cleaned
