"""The identity check: a code to an address on file, and entering it. Codes stand in no event, log or answer, only in the mail."""

from django.conf import settings
from django.db.models import F
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts import limits
from accounts.models import User
from accounts.permissions import Permission
from tickets.access import require
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition, Invalid, TooOften
from tickets.events import EventKind, change, record
from tickets.identity import (
    CODE_LIFE,
    CODES_PER_ADDRESS,
    CODES_PER_TICKET,
    TRIES_PER_TICKET,
    addresses_on_file,
    digest_of,
    digits_in,
    end_codes,
    is_right,
    is_usable,
    new_code,
    newest_code,
    verified_period,
)
from tickets.locking import locked
from tickets.models import Event, IdentityCode, Ticket


@verb
def send_identity_code(ticket: Ticket, *, actor: User, address: str = "") -> IdentityCode:
    """Mail a fresh code to an address on file of the requester (the usual one when none is named); older codes go.

    Raises Invalid for any other address, TooOften, IllegalTransition for a requester who gets no mail or has no address.
    """
    ticket = locked(ticket)
    require(actor, Permission.IDENTIFY, ticket)
    requester = ticket.requester
    if requester.is_staff or not requester.is_active:
        raise IllegalTransition(_("Only active customers are checked by a code."))
    known = addresses_on_file(requester)
    if not known:
        raise IllegalTransition(
            _("%(name)s has no email address on file, so no code can reach them. Check in another way who they are.")
            % {"name": requester.display_name}
        )
    address = address or known[0]
    if address not in known:
        raise Invalid(_("A code goes only to an address that we have on file for this customer."))
    _spend(CODES_PER_TICKET, str(ticket.pk))
    _spend(CODES_PER_ADDRESS, address)

    now = current_passage().now()
    end_codes(ticket, now)
    text = new_code()
    sent = IdentityCode.objects.create(
        ticket=ticket,
        person=requester,
        address=address,
        digest=digest_of(ticket, address, text),
        sent_by=actor,
        created_at=now,
        expires_at=now + CODE_LIFE,
    )
    import_string(settings.IDENTITY_CODE_MAILER)(sent, text, CODE_LIFE)
    record(ticket, EventKind.IDENTITY_ASKED, actor=actor, sent=sent.pk, address=address)
    return sent


@verb
def verify_identity(ticket: Ticket, *, actor: User, code: str) -> Event:
    """Enter what the customer read out. The event tells what came of it: `identity.verified`, `.failed` or `.expired`.

    A wrong code is not raised as a refusal, which would forget that it was tried. Raises TooOften; Invalid when none was sent,
    and for what is not six digits: that is a slip of the finger and no guess, so that it takes none of the tries.
    """
    ticket = locked(ticket)
    require(actor, Permission.IDENTIFY, ticket)
    sent = newest_code(ticket)
    if sent is None:
        raise Invalid(_("No code was sent yet. Send one first."))
    digits = digits_in(code)
    if not digits:
        raise Invalid(_("The code has six digits. Type it again; this was not counted as a try."))
    _spend(TRIES_PER_TICKET, str(ticket.pk))
    sent.ticket = ticket
    if not is_usable(sent, current_passage().now()) or not _is_still_theirs(sent, ticket):
        return record(ticket, EventKind.IDENTITY_EXPIRED, actor=actor, sent=sent.pk)
    IdentityCode.objects.filter(pk=sent.pk).update(tries=F("tries") + 1)
    if not is_right(sent, digits):
        return record(ticket, EventKind.IDENTITY_FAILED, actor=actor, sent=sent.pk, tries=sent.tries + 1)
    limits.give_back(TRIES_PER_TICKET, str(ticket.pk))
    return _verified(ticket, sent, actor=actor, by="code")


@verb
def confirm_identity(sent: IdentityCode) -> Event | None:
    """The customer followed the link of the mail and said that it is them; None when this link did that before.

    Raises IllegalTransition for a code that no longer works.
    """
    ticket = locked(sent.ticket)
    sent = IdentityCode.objects.get(pk=sent.pk)
    if sent.used_at is not None:
        return None
    is_away = ticket.merged_into_id is not None or ticket.deleted_at is not None
    if is_away or not is_usable(sent, current_passage().now()) or not _is_still_theirs(sent, ticket):
        raise IllegalTransition(_("This link no longer works. Ask us for a new one."))
    return _verified(ticket, sent, actor=sent.person, by="link")


def _verified(ticket: Ticket, sent: IdentityCode, *, actor: User, by: str) -> Event:
    now = current_passage().now()
    IdentityCode.objects.filter(pk=sent.pk).update(used_at=now)
    until = now + verified_period()
    changes = change(ticket, verified_until=until)
    return record(
        ticket, EventKind.IDENTITY_VERIFIED, actor=actor, changes=changes, sent=sent.pk, by=by, until=until.isoformat()
    )


def _is_still_theirs(sent: IdentityCode, ticket: Ticket) -> bool:
    """Neither another requester nor another address since: then it would say something about somebody else."""
    return sent.person_id == ticket.requester_id and sent.address in addresses_on_file(ticket.requester)


def _spend(limit: limits.Limit, whom: str) -> None:
    try:
        limits.spend(limit, whom)
    except limits.TooMany as error:
        raise TooOften(str(error)) from error
