"""What attachments are called: as they were sent but for what would break something, else by their kind."""

import mimetypes
import re
from functools import cache
from unicodedata import category

from mail.parsing.decoding import clean, one_line

EXTENSIONS = {
    "image/jpeg": "jpg", "image/jpg": "jpg", "image/pjpeg": "jpg",
    "image/png": "png", "image/gif": "gif", "image/webp": "webp", "text/plain": "txt",
    "text/html": "html",
    "application/pdf": "pdf", "application/rtf": "rtf", "text/rtf": "rtf", "text/calendar": "ics",
    "text/rfc822-headers": "txt", "text/vcard": "vcf", "text/x-vcard": "vcf", "application/ms-tnef": "dat",
    "application/pgp-signature": "asc", "application/pgp-keys": "asc", "application/pkcs7-signature": "p7s",
    "application/x-pkcs7-signature": "p7s", "application/pkcs7-mime": "p7m", "application/x-pkcs7-mime": "p7m",
    "application/x-zip-compressed": "zip", "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "message/rfc822": "eml", "application/zip": "zip", "text/csv": "csv",
}  # fmt: skip
# What Python's own table does not know yet.
YOUNG_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "rtf": "application/rtf", "ics": "text/calendar", "md": "text/markdown", "log": "text/plain",
    "7z": "application/x-7z-compressed", "rar": "application/vnd.rar",
    "webp": "image/webp", "heic": "image/heic", "heif": "image/heif", "avif": "image/avif",
    "m4a": "audio/mp4", "ogg": "audio/ogg", "flac": "audio/flac", "mkv": "video/x-matroska",
    "p7s": "application/pkcs7-signature",
}  # fmt: skip
BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def type_by_name(name: str) -> str:
    """What a file of this name holds, "application/octet-stream" where its name does not tell."""
    kind, packed = _types_everywhere().guess_type(name.replace("/", "_"))
    if packed:  # the type is what it holds, packed
        return "application/gzip" if packed == "gzip" else "application/octet-stream"
    return kind or "application/octet-stream"


def safe_filename(name: str) -> str:
    """The last path segment without anything that breaks a line, a header, markup or the reading direction; else as it was
    sent: what a colon or a question mark means to somebody's disk is the browser's to know.
    """
    name = BIDI.sub("", clean(one_line(name)))
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    # The blanks of other scripts are blanks, as in what a Mac calls its screenshots, and no signs that hide something.
    name = "".join(c for c in name if (c.isprintable() or category(c) == "Zs") and c not in '<>"').strip()
    name = name.rstrip(" .") and (name if name.startswith(".") else name.rstrip(" ."))
    if len(name) <= 150:
        return name
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: 140 - len(extension)]}.{extension}" if dot and len(extension) < 20 else name[:150]


def default_name(kind: str, stem: str) -> str:
    return f"{stem}.{EXTENSIONS.get(kind) or (_types_everywhere().guess_extension(kind) or '.bin')[1:]}"


@cache
def _types_everywhere() -> mimetypes.MimeTypes:
    """Without what a machine adds: a file is called and taken for the same wherever its mail is read."""
    types = mimetypes.MimeTypes()
    for extension, kind in YOUNG_TYPES.items():
        types.add_type(kind, f".{extension}")
    return types


def numbered(name: str, number: int) -> str:
    stem, dot, extension = name.rpartition(".")
    return f"{stem}-{number}.{extension}" if dot else f"{name}-{number}"
