"""One message of the corpus and what the pipeline must make of it: the fields that `explain_mail` prints."""

from dataclasses import dataclass
from typing import Any

DEFAULTS = {
    "From": "Ann Lee <ann@example.net>",
    "To": "support@example.com",
    "Subject": "Printer",
    "Message-ID": "<c1@example.net>",
    "Date": "Thu, 2 Nov 2000 10:00:00 +0000",
}


@dataclass(frozen=True, slots=True)
class Case:
    raw: bytes
    expected: dict[str, Any]


def case(
    body: str | bytes, head: str | bytes = "", *, charset: str = "utf-8", bare: bool = False, **expected: Any
) -> Case:
    """A message with the usual headers where `head` does not bring its own (`bare`: with none but those of `head`)."""
    above = head if isinstance(head, bytes) else head.encode()
    below = body if isinstance(body, bytes) else body.encode(charset)
    named = {line.partition(b":")[0].strip().lower() for line in above.split(b"\n")}
    usual = "" if bare else "".join(f"{n}: {v}\n" for n, v in DEFAULTS.items() if n.lower().encode() not in named)
    if not bare and b"content-type" not in named and not below.isascii():
        usual += f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n"
    above = above.strip(b"\n") + b"\n" if above.strip() else b""
    return Case(usual.encode() + above + b"\n" + below, expected)


def parts(
    *inside: tuple[str, str | bytes], kind: str = "mixed", boundary: str = "b1", preamble: str = ""
) -> tuple[bytes, str]:
    """Body and header line of a multipart: (headers, content) of each part."""
    pieces = [preamble.encode()]
    for head, content in inside:
        data = content if isinstance(content, bytes) else content.encode()
        pieces.append(f"--{boundary}\n{head}\n\n".encode() + data + b"\n")
    pieces.append(f"--{boundary}--\n".encode())
    return b"".join(pieces), f'MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="{boundary}"'


def multipart(*inside: tuple[str, str | bytes], kind: str = "mixed", head: str = "", **expected: Any) -> Case:
    body, line = parts(*inside, kind=kind)
    return case(body, f"{line}\n{head}", **expected)


TEXT = "Content-Type: text/plain; charset=utf-8"
HTML = "Content-Type: text/html; charset=utf-8"
