"""Words not yet sent. They are no change to the ticket: no event, no lock, nobody else sees them."""

from collections.abc import Iterable, Sequence

from accounts.models import User
from accounts.permissions import Permission
from tickets.access import require
from tickets.content import storable
from tickets.html import clean
from tickets.models import Attachment, Draft, Ticket
from tickets.models.message import MessageKind


def save_draft(
    ticket: Ticket,
    *,
    actor: User,
    kind: MessageKind,
    html: str,
    seen_seq: int,
    cc: Sequence[str] = (),
    attachments: Iterable[Attachment] | None = None,
) -> Draft:
    """Keep the words of this writer for this ticket and kind, replacing what was kept before."""
    require(actor, Permission.REPLY if kind == MessageKind.PUBLIC else Permission.NOTE, ticket)
    values = {"html": clean(storable(html)), "seen_seq": seen_seq, "cc": list(cc)}
    draft, _created = Draft.objects.update_or_create(author=actor, ticket=ticket, kind=kind, defaults=values)
    if attachments is not None:
        draft.attachments.set(attachments)
    return draft


def discard_draft(ticket: Ticket, *, actor: User, kind: MessageKind) -> None:
    """Throw the writer's draft of this kind away."""
    drop_drafts(ticket, actor, kind)


def drop_drafts(ticket: Ticket, author: User, kind: MessageKind) -> None:
    """Part of the verbs that send: what was sent is no draft any more."""
    Draft.objects.filter(ticket=ticket, author=author, kind=kind).delete()
