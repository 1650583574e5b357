"""Mailboxes' providers, for the history and the file of the whole configuration: without their passwords and keys."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.directory import Refusal
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape
from mail.models import Mailbox, MailProvider, Provider, Security
from mail.providers import MAIL_PROVIDER, provider_described, remove_provider, set_provider

_WORDS = ("kind", "sends", "host", "port", "security", "account", "region", "api_url")


def _find(key: str) -> MailProvider | None:
    found = MailProvider.objects.select_related("mailbox")
    return found.filter(pk=int(key)).first() if key.isdecimal() else None


def _fields(fields: Description) -> dict[str, Any]:
    return {name: fields[name] for name in _WORDS if fields.get(name) is not None}


def _set(actor: Actor, mailbox: Mailbox, fields: Description, kind: str = "") -> MailProvider:
    """Without its key, which no file holds: it sends when an admin has entered one."""
    return set_provider(mailbox, actor=actor, **{"kind": kind, **_fields(fields)})


def _add(actor: Actor, fields: Description) -> MailProvider:
    mailbox = Mailbox.objects.filter(address=fields["mailbox"]).first()
    if mailbox is None:
        raise Refusal(_("There is no mailbox %(address)s.") % {"address": fields["mailbox"]})
    needs_no_key = fields.get("kind") == Provider.SMTP and not fields.get("account")
    return _set(actor, mailbox, fields if needs_no_key else {**fields, "sends": False})


MAIL_PROVIDERS = Kind(
    code=MAIL_PROVIDER,
    name=_("How mail travels"),
    section="mail_providers",
    identity="mailbox",
    labels={
        "mailbox": _("Mailbox"),
        "kind": _("Provider"),
        "sends": _("Sends"),
        "host": _("Server"),
        "port": _("Port"),
        "security": _("Encryption"),
        "account": _("User name"),
        "region": _("Region"),
        "api_url": _("Address of its API"),
        "key": _("Password or key"),
    },
    things=lambda: MailProvider.objects.select_related("mailbox").order_by("mailbox__address"),
    find=_find,
    describe=provider_described,
    add=_add,
    change=lambda provider, actor, fields: _set(actor, provider.mailbox, fields, provider.kind),
    put_away=lambda provider, actor, _away: remove_provider(provider.mailbox, actor=actor),
    shapes=dict.fromkeys(("mailbox", *_WORDS), Shape.TEXT) | {"sends": Shape.FLAG, "port": Shape.NUMBER_OR_NONE},
    required=("kind",),
    words={"kind": dict(Provider.choices), "security": dict(Security.choices)},
)
