"""The mails that tell people of ours what happened on tickets, and what an answer to one means.

An answer goes to the customer where it told of what the customer waits for, and showed no note; else it becomes a note. It has
seen what the mail showed, up to the seq in the header SEEN. Machines' answers to these mails are ignored: two would talk for
ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation

from accounts.languages import language_shown_to
from accounts.models import User
from mail.addresses import loop_token, reply_address, ticket_message_id
from mail.models import Mailbox
from mail.outgoing import DIGEST, NOTIFICATION, NOTIFICATION_OF_NOTE, STOPPED_NOTE, default_mailbox, from_header
from mail.parsing.automatic import LOOP_HEADER
from mail.seen import SEEN
from mail.texts.drawing import draw
from mail.texts.rendering import render_mail
from outbox.models import UNREACHABLE, OutboundEmail, OutboundRecipient, new_message_id
from outbox.posting import Address, post_email
from tickets.models import Ticket

_BOUNCES_LOOKED_AT = 20
FEEDBACK = "article_feedback"
ARTICLES_DUE = "article_due"


@dataclass(frozen=True, slots=True)
class Said:
    """A message that the mail shows."""

    who: str
    at: datetime
    text: str
    is_note: bool


@dataclass(frozen=True, slots=True)
class Links:
    ticket: str
    settings: str
    switch_off: str  # this kind of mail, by one click


def becomes_note(email: OutboundEmail | None) -> bool:
    """Whether an answer to this mail is for colleagues only."""
    return email is not None and email.kind in (NOTIFICATION_OF_NOTE, STOPPED_NOTE)


def bounces(address: str) -> bool:
    """Whether our latest mails to this address came back."""
    latest = OutboundRecipient.objects.filter(address=address).order_by("-pk")[:_BOUNCES_LOOKED_AT]
    return any(state in UNREACHABLE for state in latest.values_list("state", flat=True))


def post_notification(
    person: User,
    ticket: Ticket,
    *,
    sentences: Sequence[str],
    said: Sequence[Said],
    author: User | None,
    to_customer: bool,
    links: Links,
    at: datetime,
) -> None:
    """One mail about one ticket; the present language and zone are the reader's. Nothing without a mailbox."""
    mailbox: Mailbox | None = ticket.mailbox or default_mailbox()
    if mailbox is None:
        return
    context = {"ticket": ticket, "sentences": sentences, "said": said, "to_customer": to_customer, "links": links}
    _post(
        person,
        mailbox,
        kind=NOTIFICATION if to_customer else NOTIFICATION_OF_NOTE,
        template="notification",
        context=context,
        author=author,
        links=links,
        at=at,
        ticket_id=ticket.pk,
        message_id=ticket_message_id(ticket.pk, mailbox.address),
        reply_to=f"<{reply_address(mailbox.address, ticket.pk)}>",
        # No mail has this id: it makes every mail program put those of one ticket together.
        headers={SEEN: str(ticket.conversation_seq), "References": f"<notifications.{ticket.pk}@{settings.SITE_HOST}>"},
    )


def post_digest(
    person: User, *, tickets: Sequence[tuple[Ticket, Sequence[str], str]], links: Links, at: datetime
) -> None:
    """One mail about everything that came while somebody was away: each ticket, its sentences, its address."""
    mailbox = default_mailbox()
    if mailbox is None:
        return
    _post(
        person,
        mailbox,
        kind=DIGEST,
        template="notification_digest",
        context={"tickets": tickets, "links": links},
        author=None,
        links=links,
        at=at,
        ticket_id=None,
        message_id=new_message_id(mailbox.address.rpartition("@")[2]),
        reply_to="",
        headers={},
    )


def post_about_articles(person: User, *, kind: str, context: dict[str, object], links: Links, at: datetime) -> None:
    """A reader's comment on an article, or what is due for a look, for its owner. Nothing without a mailbox."""
    mailbox = default_mailbox()
    if mailbox is None:
        return
    with translation.override(language_shown_to(person)):
        context |= {"links": links, "mailbox": mailbox}
        texts = draw(kind, context)
    post_email(
        kind=kind,
        from_header=from_header(mailbox, None),
        envelope_from=mailbox.address,
        to=[Address(person.email, person.name)],
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        headers={
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            LOOP_HEADER: loop_token(),
            "List-Unsubscribe": f"<{links.switch_off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        at=at,
    )


def post_call(
    person: User, ticket: Ticket, *, sentence: str, reason: str, ticket_link: str, answer_link: str, at: datetime
) -> None:
    """An emergency calls somebody; an answer to the mail is a note. Nothing without a mailbox."""
    mailbox: Mailbox | None = ticket.mailbox or default_mailbox()
    if mailbox is None:
        return
    _post(
        person,
        mailbox,
        kind=NOTIFICATION_OF_NOTE,
        template="emergency_call",
        context={
            "ticket": ticket,
            "sentence": sentence,
            "reason": reason,
            "ticket_link": ticket_link,
            "answer_link": answer_link,
        },
        author=None,
        links=None,
        at=at,
        ticket_id=ticket.pk,
        message_id=ticket_message_id(ticket.pk, mailbox.address),
        reply_to=f"<{reply_address(mailbox.address, ticket.pk)}>",
        headers={SEEN: str(ticket.conversation_seq), "Importance": "high", "X-Priority": "1"},
    )


def _post(
    person: User,
    mailbox: Mailbox,
    *,
    kind: str,
    template: str,
    context: dict[str, object],
    author: User | None,
    links: Links | None,
    at: datetime,
    ticket_id: int | None,
    message_id: str,
    reply_to: str,
    headers: dict[str, str],
) -> None:
    unsubscribing = {}
    if links is not None:
        unsubscribing = {
            "List-Unsubscribe": f"<{links.switch_off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    context |= {"person": person, "mailbox": mailbox, "language": translation.get_language()}
    texts = render_mail(template, context)
    post_email(
        kind=kind,
        ticket_id=ticket_id,
        message_id=message_id,
        from_header=from_header(mailbox, author),
        envelope_from=mailbox.address,
        reply_to=reply_to,
        to=[Address(person.email, person.name)],
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        headers={
            **headers,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            LOOP_HEADER: loop_token(),
            **unsubscribing,
        },
        at=at,
    )
