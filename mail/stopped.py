"""The mail to one of ours whose answer from a mail program was not sent: why, what is new, where the words are.

It has seen what it shows (the header SEEN), so that an answer to it is sent, unless somebody wrote again. What machines answer
to it is ignored.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.middleware import find_zone
from accounts.models import User
from mail.addresses import body_reference, loop_token, reply_address, ticket_message_id
from mail.notifying import Said
from mail.outgoing import STOPPED_ANSWER, STOPPED_NOTE, answer_subject, default_mailbox, from_header, language_of
from mail.parsing.automatic import LOOP_HEADER
from mail.seen import SEEN
from mail.texts.drawing import draw
from outbox.posting import Address, post_email
from tickets.errors import Refused, Stale
from tickets.models import Message, Ticket

_MOST_NEWS = 5
_LONGEST = 2000  # letters of one of them


def post_stopped(ticket: Ticket, person: User, refusal: Refused, *, words: str, answers: str, as_note: bool) -> None:
    """In the transaction that keeps the words. `answers`: the Message-ID of what they sent, without brackets.

    What was to be a note never becomes a word to the customer: neither does what they answer to this mail.
    """
    ticket = Ticket.objects.select_related("mailbox").get(pk=ticket.pk)
    mailbox = ticket.mailbox or default_mailbox()
    if mailbox is None:
        return
    with translation.override(language_of(person)), timezone.override(find_zone(person.time_zone)):
        context = {
            "ticket": ticket,
            "news": _news(ticket, refusal) if isinstance(refusal, Stale) else [],
            "reason": str(refusal),
            "is_stale": isinstance(refusal, Stale),
            "as_note": as_note,
            "words": words,
            "address": f"{settings.SITE_URL}{reverse('desk:ticket', args=[ticket.pk])}{'?compose=note' if as_note else ''}",
            "reference": body_reference(ticket.pk),
            "subject": answer_subject(ticket.subject),
            "language": translation.get_language(),
        }
        texts = draw(STOPPED_ANSWER, context)
    thread = {"In-Reply-To": f"<{answers}>", "References": f"<{answers}>"} if answers else {}
    post_email(
        kind=STOPPED_NOTE if as_note else STOPPED_ANSWER,
        ticket_id=ticket.pk,
        message_id=ticket_message_id(ticket.pk, mailbox.address),
        from_header=from_header(mailbox, None),
        envelope_from=mailbox.address,
        reply_to=f"<{reply_address(mailbox.address, ticket.pk)}>",
        to=[Address(person.email, person.name)],
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        headers={
            **thread,
            SEEN: str(ticket.conversation_seq),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            LOOP_HEADER: loop_token(),
        },
    )


def _news(ticket: Ticket, stop: Stale) -> list[Said]:
    """What its writer had not seen, oldest first; of much, the newest."""
    unseen = ticket.messages.filter(seq__gt=stop.seen_seq).select_related("author").order_by("-seq")
    return [_said(message) for message in unseen[:_MOST_NEWS]][::-1]


def _said(message: Message) -> Said:
    who = message.author.display_name if message.author else _("Helpdesk")
    return Said(who, message.created_at, Truncator(message.text).chars(_LONGEST), message.is_note)
