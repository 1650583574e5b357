"""Signing what we send (DKIM, RFC 6376): the verbs on a domain's key, and the signer that the transport calls.

Only mail that leaves by an SMTP server is signed here: the API of a provider signs by itself.
"""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models.setting import SettingAct
from accounts.permissions import Permission
from accounts.setting_changes import Description, note_setting
from helpdesk import clock
from mail.models import Mailbox
from mail.signing_models import SigningKey
from tickets.access import require
from tickets.errors import Invalid

SIGNING = "mail_signing"
_BITS = 2048
# Those that a receiver shows or answers by; headers that are not there are signed too, so that nobody adds one.
_HEADERS = (b"from", b"to", b"cc", b"subject", b"date", b"message-id", b"reply-to", b"in-reply-to", b"references",
            b"mime-version", b"content-type", b"content-transfer-encoding", b"auto-submitted", b"list-unsubscribe")  # fmt: skip


def signing_domain(mailbox: Mailbox) -> str:
    return mailbox.address.rpartition("@")[2]


@transaction.atomic
def make_key(domain: str, *, actor: Actor) -> SigningKey:
    """A fresh one under a name of its own, which signs nothing before it is switched on. It takes the old one's place,
    whose record should stand a few days more. Raises NotAllowed but for admins, Invalid where no mailbox is in the domain.
    """
    # As in helpdesk/encrypted.py.
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

    require(actor, Permission.SETTINGS)
    domain = domain.strip().lower()
    if not Mailbox.objects.filter(address__endswith=f"@{domain}").exists():
        raise Invalid(_("There is no mailbox in %(domain)s.") % {"domain": domain})
    key = SigningKey.objects.select_for_update().filter(domain=domain).first()
    before = signing_described(key) if key else None
    key = key or SigningKey(domain=domain)
    private = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    now = clock.now()
    key.selector, key.is_on, key.created_at = f"desk{now:%Y%m%d%H%M%S}", False, now
    key.private_key = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    pem = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    key.public_key = "".join(pem.splitlines()[1:-1])
    key.save()
    note_setting(SIGNING, key.pk, domain, actor=actor, before=before, after=signing_described(key))
    return key


@transaction.atomic
def set_signing(key: SigningKey, *, actor: Actor, is_on: bool) -> bool:
    """Sign the domain's mail from now on, or no more; False if that is so. Raises NotAllowed but for admins."""
    require(actor, Permission.SETTINGS)
    key = SigningKey.objects.select_for_update().get(pk=key.pk)
    if key.is_on == is_on:
        return False
    before = signing_described(key)
    key.is_on = is_on
    key.save(update_fields=["is_on"])
    note_setting(SIGNING, key.pk, key.domain, actor=actor, before=before, after=signing_described(key))
    return True


@transaction.atomic
def remove_key(key: SigningKey, *, actor: Actor) -> bool:
    """Nothing is signed any more, and the key is forgotten; False if it is gone already."""
    require(actor, Permission.SETTINGS)
    present = SigningKey.objects.select_for_update().filter(pk=key.pk).first()
    if present is None:
        return False
    before, number = signing_described(present), present.pk
    present.delete()
    note_setting(SIGNING, number, key.domain, actor=actor, before=before, after={}, act=SettingAct.ARCHIVED)
    return True


def signing_described(key: SigningKey) -> Description:
    """Without what is private."""
    return {"domain": key.domain, "selector": key.selector, "is_on": key.is_on}


def key_of(mailbox: Mailbox) -> SigningKey | None:
    return SigningKey.objects.filter(domain=signing_domain(mailbox)).first()


def signer_of(sender: str) -> Callable[[bytes], bytes] | None:
    """What puts the signature before a mail from this address; None where its domain signs nothing."""
    key = SigningKey.objects.filter(domain=sender.rpartition("@")[2].lower(), is_on=True).first() if sender else None
    return None if key is None or not key.private_key else lambda content: signed(content, key)


def signed(content: bytes, key: SigningKey) -> bytes:
    """The mail with its signature on top. Lines end with CRLF, as they travel."""
    import dkim  # much to read, for those who sign alone

    signature = dkim.sign(
        content,
        key.selector.encode(),
        key.domain.encode("idna"),
        key.private_key.encode(),
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=list(_HEADERS),
    )
    return bytes(signature) + content
