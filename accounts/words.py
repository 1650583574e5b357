"""What people type, brought into the form in which it is kept."""

import re

# Control characters, and halves of characters, which no database takes.
_NEVER_KEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def one_line(text: str, longest: int) -> str:
    """On one line, without blanks around and in a row."""
    return " ".join(_NEVER_KEPT.sub("", text).split())[:longest]
