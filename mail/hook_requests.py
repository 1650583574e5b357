"""A provider's request, read whole: a mail of 25 MB is larger than what Django takes of a form, and must not lose a byte."""

from urllib.parse import parse_qsl

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.http import parse_header_parameters

# Base64 of a mail in JSON, and what stands around it.
MOST_BYTES = settings.MAIL_MAX_BYTES * 2 + 1_000_000
MOST_FIELDS = 1_000
# Whom a provider signs in as that knows no signatures.
HOOK_USER = "helpdesk"


class TooLarge(ValueError):
    """Nothing of it was kept."""


def read_whole(request: HttpRequest) -> None:
    """Body, fields and files are there afterwards, within our own limits. Raises TooLarge, ValueError."""
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise TooLarge
    request._body = body  # where Django keeps it, too
    fields = QueryDict(mutable=True)
    files: MultiValueDict[str, SimpleUploadedFile] = MultiValueDict()
    kind, options = parse_header_parameters(request.META.get("CONTENT_TYPE", ""))
    exact: dict[str, bytes] = {}
    if kind == "application/x-www-form-urlencoded":
        pairs = parse_qsl(body.decode("latin-1"), True, encoding="latin-1", max_num_fields=MOST_FIELDS)
        for name, value in pairs:
            exact[name] = value.encode("latin-1")
            fields.appendlist(_text(name.encode("latin-1")), _text(exact[name]))
    elif kind == "multipart/form-data":
        for name, filename, content_type, content in _parts(body, options.get("boundary", "").encode()):
            if filename is not None:
                files.appendlist(name, SimpleUploadedFile(filename or "attachment", content, content_type))
            else:
                exact[name] = content
                fields.appendlist(name, _text(content))
    request._post, request._files = fields, files  # type: ignore[attr-defined]  # as above
    request.exact_fields = exact  # type: ignore[attr-defined]  # ours


def field(request: HttpRequest, name: str) -> bytes | None:
    """Of a form, byte for byte."""
    exact: dict[str, bytes] = getattr(request, "exact_fields", {})
    return exact.get(name)


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _parts(body: bytes, boundary: bytes) -> list[tuple[str, str | None, str, bytes]]:
    """Name, name of the file if it is one, type, content. Raises ValueError for what is no form."""
    if not boundary:
        raise ValueError("a form without a boundary")
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary, MOST_FIELDS)
    found: list[tuple[str, str | None, str, bytes]] = []
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            return found
        head, _gap, content = piece.partition(b"\r\n\r\n")
        headers = dict(_header(line) for line in head.split(b"\r\n") if b":" in line)
        _kind, options = parse_header_parameters(headers.get("content-disposition", ""))
        if "name" in options:
            found.append((options["name"], options.get("filename"), headers.get("content-type", ""), content))
    raise ValueError("a form without an end")


def _header(line: bytes) -> tuple[str, str]:
    name, _colon, value = _text(line).partition(":")
    return name.strip().lower(), value.strip()
