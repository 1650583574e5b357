"""The verbs on a mailbox's provider: who sends its mail, and who tells us of what came and what became of it.

Passwords and keys go in and never come out: no history, file, log or screen holds one.
"""

import base64
import binascii
import secrets
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models.setting import SettingAct
from accounts.permissions import Permission
from accounts.setting_changes import Description, note_setting
from helpdesk import clock
from mail.models import Mailbox, MailProvider, Provider, Security
from outbox.reaching import refuse_wrong_address
from tickets.access import require
from tickets.content import storable
from tickets.errors import Invalid

MAIL_PROVIDER = "mail_provider"
REGIONS = ("", "eu")  # of Mailgun
_PLAIN = ("kind", "sends", "host", "port", "security", "account", "region", "api_url")
_SECRET = ("key", "signing_key")


@transaction.atomic
def set_provider(mailbox: Mailbox, *, actor: Actor, kind: str, **words: Any) -> MailProvider:
    """From now on the mailbox sends through it, unless `sends` is false; what is left out stays as it is.

    An empty `key` or `signing_key` leaves the one there is; another kind of provider, or another server, needs its own.
    Raises NotAllowed but for admins, Invalid with what to write instead.
    """
    require(actor, Permission.SETTINGS)
    if kind not in Provider:
        raise Invalid(_("Choose one of the offered values."))
    Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    present = MailProvider.objects.select_related("mailbox").filter(mailbox=mailbox).first()
    before = provider_described(present) if present else None
    provider = present if present and present.kind == kind else _fresh(mailbox, kind, present)
    old_keys = [getattr(provider, name) for name in _SECRET]
    _set(provider, words)
    moves = (
        provider is present and before is not None and _server_of(before) != _server_of(provider_described(provider))
    )
    if moves and provider.key and not words.get("key"):
        raise Invalid(_("Enter the password or key again: the old one is not sent to another server."))
    _refuse_wrong(provider)
    has_new_key = present is not None and [getattr(provider, name) for name in _SECRET] != old_keys
    after = provider_described(provider)
    provider.save()
    note_setting(
        MAIL_PROVIDER,
        provider.pk,
        mailbox.address,
        actor=actor,
        before=None if before is None else {**before, "key": ""},
        after={**after, "key": _("a new one") if has_new_key else ""} if before is not None else after,
    )
    return provider


@transaction.atomic
def remove_provider(mailbox: Mailbox, *, actor: Actor) -> bool:
    """The mailbox sends by the server of the settings again, and no webhook for it is heard; False if that is so."""
    require(actor, Permission.SETTINGS)
    provider = MailProvider.objects.select_related("mailbox").select_for_update().filter(mailbox=mailbox).first()
    if provider is None:
        return False
    before, key = provider_described(provider), provider.pk
    provider.delete()
    note_setting(MAIL_PROVIDER, key, mailbox.address, actor=actor, before=before, after={}, act=SettingAct.ARCHIVED)
    return True


def provider_described(provider: MailProvider) -> Description:
    """Without its secrets: where the file is read, they are entered anew."""
    return {"mailbox": provider.mailbox.address} | {name: getattr(provider, name) for name in _PLAIN}


def _fresh(mailbox: Mailbox, kind: str, present: MailProvider | None) -> MailProvider:
    """Another kind in the same row: it has none of the old one's words, nor its webhooks' addresses."""
    fresh = MailProvider(mailbox=mailbox, kind=kind, hook_secret=secrets.token_urlsafe(24), created_at=clock.now())
    fresh.pk = present.pk if present else None
    return fresh


def _set(provider: MailProvider, words: dict[str, Any]) -> None:
    for name, value in words.items():
        if name not in (*_PLAIN, *_SECRET):
            raise TypeError(f"{name} of a provider is not changed here")
        value = storable(value).strip() if isinstance(value, str) else value
        if name not in _SECRET or value:
            setattr(provider, name, value)


def _refuse_wrong(provider: MailProvider) -> None:
    if provider.kind == Provider.SMTP:
        if not provider.host or any(c.isspace() or c in "/:@" for c in provider.host):
            raise Invalid(_("Write the name of the server, such as smtp.example.com."))
        if not 1 <= provider.port <= 65535 or provider.security not in Security:
            raise Invalid(
                _("Choose how the server is spoken to: a port from 1 to 65535, and one of the offered securities.")
            )
        if provider.sends and provider.account and not provider.key:
            raise Invalid(_("Enter the password of this user."))
        return
    if provider.sends and not provider.key:
        raise Invalid(_("Enter the key with which mail is sent, or switch sending off."))
    if provider.kind == Provider.AMAZON_SES and provider.sends and not (provider.account and provider.region):
        raise Invalid(_("Amazon SES needs the access key ID and the region, such as eu-central-1."))
    if provider.kind == Provider.MAILGUN and provider.region not in REGIONS:
        raise Invalid(_("Choose one of the offered values."))
    if provider.kind == Provider.SENDGRID and provider.signing_key and not _is_public_key(provider.signing_key):
        raise Invalid(_("This is not SendGrid's verification key. Copy it from “Signed event webhook” there."))
    if provider.api_url:
        try:
            refuse_wrong_address(provider.api_url, secure=not settings.WEBHOOKS_TO_PRIVATE_ADDRESSES)
        except ValueError as refusal:
            raise Invalid(str(refusal)) from None
        parts = urlsplit(provider.api_url)
        if parts.query or "@" in parts.netloc:
            raise Invalid(_("Write an address that begins with https://."))


def _is_public_key(text: str) -> bool:
    from cryptography.hazmat.primitives.serialization import load_der_public_key  # as in helpdesk/encrypted.py

    try:
        load_der_public_key(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error):
        return False
    return True


def _server_of(described: Description) -> tuple[Any, ...]:
    return described["kind"], described["host"], urlsplit(described["api_url"]).netloc
