"""Logos: what is taken as one, and how it is kept (as a data: address). Nothing in one may run or ask another server."""

import base64
import binascii
import hashlib
import re
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from accounts.directory import Refusal

MOST_BYTES = 100_000
_SVG = "image/svg+xml"
_DATA = re.compile(r"data:(image/[a-z+]+);base64,([A-Za-z0-9+/=]+)")
_WITHIN = re.compile(rb"<!(DOCTYPE|ENTITY)|<\?(?!xml )", re.IGNORECASE)
# What draws, and what holds it together.
_SHAPES = "path rect circle ellipse line polyline polygon text tspan"
_PAINTS = "linearGradient radialGradient stop clipPath mask pattern filter"
_FILTERS = "feGaussianBlur feOffset feBlend feMerge feMergeNode feFlood feComposite feColorMatrix"
_DRAWING = frozenset(f"svg g defs symbol use title desc style metadata {_SHAPES} {_PAINTS} {_FILTERS}".split(" "))
_ELSEWHERE = re.compile(
    r"url\s*\(\s*['\"]?(?!#)|@import|expression\s*\(|javascript:|https?:(?!//www\.w3\.org/)|\\", re.IGNORECASE
)


def logo_of(content: bytes) -> str:
    """As it is kept. Raises Refusal."""
    if len(content) > MOST_BYTES:
        raise Refusal(_("The logo is larger than 100 KB. Save it smaller: 400 pixels are wide enough."))
    kind = _kind_of(content)
    if kind == _SVG:
        _refuse_unsafe(content)
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def checked_logo(logo: str) -> str:
    """The same for one that comes as a data: address, by a file or the API; empty stays empty. Raises Refusal."""
    if not logo:
        return ""
    found = _DATA.fullmatch(logo)
    try:
        content = base64.b64decode(found[2], validate=True) if found else b""
    except binascii.Error:
        content = b""
    if not content:
        raise Refusal(_("Give the logo such as data:image/png;base64,…"))
    return logo_of(content)


def logo_content(logo: str) -> tuple[str, bytes]:
    """Its type and its bytes."""
    kind, _comma, content = logo.removeprefix("data:").partition(";base64,")
    return kind, base64.b64decode(content)


def key_of(logo: str) -> str:
    return hashlib.sha256(logo.encode()).hexdigest()[:16] if logo else ""


def icon_svg(logo: str, letter: str, back: str, front: str) -> str:
    """What stands in the browser's tab: the logo in a square, else the first letter on the colour."""
    if logo:
        inside = f'<image href="{logo}" width="64" height="64" preserveAspectRatio="xMidYMid meet"/>'
    else:
        inside = (
            f'<rect width="64" height="64" rx="14" fill="{back}"/><text x="32" y="33" fill="{front}" font-size="38" '
            'font-family="system-ui, sans-serif" font-weight="600" text-anchor="middle" dominant-baseline="central">'
            f"{letter}</text>"
        )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">{inside}</svg>'


def _kind_of(content: bytes) -> str:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if b"<svg" in content[:1_000]:
        return _SVG
    raise Refusal(_("This is no picture that can be a logo. Choose a PNG, JPEG, WebP or SVG file."))


def _refuse_unsafe(content: bytes) -> None:
    unsafe = Refusal(
        _("This SVG has parts that could run or load something. Save it as a plain SVG, or choose a PNG file.")
    )
    if _WITHIN.search(content):
        raise unsafe
    try:
        root = ElementTree.fromstring(content)  # noqa: S314  # no DOCTYPE, hence no entities
    except (ElementTree.ParseError, ValueError, LookupError):
        raise Refusal(_("This SVG cannot be read. Save it again, or choose a PNG file.")) from None
    for part in root.iter():
        name = part.tag.rpartition("}")[2] if isinstance(part.tag, str) else ""
        values = [*part.attrib.values(), part.text or "" if name == "style" else ""]
        names = [attribute.rpartition("}")[2].lower() for attribute in part.attrib]
        links = [value for key, value in part.attrib.items() if key.rpartition("}")[2] == "href"]
        if (
            name not in _DRAWING
            or any(key.startswith("on") for key in names)
            or any(not link.startswith("#") for link in links)
            or any(_ELSEWHERE.search(value) for value in values)
        ):
            raise unsafe
