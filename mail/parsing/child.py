"""The process that reads foreign bytes: `python -m mail.parsing.child`. It holds no secrets and no connections.

Speaks length-prefixed frames on its standard input and output: the mail in; the number of frames, the mail as JSON and each
file out. A mail that takes too long or too much memory ends this process, never the worker.
"""

import dataclasses
import json
import resource
import signal
import struct
import sys
from datetime import datetime
from typing import Any, BinaryIO

from mail.parsing.message import parse_message
from mail.parsing.values import Address, BouncedRecipient, CarriedMail, ParsedAttachment, ParsedMail

LENGTH = struct.Struct(">Q")
SECONDS = 5  # of CPU time, so that a busy machine condemns no innocent mail
BASE_MEMORY = 300 * 1024 * 1024  # 200 for a mail, and what the model that tells languages takes
MEMORY_PER_BYTE = 12  # a large mail is held several times over: raw, as text, decoded

_FIELDS = tuple(field.name for field in dataclasses.fields(ParsedMail))


def main() -> None:
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while (frame := read_frame(source)) is not None:
        # The default action of the signal ends the process, also inside C code that never comes back to Python.
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        limit_memory(BASE_MEMORY + MEMORY_PER_BYTE * len(frame))
        try:
            answer = encode(parse_message(frame))
        except MemoryError:
            sys.exit(12)
        signal.setitimer(signal.ITIMER_PROF, 0)
        for part in (str(len(answer)).encode(), *answer):
            write_frame(target, part)
        target.flush()


def limit_memory(most: int) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, hard))


def read_frame(source: BinaryIO) -> bytes | None:
    header = source.read(LENGTH.size)
    return source.read(LENGTH.unpack(header)[0]) if len(header) == LENGTH.size else None


def write_frame(target: BinaryIO, content: bytes) -> None:
    target.write(LENGTH.pack(len(content)))
    target.write(content)


def encode(mail: ParsedMail) -> list[bytes]:
    """First everything but the files as JSON, then the content of each file: nothing that could run when it is read."""
    fields = {name: getattr(mail, name) for name in _FIELDS}
    fields["date"] = mail.date.isoformat() if mail.date else None
    fields["attachments"] = [[a.filename, a.content_type, a.content_id, a.inline] for a in mail.attachments]
    return [json.dumps(fields, default=dataclasses.asdict).encode(), *(a.content for a in mail.attachments)]


def decode(head: bytes, contents: list[bytes]) -> ParsedMail:
    fields = json.loads(head)
    attachments = [
        ParsedAttachment(name, kind, content, content_id, inline)
        for (name, kind, content_id, inline), content in zip(fields.pop("attachments"), contents, strict=True)
    ]
    for name in ("to", "cc", "reply_to"):
        fields[name] = tuple(Address(**address) for address in fields[name])
    bounced = tuple(BouncedRecipient(**recipient) for recipient in fields.pop("bounced"))
    carried = fields.pop("carried")
    if carried is not None:
        carried = CarriedMail(Address(**carried["sender"]), carried["subject"], carried["text"])
    sent = fields.pop("date")
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    return ParsedMail(
        **plain,
        attachments=tuple(attachments),
        bounced=bounced,
        carried=carried,
        date=datetime.fromisoformat(sent) if sent else None,
    )


if __name__ == "__main__":
    main()
