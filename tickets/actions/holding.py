"""Replies that leave later: a few seconds after Send, so that it can be undone, or at a time that the writer chose.

A held reply is a draft with `send_at` (design.md section 11): nothing is recorded, counted or shown before the verb runs,
and the verb runs with the check of that moment. Whoever sends takes the ticket's lock first and the draft's after it; while
an undo is possible only the draft's own row is locked. One for later marks its ticket (`Ticket.held_until`), so that nobody
else takes it up meanwhile; that is a verb, without an event.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from helpdesk import clock
from tickets.access import require
from tickets.actions.drafts import DraftVersion
from tickets.actions.held_marks import mark_held
from tickets.actions.sending import Letter, refuse_letter
from tickets.content import storable
from tickets.door import verb
from tickets.errors import IllegalTransition, Invalid
from tickets.html import clean
from tickets.locking import locked
from tickets.models import Attachment, Draft, SideConversation, Ticket
from tickets.models.draft import DraftKind, StopReason
from tickets.models.message import MessageKind
from tickets.recipients import with_name

LONGEST = timedelta(days=366)
# No undo takes longer.
LATER = timedelta(seconds=60)


def hold(
    ticket: Ticket,
    *,
    actor: User,
    letter: Letter,
    send_at: datetime,
    copied: Sequence[str] | None = None,
    version: DraftVersion | None = None,
    overridden: Iterable[str] = (),
) -> Draft:
    """Keep the reply until `send_at`; `overridden` are the cautions its writer has read, `copied` as in `save_draft`.

    Raises what sending it now would be refused with, so that nobody finds out later.

    Holding what is held already changes nothing (a double click). Raises IllegalTransition while other words are held.
    """
    refuse_letter(ticket, actor=actor, letter=letter)
    _refuse_time(send_at)
    values = {
        "html": clean(storable(letter.html)),
        "seen_seq": letter.seen_seq,
        "to": [with_name(letter.names.get(address, ""), address) for address in letter.to or ()],
        "cc": [with_name(letter.names.get(address, ""), address) for address in letter.cc or ()],
        "bcc": list(letter.bcc),
        "copied": None if copied is None else list(copied),
        "macros": list(letter.macros),
        "minutes": letter.minutes,
        "status": letter.status or "",
        "send_at": send_at,
        "is_for_later": send_at > clock.now() + LATER,
        "attempts": 0,
        "stopped": "",
        "stopped_text": "",
        "overridden": sorted(overridden),
        **({"writer": version.writer, "revision": version.revision} if version else {}),
    }
    return (_keep_for_later if values["is_for_later"] else _keep)(ticket, actor, values, letter.files)


@verb
def _keep_for_later(ticket: Ticket, actor: User, values: dict[str, Any], files: Iterable[Attachment]) -> Draft:
    ticket = locked(ticket)
    draft = _keep(ticket, actor, values, files)
    mark_held(ticket)
    return draft


def _keep(ticket: Ticket, actor: User, values: dict[str, Any], files: Iterable[Attachment]) -> Draft:
    with transaction.atomic():
        kept = _row(ticket, actor)
        if kept is not None and kept.is_held:
            if kept.html == values["html"]:
                return kept
            raise IllegalTransition(
                _(
                    "Another answer of yours, from another tab or device, is on its way. Wait until it has gone, or take it "
                    "back there; then send this."
                )
            )
        draft, _created = Draft.objects.update_or_create(
            author=actor, ticket=ticket, kind=MessageKind.PUBLIC, defaults=values
        )
        draft.attachments.set(files)
    return draft


@verb
def schedule(ticket: Ticket, *, actor: User, send_at: datetime) -> Draft:
    """Give the writer's draft, held or not, a time to be sent at. Raises Invalid when there is none."""
    ticket = locked(ticket)
    require(actor, Permission.REPLY, ticket)
    _refuse_time(send_at)
    draft = _row(ticket, actor)
    if draft is None or not draft.html.strip():
        raise Invalid(_("There is no draft of a reply here."))
    if ticket.is_closed:
        raise IllegalTransition(_("This ticket is closed for good. Open a follow-up to write to the customer."))

    draft.send_at, draft.stopped, draft.stopped_text, draft.attempts = send_at, "", "", 0
    draft.is_for_later = send_at > clock.now() + LATER
    draft.save(update_fields=["send_at", "is_for_later", "stopped", "stopped_text", "attempts", "updated_at"])
    mark_held(ticket)
    return draft


@verb
def take_back(
    ticket: Ticket, *, actor: User, kind: DraftKind = DraftKind.REPLY, side: SideConversation | None = None
) -> bool:
    """Make what is held, a reply or a forward, an ordinary draft again; False when it is too late or there was none."""
    ticket = locked(ticket)
    draft = _row(ticket, actor, kind, side)
    if draft is None or not draft.is_held:
        return False

    draft.send_at = None
    draft.save(update_fields=["send_at", "updated_at"])
    mark_held(ticket)
    return True


def claimed(draft: Draft) -> Draft | None:
    """Part of sending what is due, under the ticket's lock: the row if it is still held and nobody else has it."""
    rows = Draft.objects.select_for_update(skip_locked=True, of=("self",)).select_related("author")
    return rows.filter(pk=draft.pk, send_at__isnull=False).first()


@verb
def stop(draft: Draft, reason: StopReason, text: str) -> bool:
    """It is not sent: its words stay a draft that says why; False when it is held no more."""
    ticket = locked(draft.ticket)
    held = Draft.objects.filter(pk=draft.pk, send_at__isnull=False)
    if not held.update(send_at=None, stopped=reason, stopped_text=text):
        return False
    mark_held(ticket)
    return True


def note_attempt(draft: Draft) -> int:
    """After an error nobody foresaw: how often it was tried."""
    Draft.objects.filter(pk=draft.pk, send_at__isnull=False).update(attempts=draft.attempts + 1)
    return draft.attempts + 1


def _row(
    ticket: Ticket, actor: User, kind: DraftKind = DraftKind.REPLY, side: SideConversation | None = None
) -> Draft | None:
    mine = Draft.objects.select_for_update().filter(ticket=ticket, author=actor, kind=kind, side=side)
    return mine.first()


def _refuse_time(send_at: datetime) -> None:
    now = clock.now()
    if send_at < now - timedelta(minutes=1):
        raise Invalid(_("That time has gone by. Choose a later one."))
    if send_at > now + LONGEST:
        raise Invalid(_("That is more than a year away. Choose an earlier time."))
