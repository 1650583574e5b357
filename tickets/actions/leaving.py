"""The words that a colleague who goes had not sent: on tickets that still need somebody, no reader and no customer loses them."""

from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Permission
from tickets.access import may
from tickets.actions.conversation import note_on
from tickets.actions.drafts import keep_unsent, still_kept
from tickets.actions.held_marks import mark_held
from tickets.content import Body
from tickets.door import verb
from tickets.locking import locked
from tickets.models import Draft, Status
from tickets.models.draft import DraftKind
from tickets.models.message import MessageKind
from tickets.models.ticket import UNFINISHED

_SAID = {
    DraftKind.REPLY: _("A reply that %(name)s had not sent:"),
    DraftKind.NOTE: _("A note that %(name)s had not finished:"),
    DraftKind.FORWARD: _("A message to %(people)s that %(name)s had not sent:"),
}


def unsent_words(person: User) -> QuerySet[Draft]:
    """Replies, notes and forwards on unfinished tickets, and on solved ones what was to be sent later: the customer was to get
    it, and nobody would learn that they did not. The others wait for their writer to come back."""
    theirs = Draft.objects.filter(author=person).exclude(html="")
    is_waited_for = Q(ticket__status__in=UNFINISHED) | Q(ticket__status=Status.SOLVED, send_at__isnull=False)
    open_ones = theirs.filter(is_waited_for, ticket__deleted_at=None, ticket__is_spam=False)
    return open_ones.select_related("ticket").order_by("ticket_id", "pk")


def hand_over_words(person: User, *, actor: User, to: User | None) -> None:
    """They become drafts of `to`, below what that person has begun, or else notes on their tickets."""
    for draft in unsent_words(person):
        _hand_over(draft, actor, to)


@verb
def _hand_over(draft: Draft, actor: User, to: User | None) -> None:
    ticket = locked(draft.ticket)
    left = still_kept(draft)
    if left is None:  # it was sent at this very moment
        return
    needed = Permission.NOTE if left.kind == DraftKind.NOTE else Permission.REPLY
    heir = to if to is not None and may(to, needed, ticket) else None
    is_forward = left.kind == DraftKind.FORWARD
    if is_forward and heir is not None and _goes_over(left, heir):
        return
    files = list(left.attachments.all())
    if heir is not None and not is_forward:
        keep_unsent(
            ticket,
            actor=heir,
            kind=MessageKind(left.kind),
            html=left.html,
            seen_seq=left.seen_seq,
            to=left.to,
            cc=left.cc,
            bcc=left.bcc,
            macros=left.macros,
            attachments=files,
        )
    else:
        said = _SAID[DraftKind(left.kind)] % {"name": left.author, "people": ", ".join(left.to) or "…"}
        words = format_html("<p>{}</p>{}", said, mark_safe(left.html))  # noqa: S308 - cleaned when kept
        note_on(ticket, actor=actor, body=Body.from_html(words), attachments=files)
    left.delete()
    mark_held(ticket)


def _goes_over(left: Draft, heir: User) -> bool:
    """Whether the forward is theirs now, with all that belongs to it; not where they have begun one of their own."""
    if Draft.objects.filter(author=heir, ticket=left.ticket, kind=left.kind, side=left.side).exists():
        return False
    left.author, left.send_at = heir, None  # a forward is held for the seconds of an undo only: `held_until` knows none
    left.save(update_fields=["author", "send_at"])
    return True
