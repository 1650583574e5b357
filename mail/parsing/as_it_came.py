"""Parts of a message written again as they came."""

import re
from email import message_from_bytes
from email.errors import MissingHeaderBodySeparatorDefect
from email.message import Message
from email.policy import Compat32

from mail.parsing.headers import payload_of

PARAMETER_LINE = re.compile(r"[\w*-]{1,40}=\S")  # as in `name="report.zip"`
HEAD_LINE = re.compile(r"[!-9;-~]+:|[ \t]|[\w*-]{1,40}=\S")


class _Unfolded(Compat32):
    """Headers are folded as they were; Python's own writing ends at one that a break in a line has made two."""

    verify_generated_headers = False  # newer versions of Python refuse such a header as well

    def fold_binary(self, name: str, value: object) -> bytes:
        return f"{name}: {value}{self.linesep}".encode("utf-8", "surrogateescape")


_UNFOLDED = _Unfolded()


def written(part: Message) -> bytes:
    """A part with all that it holds; of hostile mail, too, whatever its headers are."""
    return part.as_bytes(policy=_UNFOLDED)


def with_whole_head(part: Message) -> Message:
    """A part some of whose header stands in its content, because a line of it lacks the blank that continues a header."""
    if not any(isinstance(defect, MissingHeaderBodySeparatorDefect) for defect in part.defects):
        return part
    head, blank, content = payload_of(part).replace("\r\n", "\n").partition("\n\n")
    lines = head.split("\n")
    if not blank or not PARAMETER_LINE.match(lines[0]) or not all(HEAD_LINE.match(line) for line in lines):
        return part
    lines = [f" {line}" if PARAMETER_LINE.match(line) else line for line in lines]
    above = [f"{name}: {value}" for name, value in part.raw_items()]
    whole = "\n".join([*above, *lines, "", content])
    return message_from_bytes(whole.encode("utf-8", "surrogateescape"))
