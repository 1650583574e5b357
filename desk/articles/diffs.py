"""What differs between two texts, line by line and within a line word by word. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_AROUND = 2  # lines of what is the same before and after a difference
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
Kind = str  # "same", "removed", "added" or "skipped"


@dataclass(frozen=True, slots=True)
class Line:
    """`parts`: the words, and whether they are what differs. A skipped line stands for many of the same."""

    kind: Kind
    parts: tuple[tuple[str, bool], ...] = ()

    @property
    def text(self) -> str:
        return "".join(text for text, _differs in self.parts)


def differences(before: str, after: str) -> list[Line]:
    """Empty when they say the same."""
    if before == after:
        return []
    old, new = before.splitlines(), after.splitlines()
    lines: list[Line] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            lines += (_plain("same", line) for line in old[i1:i2])
        else:
            lines += _changed(old[i1:i2], new[j1:j2])
    return list(_without_the_same(lines))


def as_lines(text: str) -> list[Line]:
    """A text that is compared with none."""
    return [_plain("same", line) for line in text.splitlines()]


def _changed(old: Sequence[str], new: Sequence[str]) -> list[Line]:
    """Lines that stand for each other are compared by words; of those that are too different all is marked."""
    removed, added = [], []
    for place in range(max(len(old), len(new))):
        if place >= len(old):
            added.append(Line("added", ((new[place], True),)))
        elif place >= len(new):
            removed.append(Line("removed", ((old[place], True),)))
        else:
            left, right = _by_words(old[place], new[place])
            removed.append(Line("removed", left))
            added.append(Line("added", right))
    return [*removed, *added]


def _by_words(old: str, new: str) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    left, right = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < 0.4:
        return ((old, True),), ((new, True),)
    before: list[tuple[str, bool]] = []
    after: list[tuple[str, bool]] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        for words, parts in ((left[i1:i2], before), (right[j1:j2], after)):
            if words:
                parts.append(("".join(words), kind != "equal"))
    return tuple(before), tuple(after)


def _without_the_same(lines: Sequence[Line]) -> Iterator[Line]:
    """What is far from any difference as one skipped line."""
    near = {
        place + step for place, line in enumerate(lines) if line.kind != "same" for step in range(-_AROUND, _AROUND + 1)
    }
    skipping = False
    for place, line in enumerate(lines):
        if place in near:
            skipping = False
            yield line
        elif not skipping:
            skipping = True
            yield Line("skipped")


def _plain(kind: Kind, text: str) -> Line:
    return Line(kind, ((text, False),))
