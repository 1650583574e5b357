"""Words for somebody outside that were not sent yet: one draft for a new side conversation, and one for each that goes on.

No change to the ticket: no event, no lock, nobody else sees them (actions/drafts.py has those for the ticket itself).
"""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet

from accounts.actors import Actor, person_of
from accounts.models import User
from accounts.permissions import Permission
from tickets.access import require
from tickets.actions.drafts import DraftVersion, is_newer
from tickets.content import html_of, storable
from tickets.models import Attachment, Draft, Message, SideConversation, Ticket
from tickets.models.draft import DraftKind

MOST_CHOSEN = 100


def save_forward_draft(
    ticket: Ticket,
    *,
    actor: User,
    text: str,
    side: SideConversation | None = None,
    to: Sequence[str] = (),
    subject: str = "",
    forwarded: Message | None = None,
    chosen: Iterable[int] = (),
    attachments: Iterable[Attachment] = (),
    version: DraftVersion | None = None,
) -> Draft | None:
    """Keep the words, unless newer ones of this browser are kept or held ones are on their way; None when nothing is written."""
    require(actor, Permission.REPLY, ticket)
    files = list(attachments)
    values = {
        "html": html_of(storable(text)) if text.strip() else "",
        "to": list(to),
        "subject": storable(subject)[:250],
        "forwarded": forwarded,
        "chosen": sorted(set(chosen))[:MOST_CHOSEN],
        "stopped": "",
        "stopped_text": "",
        **({"writer": version.writer, "revision": version.revision} if version else {"writer": "", "revision": 0}),
    }
    with transaction.atomic():
        kept = forward_draft(ticket, actor, side, for_update=True)
        if kept is not None and (kept.is_held or is_newer(kept, version)):
            return kept
        if not (values["html"] or to or files):
            if kept is not None:
                kept.delete()
            return None
        draft, _created = Draft.objects.update_or_create(
            author=actor, ticket=ticket, kind=DraftKind.FORWARD, side=side, defaults=values
        )
        draft.attachments.set(files)
    return draft


def discard_forward_draft(ticket: Ticket, *, actor: User, side: SideConversation | None = None) -> None:
    _drafts(ticket, actor, side).filter(send_at=None).delete()


def drop_forward_draft(ticket: Ticket, actor: Actor, side: SideConversation | None) -> None:
    """Part of the verbs that send them. What is held goes its own way."""
    person = person_of(actor)
    if person is not None:
        _drafts(ticket, person, side).filter(send_at=None).delete()


def forward_draft(
    ticket: Ticket, person: User, side: SideConversation | None, *, for_update: bool = False
) -> Draft | None:
    drafts = _drafts(ticket, person, side)
    return (drafts.select_for_update() if for_update else drafts.prefetch_related("attachments")).first()


def _drafts(ticket: Ticket, person: User, side: SideConversation | None) -> QuerySet[Draft]:
    return Draft.objects.filter(ticket=ticket, author=person, kind=DraftKind.FORWARD, side=side)
