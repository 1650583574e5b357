"""Words not yet sent. They are no change to the ticket: no event, no lock, nobody else sees them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from helpdesk.prepared import Prepared
from tickets.access import require
from tickets.content import storable
from tickets.html import clean
from tickets.models import Attachment, Draft, Ticket
from tickets.models.message import MessageKind

# Mostly there are none.
_drafts_of = Prepared(lambda ticket, author: Draft.objects.filter(ticket=ticket, author=author))


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """Saves of one browser can arrive out of order (a page that goes away, a retry): the newest written one stays."""

    writer: str
    revision: int  # milliseconds by the writer's own clock; comparable only between saves of the same writer


def save_draft(
    ticket: Ticket,
    *,
    actor: User,
    kind: MessageKind,
    html: str,
    seen_seq: int,
    cc: Sequence[str] = (),
    attachments: Iterable[Attachment] | None = None,
    version: DraftVersion | None = None,
) -> Draft:
    """Keep the words of this writer for this ticket and kind, replacing what was kept before unless that is newer."""
    require(actor, Permission.REPLY if kind == MessageKind.PUBLIC else Permission.NOTE, ticket)
    values = {"html": clean(storable(html)), "seen_seq": seen_seq, "cc": list(cc)}
    values |= {"writer": version.writer, "revision": version.revision} if version else {"writer": "", "revision": 0}
    with transaction.atomic():
        kept = _kept(ticket, actor, kind)
        if kept is not None and _is_newer(kept, version):
            return kept
        draft, _created = Draft.objects.update_or_create(author=actor, ticket=ticket, kind=kind, defaults=values)
        if attachments is not None:
            draft.attachments.set(attachments)
    return draft


def keep_unsent(
    ticket: Ticket,
    *,
    actor: User,
    kind: MessageKind,
    html: str,
    seen_seq: int,
    cc: Sequence[str] = (),
    attachments: Iterable[Attachment] = (),
) -> Draft:
    """Keep words that were stopped on their way (by mail, by the API): below a draft that is there already, never over it."""
    with transaction.atomic():
        kept = _kept(ticket, actor, kind)
        words = clean(storable(html))
        files = list(attachments)
        if kept is not None:
            words = kept.html if words in kept.html else f"{kept.html}{words}"
            seen_seq = min(seen_seq, kept.seen_seq)
            cc = list(dict.fromkeys([*kept.cc, *cc]))
            files += kept.attachments.all()
        return save_draft(ticket, actor=actor, kind=kind, html=words, seen_seq=seen_seq, cc=cc, attachments=files)


def discard_draft(ticket: Ticket, *, actor: User, kind: MessageKind, version: DraftVersion | None = None) -> None:
    """Throw the writer's draft of this kind away; with a version only if it is not newer."""
    with transaction.atomic():
        kept = _kept(ticket, actor, kind)
        if kept is not None and not _is_newer(kept, version):
            kept.delete()


def drop_drafts(ticket: Ticket, author: User, kind: MessageKind) -> None:
    """Part of the verbs that send: what was sent is no draft any more."""
    for draft in _drafts_of(ticket.pk, author.pk):
        if draft.kind == kind:
            draft.delete()


def _kept(ticket: Ticket, author: User, kind: MessageKind) -> Draft | None:
    return Draft.objects.select_for_update().filter(ticket=ticket, author=author, kind=kind).first()


def _is_newer(kept: Draft, version: DraftVersion | None) -> bool:
    return version is not None and kept.writer == version.writer and kept.revision > version.revision
