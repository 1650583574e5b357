"""Keys that sign mail, for the history and the file of the whole configuration: without what is private."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape, row_of
from mail.signing import SIGNING, make_key, remove_key, set_signing, signing_described
from mail.signing_models import SigningKey


def _add(actor: Actor, fields: Description) -> SigningKey:
    """A key of its own, whose record is to be published before it is switched on: no file holds the private one."""
    return make_key(fields["domain"], actor=actor)


def _change(key: SigningKey, actor: Actor, fields: Description) -> Any:
    return set_signing(key, actor=actor, is_on=fields["is_on"]) if "is_on" in fields else None


SIGNING_KEYS = Kind(
    code=SIGNING,
    name=_("DKIM signature"),
    section="mail_signing",
    identity="domain",
    labels={"domain": _("Domain"), "selector": _("Selector"), "is_on": _("Signs")},
    things=lambda: SigningKey.objects.order_by("domain"),
    find=row_of(SigningKey),
    describe=signing_described,
    add=_add,
    change=_change,
    put_away=lambda key, actor, _away: remove_key(key, actor=actor),
    shapes={"domain": Shape.TEXT, "selector": Shape.TEXT, "is_on": Shape.FLAG},
)
