"""Senders whose mail is not wanted: kept in the ledger as ignored, so that an error costs nothing.

An entry is an address, or with an @ in front a domain and all below it.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import EmailAddress, User
from accounts.models.user import normal_email
from accounts.permissions import Permission
from accounts.personal import hashed
from accounts.public_domains import PUBLIC_DOMAINS
from helpdesk import clock
from mail.models import BlockedSender, InboundEmail, InboundReason, InboundState, Mailbox
from tickets.access import may, require_permission
from tickets.content import storable
from tickets.errors import Invalid, NotAllowed
from tickets.models import Ticket

# What stands where others have a name of their own: all of a country's companies write from below it.
_OF_A_COUNTRY = re.compile(r"(com?|org?|net?|edu?|gov?|ac|gob)\.[a-z]{2}")
_DOMAIN = re.compile(r"@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_ADDRESS = re.compile(r"[^@\s<>\"]+" + _DOMAIN.pattern)


def names_of(address: str) -> Iterator[str]:
    """Every entry that would stop mail from this address, the nearest first."""
    address = normal_email(address)
    yield address
    yield hashed(address)  # of who had their data erased
    domain = address.rpartition("@")[2]
    while "." in domain:
        yield f"@{domain}"
        domain = domain.partition(".")[2]


def block_sender(what: str, *, actor: User, ticket: Ticket | None = None) -> BlockedSender | None:
    """Block an address or a domain (with an @ in front); None if it is blocked already.

    Raises Invalid for what is neither, is ours, or is everybody's mail provider.
    """
    require_permission(actor, Permission.SPAM, ticket)
    what = normal_email(storable(what))
    if not (_ADDRESS.fullmatch(what) or _DOMAIN.fullmatch(what)) or len(what) > 255:
        raise Invalid(_("Write an address, or a domain with an @ in front, such as @example.com."))
    _refuse_wanted(what)
    blocked, created = BlockedSender.objects.get_or_create(
        what=what, defaults={"blocked_by": actor, "ticket": ticket, "created_at": clock.now()}
    )
    return blocked if created else None


def unblock_sender(blocked: BlockedSender, *, actor: User) -> bool:
    """Let their mail in again; False if they were not blocked any more. Who blocked them may, and whoever manages the list."""
    if not (may(actor, Permission.UNBLOCK) or may(actor, Permission.SPAM) and blocked.blocked_by_id == actor.pk):
        raise NotAllowed
    return BlockedSender.objects.filter(pk=blocked.pk).delete()[0] > 0


def ignored_of(blocked: BlockedSender) -> QuerySet[InboundEmail]:
    """The mails in the ledger that this entry stopped; `mail.processing.retry` takes them in."""
    stopped = InboundEmail.objects.filter(state=InboundState.IGNORED, reason=InboundReason.BLOCKED_SENDER)
    return stopped.filter(verdict__blocked=blocked.what).order_by("pk")


def blocked_like(text: str) -> QuerySet[BlockedSender]:
    """For the list: those that hold these letters, the newest first."""
    rows = BlockedSender.objects.select_related("blocked_by").order_by("-pk")
    return rows.filter(what__contains=normal_email(storable(text))) if text else rows


def _refuse_wanted(what: str) -> None:
    """Nobody shuts out a colleague, a mailbox of ours, or half of the world."""
    domain = what.rpartition("@")[2]
    if what.startswith("@") and (domain in PUBLIC_DOMAINS or _OF_A_COUNTRY.fullmatch(domain)):
        raise Invalid(_("Everybody writes from %(domain)s. Block the one address.") % {"domain": domain})
    if any(rows.filter(_below(column, what)).exists() for rows, column in _ours()):
        raise Invalid(_("Colleagues or mailboxes of ours write from there. That cannot be blocked."))


def _ours() -> tuple[tuple[QuerySet[Any], str], ...]:
    """Where our own mail comes from: rows, and the column with the address."""
    staff = User.objects.staff()
    return (
        (staff, "email"),
        (EmailAddress.objects.filter(person__in=staff), "address"),
        (Mailbox.objects.all(), "address"),
    )


def _below(column: str, what: str) -> Q:
    """That an entry stops mail from the address in this column, as mail that comes in is looked at."""
    if not what.startswith("@"):
        return Q(**{column: what})
    return Q(**{f"{column}__endswith": what}) | Q(**{f"{column}__endswith": f".{what[1:]}"})
