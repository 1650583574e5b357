"""Brands, for the history of settings and the file of the whole configuration."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actions.brands import (
    BRAND,
    DEFAULT_KEY,
    add_brand,
    brand_described,
    brands_in_use,
    change_brand,
    default_brand,
)
from accounts.actors import Actor
from accounts.models import DEFAULT_BRAND, Brand
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape, row_of


def _fields(fields: Description) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != "key"}


def _add(actor: Actor, fields: Description) -> Brand:
    """The default one is there already, also where the file comes to a new desk."""
    if fields["key"] == DEFAULT_KEY:
        return change_brand(default_brand(), actor=actor, **_fields(fields))
    wanted = {"name": fields["key"], **_fields(fields)}
    wanted.pop("is_archived", None)
    return add_brand(actor=actor, **wanted)


BRANDS = Kind(
    code=BRAND,
    name=_("Brand"),
    section="brands",
    identity="key",
    labels={
        "key": _("Brand"),
        "name": _("Name"),
        "host": _("Address"),
        "colour": _("Colour"),
        "dark_colour": _("Colour in the dark theme"),
        "logo": _("Logo"),
        "language": _("Language"),
        "welcome": _("Welcome line"),
        "footer": _("Footer"),
        "contact": _("Contact line"),
        "is_archived": _("Archived"),
    },
    things=brands_in_use,
    find=lambda key: default_brand() if key == str(DEFAULT_BRAND) else row_of(Brand)(key),
    describe=brand_described,
    add=_add,
    change=lambda brand, actor, fields: change_brand(brand, actor=actor, **_fields(fields)),
    put_away=lambda brand, actor, away: change_brand(brand, actor=actor, is_archived=away),
    archived=lambda: Brand.objects.exclude(archived_at=None),
    url=lambda brand: reverse("settings:brand", args=[brand.pk]),
    shapes={
        "key": Shape.TEXT,
        "name": Shape.TEXT,
        "host": Shape.TEXT,
        "colour": Shape.TEXT,
        "dark_colour": Shape.TEXT,
        "logo": Shape.TEXT,
        "language": Shape.TEXT,
        "welcome": Shape.NAMED,
        "footer": Shape.NAMED,
        "contact": Shape.NAMED,
        "is_archived": Shape.FLAG,
    },
)
