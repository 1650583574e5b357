"""The verbs on brands: adding and changing one, and putting it away."""

import re
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.branding import DARK, LIGHT
from accounts.brands import brand_of
from accounts.directory import Refusal
from accounts.general import forget
from accounts.languages import offered_languages
from accounts.logos import checked_logo, key_of
from accounts.models import DEFAULT_BRAND, Brand
from accounts.setting_changes import note_setting, require_setting
from accounts.texts import checked_texts
from accounts.words import one_line
from helpdesk import clock
from helpdesk.colours import contrast, nearest_readable
from helpdesk.revisions import DESK, count_up

BRAND = "brand"
DEFAULT_KEY = "default"
LONGEST_NAME = 60
LONGEST_TEXT = 300
MOST_BRANDS = 50
TEXTS = ("welcome", "footer", "contact")
COLOUR = r"#[0-9a-fA-F]{6}"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = rf"{_LABEL}(?:\.{_LABEL})+(?::[0-9]{{1,5}})?"
_FIELDS = ("name", "host", "colour", "dark_colour", "logo", "language", *TEXTS)


@transaction.atomic
def add_brand(*, actor: Actor, **fields: Any) -> Brand:
    """Another brand. Raises PermissionDenied but for admins; Refusal for what cannot be."""
    require_setting(actor)
    default_brand()
    if Brand.objects.filter(archived_at=None).count() >= MOST_BRANDS:
        raise Refusal(_("A desk has at most %(most)s brands.") % {"most": MOST_BRANDS})
    brand = Brand()
    _set(brand, fields)
    brand.save()
    keep_brands_again()
    note_setting(BRAND, brand.pk, brand.name, actor=actor, before=None, after=brand_described(brand))
    return brand


@transaction.atomic
def change_brand(brand: Brand, *, actor: Actor, **fields: Any) -> Brand:
    """What is named; the rest stays. `is_archived` puts it away: its portal is gone, its tickets keep it. Raises as add_brand."""
    require_setting(actor)
    if brand.pk == DEFAULT_BRAND:
        default_brand()
    brand = Brand.objects.select_for_update().get(pk=brand.pk)
    before = brand_described(brand)
    is_archived = fields.pop("is_archived", brand.archived_at is not None)
    if is_archived and brand.pk == DEFAULT_BRAND:
        raise Refusal(_("The default brand stays: tickets that name no other belong to it."))
    _set(brand, fields)
    if is_archived != (brand.archived_at is not None):
        brand.archived_at = clock.now() if is_archived else None
    after = brand_described(brand)
    if after == before:
        return brand
    brand.save()
    keep_brands_again()
    note_setting(BRAND, brand.pk, brand.name or _("Default brand"), actor=actor, before=before, after=after)
    return brand


def default_brand() -> Brand:
    """Its row, made where there is none yet."""
    return Brand.objects.get_or_create(pk=DEFAULT_BRAND)[0]


def brand_named(key: str | None) -> Brand | None:
    """By its name in files: “default” for the default one. None for none. Raises Refusal."""
    if not key:
        return None
    if key == DEFAULT_KEY:
        return default_brand()
    brand = Brand.objects.filter(name__iexact=key).first()
    if brand is None:
        raise Refusal(_("There is no brand “%(name)s”.") % {"name": key})
    return brand


def brands_in_use() -> list[Brand]:
    """The default one first, also where it has no row yet."""
    kept = list(Brand.objects.filter(archived_at=None))
    return kept if any(brand.pk == DEFAULT_BRAND for brand in kept) else [Brand(pk=DEFAULT_BRAND), *kept]


def brand_described(brand: Brand) -> dict[str, Any]:
    """As history and file know it."""
    described = {name: getattr(brand, name) for name in _FIELDS}
    return {
        "key": DEFAULT_KEY if brand.pk == DEFAULT_BRAND else brand.name,
        **described,
        "is_archived": brand.archived_at is not None,
    }


def key_of_brand(pk: int | None) -> str:
    """By what the file knows one from another; the default one also where it has no name of its own."""
    return DEFAULT_KEY if pk == DEFAULT_BRAND else brand_of(pk).name


def colour_refused(colour: str, back: str, theme: str) -> str:
    """Why it cannot be an accent on this ground, with the nearest that can; empty: it can."""
    if contrast(colour, back) >= 4.5:
        return ""
    said = _(
        "%(colour)s is too hard to read in the %(theme)s theme: its contrast is %(ratio)s:1, and 4.5:1 is needed. "
        "The nearest colour that works is %(nearest)s."
    )
    return said % {
        "colour": colour,
        "theme": theme,
        "ratio": f"{int(contrast(colour, back) * 10) / 10:.1f}",
        "nearest": nearest_readable(colour, back),
    }


def colours_refused(colour: str, dark_colour: str) -> str:
    """Of both themes, the first that cannot be."""
    light = colour_refused(colour, LIGHT, _("light")) if colour else ""
    return light or (colour_refused(dark_colour, DARK, _("dark")) if dark_colour else "")


def _set(brand: Brand, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in _FIELDS:
            raise TypeError(f"{name} of a brand is not changed here")
        setattr(brand, name, _checked(name, value))
    brand.logo_key = key_of(brand.logo)
    if not brand.name and brand.pk != DEFAULT_BRAND:
        raise Refusal(_("Give the brand a name."))
    others = Brand.objects.exclude(pk=brand.pk)
    if brand.name and others.filter(name__iexact=brand.name).exists():
        raise Refusal(_("There is a brand “%(name)s” already.") % {"name": brand.name})
    if brand.host and (other := others.filter(host=brand.host).first()):
        raise Refusal(_("%(host)s is the address of “%(name)s”.") % {"host": brand.host, "name": other.name})
    if brand.dark_colour and not brand.colour:
        raise Refusal(_("Choose the colour of the light theme, too."))
    if refused := colours_refused(brand.colour, brand.dark_colour):
        raise Refusal(refused)


def _checked(name: str, value: Any) -> Any:
    if name in TEXTS:
        return checked_texts(value, LONGEST_TEXT)
    if name == "logo":
        return checked_logo(str(value))
    if name == "host":
        return checked_host(str(value))
    kept = one_line(str(value), LONGEST_NAME)
    if name in ("colour", "dark_colour"):
        kept = kept.lower()
        if kept and not re.fullmatch(COLOUR, kept):
            raise Refusal(_("Write the colour such as #4353d6."))
    if name == "language" and kept and kept not in offered_languages():
        raise Refusal(_("The language is one of: %(list)s.") % {"list": ", ".join(offered_languages())})
    return kept


def checked_host(given: str) -> str:
    """Without https:// and what follows the name. Raises Refusal."""
    host = re.sub(r"^https?://", "", given.strip().lower()).rstrip("/")
    if host and (len(host) > 253 or not re.fullmatch(HOST, host)):
        raise Refusal(
            _("“%(host)s” is no address of a portal. Write it such as help.example.com, without a path.")
            % {"host": host[:100]}
        )
    own = [name for name in settings.ALLOWED_HOSTS if name not in ("*", "testserver")]
    if host and host.partition(":")[0] in own:
        raise Refusal(_("%(host)s is the address of the default brand.") % {"host": host})
    return host


def keep_brands_again() -> None:
    """Each process reads the brands anew."""
    count_up(DESK)
    forget()
    transaction.on_commit(forget)  # somebody may have read the old ones meanwhile
