"""Codes for the identity check: making, comparing, and the signed token that stands for one. What they change: the verbs."""

import secrets
import unicodedata
from datetime import datetime, timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.general import general
from accounts.limits import Limit
from accounts.models import User
from accounts.models.address import AddressSource
from helpdesk import clock
from tickets.events import EventKind
from tickets.models import Event, IdentityCode, Ticket

CODE_LIFE = timedelta(minutes=10)
MOST_TRIES = 5
_DIGITS = 6
_HOUR = timedelta(hours=1)
_SALT = "tickets.identity"

CODES_PER_TICKET = Limit("identity-codes-ticket", 5, _HOUR)
CODES_PER_ADDRESS = Limit("identity-codes-address", 5, _HOUR)
TRIES_PER_TICKET = Limit("identity-tries-ticket", 15, _HOUR)


def addresses_on_file(person: User) -> list[str]:
    """Where a code may go: the first address, and further ones that their owner has confirmed and still uses.

    Never to one that somebody just named, nor to one that was left behind.
    """
    confirmed = person.addresses.exclude(verified_at=None).exclude(source=AddressSource.FORMER)
    return [*filter(None, [person.email]), *confirmed.values_list("address", flat=True)]


def new_code() -> str:
    return f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"


def digest_of(ticket: Ticket, address: str, code: str) -> str:
    return salted_hmac(_SALT, f"{ticket.pk}:{address}:{code}", algorithm="sha256").hexdigest()


def digits_in(typed: str) -> str:
    """The six digits of a code as somebody typed them, also in groups; empty for what no code looks like."""
    digits = "".join(character for character in unicodedata.normalize("NFKC", typed) if not _is_between(character))
    return digits if len(digits) == _DIGITS and digits.isascii() and digits.isdecimal() else ""


def is_right(sent: IdentityCode, digits: str) -> bool:
    return constant_time_compare(sent.digest, digest_of(sent.ticket, sent.address, digits))


def newest_code(ticket: Ticket) -> IdentityCode | None:
    """The one that counts; the older ones went with it."""
    return _codes(ticket).first()


def end_codes(ticket: Ticket, now: datetime) -> None:
    """Those under way work no longer."""
    _codes(ticket).filter(used_at=None, expires_at__gt=now).update(expires_at=now)


def forget_old_codes() -> int:
    """Remove codes sent more than a day ago; how many. The log keeps that they were sent."""
    return IdentityCode.objects.filter(created_at__lt=clock.now() - timedelta(days=1)).delete()[0]


def is_usable(sent: IdentityCode, now: datetime) -> bool:
    return sent.used_at is None and sent.expires_at > now and sent.tries < MOST_TRIES


def token_for(sent: IdentityCode) -> str:
    """For the page where the customer says themselves that it is them."""
    return _signer().sign(str(sent.pk))


def code_of_token(token: str) -> IdentityCode | None:
    """None for a token that is not ours or too old to look at."""
    try:
        pk = _signer().unsign(token, max_age=timedelta(days=1))
    except BadSignature:
        return None
    return IdentityCode.objects.select_related("ticket__requester", "sent_by").filter(pk=int(pk)).first()


def sentence_about(event: Event) -> str:
    """What came of a try, and what to do."""
    if event.kind == EventKind.IDENTITY_VERIFIED:
        return _("The code was right.")
    left = MOST_TRIES - event.data.get("tries", MOST_TRIES)
    if event.kind == EventKind.IDENTITY_EXPIRED:
        return _("This code no longer works. Send a new one.")
    if left <= 0:
        return _("That was not the code, and it no longer works now. Send a new one.")
    return ngettext(
        "That is not the code. One more try is left.",
        "That is not the code. %(left)d more tries are left.",
        left,
    ) % {"left": left}


def verified_period() -> timedelta:
    return timedelta(minutes=general().identity_minutes)


def _is_between(character: str) -> bool:
    """Blanks, dashes and what cannot be seen, as they come along from a mail."""
    return unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cc", "Cf", "Pd")


def _codes(ticket: Ticket) -> QuerySet[IdentityCode]:
    return IdentityCode.objects.filter(ticket=ticket).order_by("-pk")


def _signer() -> TimestampSigner:
    return TimestampSigner(salt=_SALT)
