"""The verbs on mailboxes: adding and changing one, and a mail that proves that it sends."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions.brands import keep_brands_again, key_of_brand
from accounts.actors import Actor
from accounts.models import User
from accounts.permissions import Permission
from accounts.setting_changes import note_setting
from helpdesk.support_address import checked_address, checked_name
from mail.models import Mailbox
from mail.outgoing import from_header
from mail.signatures import checked_signature
from mail.texts.drawing import draw
from outbox.posting import Address, post_email
from tickets.access import require
from tickets.errors import Invalid

MAILBOX = "mailbox"
TEST_MAIL = "test"
MOST_ALIASES = 50
_FIELDS = ("aliases", "name", "team", "is_default", "signature_html", "signature_text", "brand_id")


@transaction.atomic
def add_mailbox(*, actor: Actor, address: str, **fields: Any) -> Mailbox:
    """Mail to it opens tickets from now on; where it is delivered to us, the mail server decides.

    Raises NotAllowed but for admins; Invalid for what is no address, or a mailbox already.
    """
    require(actor, Permission.SETTINGS)
    try:
        address = checked_address(address)
    except ValueError as wrong:
        raise Invalid(_("Write an address such as support@example.com, without a + in it.")) from wrong
    _refuse_taken(address)
    mailbox = Mailbox(address=address, name=settings.SUPPORT_NAME)
    _set(mailbox, {**fields, "is_default": fields.get("is_default") or not Mailbox.objects.exists()})
    note_setting(MAILBOX, mailbox.pk, address, actor=actor, before=None, after=mailbox_described(mailbox))
    return mailbox


@transaction.atomic
def change_mailbox(mailbox: Mailbox, *, actor: Actor, **fields: Any) -> bool:
    """Its name, team, signature, or that it is the default; False if nothing changes. There is always one default."""
    require(actor, Permission.SETTINGS)
    mailbox = Mailbox.objects.select_related("team").get(pk=mailbox.pk)
    before = mailbox_described(mailbox)
    if mailbox.is_default and fields.get("is_default") is False:
        raise Invalid(_("Make another mailbox the default; this one stops being it then."))
    _set(mailbox, fields)
    after = mailbox_described(mailbox)
    return bool(note_setting(MAILBOX, mailbox.pk, mailbox.address, actor=actor, before=before, after=after))


def set_signature(mailbox: Mailbox, *, actor: Actor, html: str, text: str = "") -> bool:
    """Change it; False if it reads so already. Raises NotAllowed but for admins, Invalid for placeholders that do not exist."""
    require(actor, Permission.SETTINGS)
    html, text = checked_signature(html, is_html=True), checked_signature(text, is_html=False)
    return change_mailbox(mailbox, actor=actor, signature_html=html, signature_text=text)


def send_test_mail(mailbox: Mailbox, *, actor: User) -> str:
    """To the one who asks, from the mailbox; their address."""
    require(actor, Permission.SETTINGS)
    texts = draw(TEST_MAIL, {"mailbox": mailbox, "site": settings.SITE_URL})
    post_email(
        kind=TEST_MAIL,
        from_header=from_header(mailbox, None),
        envelope_from=mailbox.address,
        to=[Address(actor.email, actor.name)],
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
    return actor.email


def mailbox_described(mailbox: Mailbox) -> dict[str, Any]:
    """As history and file know it."""
    return {
        "address": mailbox.address,
        "aliases": list(mailbox.aliases),
        "name": mailbox.name,
        "team": mailbox.team.name if mailbox.team else None,
        "is_default": mailbox.is_default,
        "brand": key_of_brand(mailbox.brand_id),
        "signature_html": mailbox.signature_html,
        "signature_text": mailbox.signature_text,
    }


def _refuse_taken(address: str, *, by: int = 0) -> None:
    """`by`: the key of the mailbox that may have it; 0: none."""
    if Mailbox.objects.filter(Q(address=address) | Q(aliases__contains=[address])).exclude(pk=by).exists():
        raise Invalid(_("%(address)s is a mailbox already.") % {"address": address})
    if User.objects.staff().filter(email=address).exists():
        raise Invalid(_("A colleague signs in with this address. A mailbox needs one of its own."))


def _checked_aliases(mailbox: Mailbox, wanted: Iterable[str]) -> list[str]:
    """Each once. Another domain signs its mail by another key and has records of its own: it needs a mailbox."""
    try:
        aliases = [alias for alias in dict.fromkeys(map(checked_address, wanted)) if alias != mailbox.address]
    except ValueError as wrong:
        raise Invalid(_("Write an address such as support@example.com, without a + in it.")) from wrong
    domain = mailbox.address.rpartition("@")[2]
    for alias in aliases:
        if alias.rpartition("@")[2] != domain:
            names = {"alias": alias, "domain": domain}
            raise Invalid(_("%(alias)s is not in %(domain)s. Add a mailbox of its own for it.") % names)
        _refuse_taken(alias, by=mailbox.pk or 0)
    if len(aliases) > MOST_ALIASES:
        raise Invalid(_("A mailbox has at most %(most)s further addresses.") % {"most": MOST_ALIASES})
    return aliases


def _set(mailbox: Mailbox, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in _FIELDS:
            raise TypeError(f"{name} of a mailbox is not changed here")
        setattr(mailbox, name, _checked_aliases(mailbox, value) if name == "aliases" else value)
    if "brand_id" in fields or "is_default" in fields:
        keep_brands_again()  # they know which mailbox they answer from
    try:
        mailbox.name = checked_name(mailbox.name)
    except ValueError as wrong:
        raise Invalid(_("Write the name that customers read as the sender, up to 100 characters.")) from wrong
    if mailbox.is_default:
        Mailbox.objects.filter(is_default=True).exclude(pk=mailbox.pk).update(is_default=False)
    mailbox.save()
