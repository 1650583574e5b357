"""What an admin sets of the help widget: who may show it, how it looks, and the secret that websites sign with."""

import re
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.directory import Refusal
from accounts.permissions import Permission
from accounts.setting_changes import Description, note_setting
from accounts.texts import checked_texts
from chat.models import Side, Widget
from helpdesk import clock
from tickets.access import require
from tickets.content import storable
from tickets.errors import Invalid

WIDGET = "widget"
NAME = "Help widget"
MOST_SITES = 100
LONGEST_GREETING = 120
# Websites take a new secret over one by one.
ROTATION = timedelta(hours=24)
_ONLY = 1
LONGEST_SITE = 300
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# What is below a whole ending (https://*.com) is nobody's website.
SITE = rf"https?://(?:\*\.{_LABEL}\.)?{_LABEL}(?:\.{_LABEL})*(?::[0-9]{{1,5}})?"
COLOUR = r"#[0-9a-fA-F]{6}"


def widget_now() -> Widget:
    """As it is kept, or as it would be; makes none."""
    return Widget.objects.filter(pk=_ONLY).first() or Widget(pk=_ONLY)


@transaction.atomic
def set_widget(*, actor: Actor, sites: Sequence[str] | None = None, **columns: Any) -> Widget:
    """Set what is named of sites, `colour`, `side`, `greeting` and `greetings` (language → text). Raises NotAllowed, Invalid."""
    require(actor, Permission.SETTINGS)
    wanted: dict[str, Any] = _checked(columns)
    if sites is not None:
        wanted["sites"] = checked_sites(sites)

    widget = _kept()
    before = widget_described(widget)
    for name, value in wanted.items():
        setattr(widget, name, value)
    widget.save(update_fields=list(wanted) or None)
    note_setting(WIDGET, _ONLY, NAME, actor=actor, before=before, after=widget_described(widget))
    return widget


@transaction.atomic
def renew_secret(*, actor: Actor) -> Widget:
    """Another secret; the former one still counts for a day, and the one before it no more. Raises NotAllowed."""
    require(actor, Permission.SETTINGS)
    widget = _kept()
    before = widget_described(widget)
    if widget.secret:
        widget.former_secret, widget.former_until = widget.secret, clock.now() + ROTATION
    widget.secret = secrets.token_hex(32)
    widget.save(update_fields=["secret", "former_secret", "former_until"])
    after = {**before, "secret_renewed_at": f"{clock.now():%Y-%m-%d %H:%M} UTC"}
    note_setting(WIDGET, _ONLY, NAME, actor=actor, before=before, after=after)
    return widget


def widget_described(widget: Widget) -> Description:
    """Without the secret, which no file and no history shows."""
    return {
        "name": NAME,
        "sites": list(widget.sites),
        "colour": widget.colour,
        "side": str(widget.side),
        "greeting": widget.greeting,
        "greetings": dict(widget.greetings),
    }


def checked_sites(sites: Sequence[str]) -> list[str]:
    """As origins, each once, in their order. Raises Invalid with the one that is none."""
    kept = dict.fromkeys(site.strip().rstrip("/").lower() for site in sites if site.strip())
    for site in kept:
        if len(site) > LONGEST_SITE or not re.fullmatch(SITE, site):
            raise Invalid(
                _("“%(site)s” is no address of a website. Write it such as https://shop.example.com, one a line.")
                % {"site": site[:100]}
            )
    if len(kept) > MOST_SITES:
        raise Invalid(_("At most %(most)s websites.") % {"most": MOST_SITES})
    return list(kept)


def _checked(columns: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {
        name: " ".join(storable(value).split()) for name, value in columns.items() if name != "greetings"
    }
    if "colour" in kept:
        kept["colour"] = kept["colour"].lower()
        if not re.fullmatch(COLOUR, kept["colour"]):
            raise Invalid(_("Write the colour such as #4353d6."))
    if "side" in kept and kept["side"] not in Side.values:
        raise Invalid(_("Choose one of the offered values."))
    if len(kept.get("greeting", "")) > LONGEST_GREETING:
        raise Invalid(_("The greeting has at most %(most)s characters.") % {"most": LONGEST_GREETING})
    if "greetings" in columns:
        try:
            kept["greetings"] = checked_texts(columns["greetings"], LONGEST_GREETING)
        except Refusal as refusal:
            raise Invalid(str(refusal)) from None
    return kept


def _kept() -> Widget:
    return Widget.objects.get_or_create(pk=_ONLY)[0]
