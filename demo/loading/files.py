"""Files that come along with messages: real ones that open, drawn from the seed, a few kB each."""

import struct
import zlib
from random import Random
from uuid import UUID

from django.core.files.base import ContentFile

from tickets.models import Attachment

_WIDTH, _HEIGHT = 480, 300


def attachment(random: Random, kind: str) -> Attachment:
    """Not yet saved; `kind` is screenshot, table, log or document."""
    filename, content_type, content = _MAKERS[kind](random)
    key = UUID(int=random.getrandbits(128), version=4)
    return Attachment(
        key=key,
        filename=filename,
        content_type=content_type,
        size=len(content),
        file=ContentFile(content, name=filename),
    )


def _screenshot(random: Random) -> tuple[str, str, bytes]:
    """A window with a title bar, rows of text as bars, and one row marked."""
    accent = random.choice(((47, 111, 237), (15, 138, 95), (164, 74, 196)))
    marked = random.randrange(3, 10)
    rows = []
    lengths = [random.randrange(120, 400) for _ in range(12)]
    for y in range(_HEIGHT):
        row = bytearray(b"\xf7\xf8\xfa" * _WIDTH)
        line, within = divmod(y - 36, 22)
        if y < 28:
            row = bytearray(bytes(accent) * _WIDTH)
        elif 0 <= line < len(lengths) and 5 <= within < 15:
            colour = b"\xd9\x3a\x3a" if line == marked else b"\x9a\xa3\xb0"
            row[3 * 20 : 3 * (20 + lengths[line])] = colour * lengths[line]
        rows.append(b"\x00" + bytes(row))
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)),
            _chunk(b"IDAT", zlib.compress(b"".join(rows), 9)),
            _chunk(b"IEND", b""),
        )
    )
    return f"screenshot-{random.randint(100, 999)}.png", "image/png", content


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _table(random: Random) -> tuple[str, str, bytes]:
    lines = ["date;person;project;hours;note"]
    for day in range(1, random.randint(12, 29)):
        person = random.choice(("Ben Carter", "Rita Sousa", "Ann Lee"))
        lines.append(f"2026-10-{day:02d};{person};Harbour Website;{random.randint(2, 32) / 4};")
    return f"export-{random.randint(10, 99)}.csv", "text/csv", "\n".join(lines).encode()


def _log(random: Random) -> tuple[str, str, bytes]:
    lines = [
        f"2026-10-{random.randint(1, 28):02d}T{random.randint(0, 23):02d}:{random.randint(0, 59):02d}:00Z "
        f"{random.choice(('INFO', 'INFO', 'INFO', 'WARN', 'ERROR'))} request={random.getrandbits(32):08x} "
        f"ms={random.randint(4, 4_000)}"
        for _ in range(40)
    ]
    return "taskmoor.log", "text/plain", "\n".join(sorted(lines)).encode()


def _document(random: Random) -> tuple[str, str, bytes]:
    """One page of PDF."""
    text = f"BT /F1 14 Tf 72 760 Td (Reference {random.randint(10_000, 99_999)}) Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    content = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return f"document-{random.randint(100, 999)}.pdf", "application/pdf", content


_MAKERS = {"screenshot": _screenshot, "table": _table, "log": _log, "document": _document}
