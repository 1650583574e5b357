"""The words that a colleague who goes had not sent: on tickets that still need somebody, no reader and no customer loses them."""

from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

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


def unsent_words(person: User) -> QuerySet[Draft]:
    """Replies and notes on unfinished tickets, and on solved ones what was to be sent later: the customer was to get it, and
    nobody would learn that they did not. The others wait for their writer to come back."""
    theirs = Draft.objects.filter(author=person, kind__in=(DraftKind.REPLY, DraftKind.NOTE)).exclude(html="")
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
    files = list(left.attachments.all())
    kind = MessageKind(left.kind)
    if to is not None and may(to, Permission.REPLY if kind == MessageKind.PUBLIC else Permission.NOTE, ticket):
        keep_unsent(
            ticket,
            actor=to,
            kind=kind,
            html=left.html,
            seen_seq=left.seen_seq,
            to=left.to,
            cc=left.cc,
            bcc=left.bcc,
            macros=left.macros,
            attachments=files,
        )
    else:
        said = (
            _("A reply that %(name)s had not sent:")
            if kind == MessageKind.PUBLIC
            else _("A note that %(name)s had not finished:")
        )
        words = format_html("<p>{}</p>{}", said % {"name": left.author}, mark_safe(left.html))  # noqa: S308 - cleaned when kept
        note_on(ticket, actor=actor, body=Body.from_html(words), attachments=files)
    left.delete()
    mark_held(ticket)
