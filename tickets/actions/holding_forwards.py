"""A mail to an outsider that leaves in a few seconds, so that it can be undone: its draft with `send_at`, as a reply's is.

What the customer or a colleague writes meanwhile does not stop it: it answers neither.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from tickets.actions.drafts import DraftVersion
from tickets.actions.forward_drafts import MOST_CHOSEN, forward_draft
from tickets.actions.side_conversations import open_side_conversation, refuse_side, write_side
from tickets.content import Body, storable
from tickets.door import verb
from tickets.errors import IllegalTransition
from tickets.forwarding import forwarded_body, forwarded_files
from tickets.html import clean
from tickets.models import Attachment, Draft, Message, SideConversation, Ticket
from tickets.models.draft import DraftKind


@dataclass(frozen=True)
class Forward:
    """What goes to an outsider: in `side`, or to begin one with `to` and `subject`, with `forwarded` quoted below the words."""

    html: str
    to: Sequence[str] = ()
    subject: str = ""
    forwarded: Message | None = None
    chosen: frozenset[int] = frozenset()  # keys of those files of `forwarded` that go along
    files: Sequence[Attachment] = ()
    side: SideConversation | None = None

    @property
    def body(self) -> Body:
        return forwarded_body(self.html, self.forwarded)


def forward_of(draft: Draft) -> Forward:
    """What a held draft sends."""
    return Forward(
        html=draft.html,
        to=draft.to,
        subject=draft.subject,
        forwarded=draft.forwarded,
        chosen=frozenset(draft.chosen),
        files=list(draft.attachments.all()),
        side=draft.side,
    )


@verb
def send_forward(ticket: Ticket, *, actor: User, forward: Forward) -> SideConversation:
    """Send it now. Raises as `open_side_conversation`."""
    if forward.side is not None:
        write_side(forward.side, actor=actor, body=forward.body, attachments=forward.files)
        return forward.side
    travelling = [] if forward.forwarded is None else forwarded_files(forward.forwarded, forward.chosen)
    return open_side_conversation(
        ticket,
        actor=actor,
        to=forward.to,
        subject=forward.subject,
        body=forward.body,
        attachments=[*forward.files, *travelling],
        forwarded=forward.forwarded,
    )


def hold_forward(
    ticket: Ticket,
    *,
    actor: User,
    forward: Forward,
    send_at: datetime,
    version: DraftVersion | None = None,
    overridden: Iterable[str] = (),
) -> Draft:
    """Keep it until `send_at`; `overridden` are the cautions its writer has read.

    Raises what sending it now would be refused with.

    Holding what is held already changes nothing (a double click). Raises IllegalTransition while another one is held.
    """
    refuse_side(
        ticket,
        actor=actor,
        to=forward.to,
        subject=forward.subject,
        body=forward.body,
        attachments=forward.files,
        forwarded=forward.forwarded,
        side=forward.side,
    )
    values = {
        "html": clean(storable(forward.html)),
        "to": list(forward.to),
        "subject": storable(forward.subject)[:250],
        "forwarded": forward.forwarded,
        "chosen": sorted(forward.chosen)[:MOST_CHOSEN],
        "send_at": send_at,
        "is_for_later": False,
        "attempts": 0,
        "stopped": "",
        "stopped_text": "",
        "overridden": sorted(overridden),
        **({"writer": version.writer, "revision": version.revision} if version else {}),
    }
    with transaction.atomic():
        kept = forward_draft(ticket, actor, forward.side, for_update=True)
        if kept is not None and kept.is_held:
            if (kept.html, kept.to) == (values["html"], values["to"]):
                return kept
            raise IllegalTransition(
                _("Another mail of yours is about to be sent. Undo it, or wait until it has gone; then send this.")
            )
        draft, _created = Draft.objects.update_or_create(
            author=actor, ticket=ticket, kind=DraftKind.FORWARD, side=forward.side, defaults=values
        )
        draft.attachments.set(forward.files)
    return draft
