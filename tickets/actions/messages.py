"""Writing the row of a message and binding its files; shared by the verbs that speak, not a verb itself."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from helpdesk.insert import insert
from tickets.content import Body
from tickets.door import current_passage
from tickets.errors import Invalid
from tickets.models import Attachment, Channel, Message, SideConversation, Ticket
from tickets.models.message import MessageKind
from tickets.talks import Talk


def message_on(
    ticket: Ticket,
    *,
    author: User | None,
    body: Body,
    channel: Channel,
    at: datetime,
    kind: MessageKind = MessageKind.PUBLIC,
    attachments: Sequence[Attachment] = (),
    to: Iterable[User] = (),
    cc: Iterable[User] = (),
    bcc: Sequence[str] = (),
    verdict: dict | None = None,
    is_human: bool = True,
    is_auto: bool = False,
    thanks: bool = False,
    talk: Talk | None = None,
    side: SideConversation | None = None,
) -> Message:
    """Insert the message with the ticket's present conversation_seq, if it counts, and give it its files."""
    message = Message(
        ticket=ticket,
        origin=ticket,
        kind=kind,
        seq=ticket.conversation_seq if is_human and not is_auto else None,
        author=author,
        from_staff=author is None or author.is_staff and author.pk != ticket.requester_id,
        is_human=is_human,
        is_auto=is_auto,
        thanks=thanks,
        channel=channel,
        text=body.text,
        html=body.html,
        quoted_text=body.quoted_text,
        quoted_html=body.quoted_html,
        signature=body.signature,
        recipients=_recipients(to, cc, bcc),
        verdict=verdict or {},
        talk=talk.plain() if talk else None,
        created_at=at,
        side=side,
    )
    insert(message)
    if attachments:
        _bind(message, attachments)
    else:
        message.may_have_files = False
    current_passage().said[message.pk] = message
    return message


def _recipients(to: Iterable[User], cc: Iterable[User], bcc: Sequence[str]) -> dict[str, list[str]]:
    """The fields that name somebody."""
    fields = {
        "to": [person.address for person in to if person.address],
        "cc": [person.email for person in cc if person.email],
        "bcc": list(bcc),
    }
    return {field: addresses for field, addresses in fields.items() if addresses}


def _bind(message: Message, attachments: Sequence[Attachment]) -> None:
    """New files are inserted with the message; files uploaded before must be the author's and not yet used."""
    fresh = _fresh(attachments)
    for attachment in fresh:
        attachment.pk = None  # of an attempt that ended in a deadlock
        attachment.message = message
    if fresh:
        Attachment.objects.bulk_create(fresh)
    uploaded = {attachment.pk for attachment in attachments if attachment not in fresh}
    if not uploaded:
        return
    bound = Attachment.objects.filter(pk__in=uploaded, message=None, uploaded_by=message.author).update(message=message)
    if bound != len(uploaded):
        raise Invalid(_("A file is no longer there or was sent already. Attach it again."))


def _fresh(attachments: Sequence[Attachment]) -> list[Attachment]:
    """Those without a row: never inserted, or inserted by this very verb before it was rolled back and tried again."""
    used = [
        attachment.pk for attachment in attachments if attachment.pk is not None and attachment.message_id is not None
    ]
    stored = set(Attachment.objects.filter(pk__in=used).values_list("pk", flat=True)) if used else set()
    return [
        attachment
        for attachment in attachments
        if attachment.pk is None or attachment.message_id is not None and attachment.pk not in stored
    ]
