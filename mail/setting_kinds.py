"""Mailboxes, for the history and the file of the whole configuration."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actions.brands import brand_named
from accounts.models import DEFAULT_BRAND
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape, row_of, team_of
from mail.keeping import MAILBOX, add_mailbox, change_mailbox, mailbox_described
from mail.models import Mailbox
from mail.signatures import checked_signature


def _fields(fields: Description) -> dict[str, Any]:
    wanted = {name: value for name, value in fields.items() if name != "address"}
    if "team" in wanted:
        wanted["team"] = team_of(wanted["team"])
    if "brand" in wanted:
        brand = brand_named(wanted.pop("brand"))
        wanted["brand_id"] = brand.pk if brand else DEFAULT_BRAND
    if not wanted.get("is_default", True):
        del wanted["is_default"]  # another one becomes it
    for name in ("signature_html", "signature_text"):
        if name in wanted:
            wanted[name] = checked_signature(wanted[name], is_html=name == "signature_html")
    return wanted


MAILBOXES = Kind(
    code=MAILBOX,
    name=_("Mailbox"),
    section="mailboxes",
    identity="address",
    labels={
        "address": _("Address"),
        "aliases": _("Further addresses"),
        "name": _("Name"),
        "team": _("Team"),
        "is_default": _("Default"),
        "brand": _("Brand"),
        "signature_html": _("Signature"),
        "signature_text": _("Signature in plain text"),
    },
    things=lambda: Mailbox.objects.select_related("team").order_by("address"),
    find=row_of(Mailbox),
    describe=mailbox_described,
    add=lambda actor, fields: add_mailbox(actor=actor, address=fields["address"], **_fields(fields)),
    change=lambda mailbox, actor, fields: change_mailbox(mailbox, actor=actor, **_fields(fields)),
    shapes={
        "address": Shape.TEXT,
        "aliases": Shape.TEXTS,
        "name": Shape.TEXT,
        "team": Shape.TEXT_OR_NONE,
        "is_default": Shape.FLAG,
        "brand": Shape.TEXT_OR_NONE,
        "signature_html": Shape.TEXT,
        "signature_text": Shape.TEXT,
    },
)
