"""What must hold of every message whatever its bytes are, in the words of `explain_mail`."""

from collections import Counter
from typing import Any

OUTCOMES = {"created", "appended", "ignored", "quarantined"}
READING_FAILED = {"parser_timeout", "parser_memory", "parser_crashed"}


def faults_of(told: dict[str, Any]) -> list[str]:
    """In words; empty for a sound one."""
    faults = []
    if told["outcome"] not in OUTCOMES:
        faults.append(f"outcome {told['outcome']}")
    if told["reason"] in READING_FAILED:
        faults.append(told["reason"])
    parts = told["reply_text"] + told["quoted_text"] + told["signature"]
    if lost := letters(told["body_text"]) - letters(parts):
        faults.append(f"lost {dict(lost)}")
    for field in ("from_email", "from_name", "subject", "message_id", "in_reply_to"):
        if len(told[field].splitlines()) > 1 or "\0" in told[field]:
            faults.append(f"line break in {field}")
    return faults


def letters(text: str) -> Counter[str]:
    """How often each: blanks and lines fall differently where a page's halves are laid out each on its own."""
    return Counter(filter(str.isalnum, text))
