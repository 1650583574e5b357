"""Parts of a message written again as they came."""

from email.message import Message
from email.policy import Compat32


class _Unfolded(Compat32):
    """Headers are folded as they were; Python's own writing ends at one that a break in a line has made two."""

    verify_generated_headers = False  # newer versions of Python refuse such a header as well

    def fold_binary(self, name: str, value: object) -> bytes:
        return f"{name}: {value}{self.linesep}".encode("utf-8", "surrogateescape")


_UNFOLDED = _Unfolded()


def written(part: Message) -> bytes:
    """A part with all that it holds; of hostile mail, too, whatever its headers are."""
    return part.as_bytes(policy=_UNFOLDED)
