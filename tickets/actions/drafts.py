"""Words not yet sent. They are no change to the ticket: no event, no lock, nobody else sees them.

A held one (actions/holding.py) is on its way: neither a late save nor a discarding touches it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from helpdesk.prepared import Prepared
from tickets.access import require_permission
from tickets.actions.held_marks import mark_held
from tickets.content import Body, storable
from tickets.door import verb
from tickets.errors import IllegalTransition
from tickets.html import clean
from tickets.locking import locked
from tickets.models import Attachment, Draft, Ticket
from tickets.models.draft import StopReason
from tickets.models.message import MessageKind
from tickets.recipients import copied_on

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
    to: Sequence[str] = (),
    cc: Sequence[str] = (),
    bcc: Sequence[str] = (),
    copied: Sequence[str] | None = None,
    macros: Sequence[int] = (),
    minutes: int = 0,
    attachments: Iterable[Attachment] | None = None,
    version: DraftVersion | None = None,
) -> Draft:
    """Keep the words of this writer for this ticket and kind, replacing what was kept before unless that is newer.

    `copied` is who was in CC when the writer began, None when nobody knows. Also of a ticket that was deleted or merged while
    they wrote: words are never lost.
    """
    require_permission(actor, Permission.REPLY if kind == MessageKind.PUBLIC else Permission.NOTE, ticket)
    values = {"html": clean(storable(html)), "seen_seq": seen_seq, "to": list(to), "cc": list(cc), "bcc": list(bcc)}
    values |= {"copied": None if copied is None else list(copied)}
    values |= {"macros": list(macros), "minutes": minutes, "stopped": "", "stopped_text": ""}
    values |= {"writer": version.writer, "revision": version.revision} if version else {"writer": "", "revision": 0}
    with transaction.atomic():
        kept = _kept(ticket, actor, kind)
        if kept is not None and (kept.is_held or is_newer(kept, version)):
            return kept
        draft, _created = Draft.objects.update_or_create(author=actor, ticket=ticket, kind=kind, defaults=values)
        if attachments is not None:
            draft.attachments.set(attachments)
    return draft


@verb
def keep_unsent(
    ticket: Ticket,
    *,
    actor: User,
    kind: MessageKind,
    html: str,
    seen_seq: int,
    to: Sequence[str] = (),
    cc: Sequence[str] | None = None,
    bcc: Sequence[str] = (),
    macros: Sequence[int] = (),
    attachments: Iterable[Attachment] = (),
) -> Draft:
    """Keep words that were stopped on their way (by mail, by the API): below a draft that is there already, never over it.

    Without `cc` they are for whoever is copied now.
    """
    ticket = locked(ticket)
    kept = _kept(ticket, actor, kind)
    words = clean(storable(html))
    files = list(attachments)
    if kept is None:
        copied = copied_on(ticket)
        return save_draft(
            ticket,
            actor=actor,
            kind=kind,
            html=words,
            seen_seq=seen_seq,
            to=to,
            cc=copied if cc is None else cc,
            bcc=bcc,
            copied=copied,
            macros=macros,
            attachments=files,
        )
    was_held = kept.is_held
    if was_held:
        # Two answers of one writer: they should look at both before either leaves.
        Draft.objects.filter(pk=kept.pk).update(send_at=None)
        mark_held(ticket)
    draft = save_draft(
        ticket,
        actor=actor,
        kind=kind,
        html=kept.html if words in kept.html else f"{kept.html}{words}",
        seen_seq=min(seen_seq, kept.seen_seq),
        to=kept.to,
        cc=list(dict.fromkeys([*kept.cc, *(cc or ())])),
        bcc=list(dict.fromkeys([*kept.bcc, *bcc])),
        copied=kept.copied,
        macros=list(dict.fromkeys([*kept.macros, *macros])),
        minutes=kept.minutes,
        attachments=[*files, *kept.attachments.all()],
    )
    if was_held:
        draft.stopped, draft.stopped_text = StopReason.STALE, _("Another answer of yours was stopped; both are here.")
        draft.save(update_fields=["stopped", "stopped_text"])
    return draft


def refuse_unsent(ticket: Ticket, author: User) -> None:
    """Part of the verbs that send many replies at once: raises IllegalTransition where the author has other words for it."""
    if Draft.objects.filter(ticket=ticket, author=author, kind=MessageKind.PUBLIC).exclude(html="").exists():
        raise IllegalTransition(_("You have an unsent reply on it. Send or discard that one first."))


def discard_draft(ticket: Ticket, *, actor: User, kind: MessageKind, version: DraftVersion | None = None) -> None:
    """Throw the writer's draft of this kind away; with a version only if it is not newer."""
    with transaction.atomic():
        kept = _kept(ticket, actor, kind)
        if kept is not None and not kept.is_held and not is_newer(kept, version):
            kept.delete()


def drop_drafts(ticket: Ticket, author: User, kind: MessageKind, sent: Body | None) -> None:
    """Part of the verbs that send: what was sent is no draft any more. `sent`: None where the draft itself is what was sent.

    Other words that the author has begun stay: who answers by mail from the road has half a letter waiting at the desk. What is
    held goes its own way.
    """
    for draft in _drafts_of(ticket.pk, author.pk):
        if draft.kind == kind and not draft.is_held and (sent is None or _says(sent, draft)):
            draft.delete()


def _says(sent: Body, draft: Draft) -> bool:
    """Whether all words of the draft, or what was kept of them last, stand in what was sent."""
    kept = " ".join(Body.from_html(draft.html).text.split())
    if not kept:
        return not draft.attachments.exists()
    return kept in " ".join(sent.text.split())


def still_kept(draft: Draft) -> Draft | None:
    """Part of the verbs that move words: the row as it is now, locked; None when it was sent or thrown away meanwhile."""
    return Draft.objects.select_for_update(of=("self",)).select_related("author").filter(pk=draft.pk).first()


def _kept(ticket: Ticket, author: User, kind: MessageKind) -> Draft | None:
    return Draft.objects.select_for_update().filter(ticket=ticket, author=author, kind=kind).first()


def is_newer(kept: Draft, version: DraftVersion | None) -> bool:
    return version is not None and kept.writer == version.writer and kept.revision > version.revision
