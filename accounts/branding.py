"""A brand as processes keep it in memory, with what is worked out from what an admin set: its shades, words and addresses."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models.brand import DEFAULT_BRAND
from helpdesk.colours import mixed, nearest_readable, text_on

# What accents stand on in each theme (static/css/tokens.css): the lightest and the darkest neutral.
LIGHT, DARK = "#ffffff", "#16181c"
_GROUNDS = ("#f0f1f4", "#22252b")


@dataclass(frozen=True, slots=True)
class Shades:
    """Of one theme, as its tokens are called."""

    accent: str
    accent_hover: str
    accent_text: str
    accent_tint: str
    on_accent: str


@dataclass(frozen=True, slots=True)
class BrandNow:
    """`desk_name` is what an admin called the desk; `mailbox_id` where its answers are sent from, None: the default mailbox."""

    pk: int = DEFAULT_BRAND
    own_name: str = ""
    desk_name: str = ""
    host: str = ""
    colour: str = ""
    dark_colour: str = ""
    logo_key: str = ""
    logo_type: str = ""
    language: str = ""
    welcome: Mapping[str, str] = field(default_factory=dict)
    footer: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)
    mailbox_id: int | None = None
    is_archived: bool = False

    @property
    def is_default(self) -> bool:
        return self.pk == DEFAULT_BRAND

    @property
    def name(self) -> str:
        return self.own_name or self.desk_name or str(settings.DESK_NAME) or _("Helpdesk")

    @property
    def site(self) -> str:
        """Where links for its customers lead, without a slash at the end."""
        if not self.host:
            return str(settings.SITE_URL).rstrip("/")
        here = urlsplit(settings.SITE_URL)
        port = "" if ":" in self.host or here.port is None else f":{here.port}"
        return f"{here.scheme}://{self.host}{port}"

    @property
    def welcome_text(self) -> str:
        return self._said(self.welcome)

    @property
    def footer_text(self) -> str:
        return self._said(self.footer)

    @property
    def contact_text(self) -> str:
        return self._said(self.contact)

    @property
    def has_look(self) -> bool:
        return bool(self.colour or self.logo_key)

    @property
    def style_key(self) -> str:
        """Another one for other colours, so that browsers may keep the stylesheet; empty: it has none."""
        if not self.colour:
            return ""
        return hashlib.sha256(f"{self.colour}{self.dark_colour}".encode()).hexdigest()[:12]

    @property
    def icon_key(self) -> str:
        """Of what stands in the browser's tab; empty: ours."""
        if not self.has_look:
            return ""
        return hashlib.sha256(f"{self.logo_key}{self.colour}{self.name}".encode()).hexdigest()[:12]

    @property
    def is_picture(self) -> bool:
        """Whether mail programs can show the logo; they draw no SVG."""
        return bool(self.logo_key) and self.logo_type != "image/svg+xml"

    def _said(self, texts: Mapping[str, str]) -> str:
        """In the reader's language, else in its own."""
        return texts.get(get_language() or "", "") or texts.get(self.language or settings.LANGUAGE_CODE, "")


def brands_read(rows: Iterable[Mapping[str, Any]], desk_name: str) -> tuple[BrandNow, ...]:
    """The default one first, also where there is no row of it."""
    known = {one.name for one in fields(BrandNow)}
    read = [BrandNow(**{k: v for k, v in row.items() if k in known}, desk_name=desk_name) for row in rows]
    if not any(brand.is_default for brand in read):
        read.append(BrandNow(desk_name=desk_name))
    return tuple(sorted(read, key=lambda brand: brand.pk))


def shades(colour: str, dark_colour: str) -> tuple[Shades, Shades]:
    """Light and dark, each with words that can be read (WCAG 2.2, AA)."""
    return _shades(colour, LIGHT, _GROUNDS[0], 0.08), _shades(dark_colour or dark_of(colour), DARK, _GROUNDS[1], 0.18)


def dark_of(colour: str) -> str:
    """What is readable in the dark theme, where nobody chose it."""
    return nearest_readable(colour, DARK)


def stylesheet(colour: str, dark_colour: str) -> str:
    """The tokens of the accent (static/css/tokens.css) in these colours."""
    light, dark = shades(colour, dark_colour)
    lines = [
        f"    --{one.name.replace('_', '-')}: light-dark({getattr(light, one.name)}, {getattr(dark, one.name)});"
        for one in fields(Shades)
    ]
    return "@layer tokens {\n  :root {\n" + "\n".join(lines) + "\n  }\n}\n"


def _shades(accent: str, back: str, ground: str, share: float) -> Shades:
    on_accent = text_on(accent)
    tint = mixed(accent, back, share)
    away = "#000000" if on_accent == "#ffffff" else "#ffffff"
    return Shades(
        accent=accent,
        accent_hover=mixed(accent, away, 0.86),
        accent_text=nearest_readable(nearest_readable(accent, ground), tint),
        accent_tint=tint,
        on_accent=on_accent,
    )
