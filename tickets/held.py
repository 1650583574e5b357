"""Sending the held replies and forwards whose time has come, and stopping those that somebody overtook.

One transaction per reply: the verb, and the draft's row that it uses up. So a worker killed at any instant has either sent
it or left it as it was, and two workers at once send it once; Redis is not needed for it, the sweeper finds what is due.
"""

import logging
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.languages import language_shown_to
from accounts.models import User
from helpdesk import clock
from tickets.actions.held_marks import mark_held
from tickets.actions.holding import claimed, note_attempt, stop
from tickets.actions.holding_forwards import forward_of, send_forward
from tickets.actions.sending import letter_of, send_letter
from tickets.door import verb
from tickets.errors import IllegalTransition, Refused, Stale
from tickets.events import EventKind
from tickets.locking import locked
from tickets.models import Draft, Message, Ticket
from tickets.models.draft import DraftKind, StopReason

MOST_AT_ONCE = 200  # the next run takes the rest
MOST_ATTEMPTS = 5

logger = logging.getLogger(__name__)


def send_due() -> int:
    """Send what is due and stop what was overtaken; how many were sent. Safe to run twice at once."""
    now = clock.now()
    return sum(_send_or_stop(draft, now) for draft in _waiting(now))


def is_overtaken(draft: Draft, ticket: Ticket) -> bool:
    """Whether somebody else wrote after what the writer had seen; their own notes they know. A forward answers nobody."""
    if draft.kind == DraftKind.FORWARD or draft.seen_seq >= ticket.conversation_seq:
        return False
    return overtaking(ticket, draft.seen_seq, draft.author_id).exists()


def _waiting(now: datetime) -> list[Draft]:
    by_others = overtaking(OuterRef("ticket"), OuterRef("seen_seq"), OuterRef("author"))
    overtaken = Q(seen_seq__lt=F("ticket__conversation_seq")) & Exists(by_others)
    stopped = Q(kind=DraftKind.REPLY) & overtaken
    held = Draft.objects.filter(send_at__isnull=False).filter(Q(send_at__lte=now) | stopped)
    return list(held.select_related("ticket", "author").order_by("send_at")[:MOST_AT_ONCE])


def overtaking(ticket: Any, seen_seq: Any, author: Any) -> QuerySet[Message]:
    """What others said after it."""
    return Message.objects.filter(ticket=ticket, seq__gt=seen_seq).exclude(author=author)


def seen_with_own(ticket: Ticket, seen_seq: int, writer: User) -> int:
    """What they have seen, as `conversation_seq`: all of it where only they spoke since. Nobody is overtaken by themselves."""
    if seen_seq == 0 or seen_seq >= ticket.conversation_seq or overtaking(ticket, seen_seq, writer).exists():
        return seen_seq
    return ticket.conversation_seq


def _send_or_stop(draft: Draft, now: datetime) -> bool:
    """One that cannot be sent does not hold up the others."""
    try:
        return _send(draft, now)
    except Refused as refusal:
        _stop(draft, refusal)
    except Exception:  # whatever it is, the reply stays held, is tried again, and the next one goes on
        logger.exception("The held reply %s was not sent", draft.pk)
        if note_attempt(draft) >= MOST_ATTEMPTS:
            with translation.override(language_shown_to(draft.author)):
                stop(
                    draft, StopReason.FAILED, _("Something went wrong when this was to be sent. Please send it again.")
                )
    return False


@verb
def _send(draft: Draft, now: datetime) -> bool:
    """False when it was taken back, put off or sent meanwhile: the locks tell."""
    ticket = locked(draft.ticket)
    held = claimed(draft)
    if held is None:
        return False
    if is_overtaken(held, ticket):
        raise Stale(held.seen_seq, ticket.conversation_seq)
    assert held.send_at is not None  # noqa: S101 - claimed
    if held.send_at > now:
        return False
    if _turned_to_spam_since(held, ticket):
        raise IllegalTransition(
            _("The ticket was marked as spam after this was written. If it is no spam, say so there; then send this.")
        )
    if held.kind == DraftKind.FORWARD:
        forward = forward_of(held)
        held.delete()
        send_forward(ticket, actor=held.author, forward=forward)
        return True
    letter = letter_of(held, seen_seq=ticket.conversation_seq)
    if _status_was_set_since(held, ticket):
        letter = replace(letter, status=None)
    held.delete()
    if held.is_for_later:
        mark_held(ticket)
    send_letter(ticket, actor=held.author, letter=letter)
    return True


def _status_was_set_since(held: Draft, ticket: Ticket) -> bool:
    """What somebody chose while the reply was on its way, solving the ticket say, is newer than what goes with the reply."""
    chosen = (EventKind.STATUS_CHANGED, EventKind.SOLVED, EventKind.REOPENED, EventKind.UNSOLVED)
    return ticket.events.filter(kind__in=chosen, at__gt=held.updated_at, actor__isnull=False).exists()


def _turned_to_spam_since(held: Draft, ticket: Ticket) -> bool:
    """Somebody took it for junk while the answer waited; whoever answers what they know to be spam is not held up."""
    return ticket.is_spam and ticket.events.filter(kind=EventKind.MARKED_SPAM, at__gt=held.updated_at).exists()


def _stop(draft: Draft, refusal: Refused) -> None:
    author: User = draft.author
    with translation.override(language_shown_to(author)):
        if isinstance(refusal, Stale):
            stop(
                draft, StopReason.STALE, _("This was not sent, because somebody wrote first. Read it, then send again.")
            )
        else:
            stop(draft, StopReason.REFUSED, _("This was not sent. %(reason)s") % {"reason": refusal.sentence})
