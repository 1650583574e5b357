"""The mails of a side conversation: they say nothing of the ticket, and answers find the way back by an address of its own.

Their Message-IDs name no ticket either: whoever is asked learns no more than what was written to them.
"""

from datetime import datetime

from django.utils import translation

from mail.addresses import loop_token, side_reply_address
from mail.models import InboundEmail
from mail.outgoing import (
    MOST_REFERENCES,
    SIDE_CONVERSATION,
    answer_subject,
    bracketed,
    came_back,
    default_mailbox,
    files_of,
    from_header,
    html_for_mail,
    language_of,
    quotable,
    words_for_mail,
)
from mail.parsing.automatic import LOOP_HEADER
from mail.signatures import signature_below
from mail.texts.drawing import draw
from outbox.models import OutboundEmail
from outbox.posting import Address, post_email
from tickets.content import html_of
from tickets.models import Message, SideConversation, Ticket


def post_side(ticket: Ticket, message: Message, *, at: datetime) -> None:
    """What one of ours wrote in a side conversation, to those it is with."""
    side = message.side
    mailbox = ticket.mailbox or default_mailbox()
    if mailbox is None or side is None:
        return
    thread = _thread_headers(side)
    words_html = html_for_mail(message.html or html_of(message.text))
    quoted_html = html_for_mail(message.quoted_html)
    language = language_of(message.author) if message.author else ""
    with translation.override(language or translation.get_language()):
        context = {
            "subject": answer_subject(side.subject) if thread else side.subject,
            "words": words_for_mail(message),
            "words_html": words_html,
            "quoted": message.quoted_text,
            "quoted_html": quoted_html,
            "language": translation.get_language(),
            **signature_below(ticket, message),
        }
        texts = draw(SIDE_CONVERSATION, context)
    post_email(
        kind=SIDE_CONVERSATION,
        ticket_id=ticket.pk,
        ticket_message_id=message.pk,
        from_header=from_header(mailbox, message.author),
        envelope_from=mailbox.address,
        reply_to=f'"{quotable(mailbox.name)}" <{side_reply_address(mailbox.address, side.pk)}>',
        to=[Address(address) for address in side.to],
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        headers={**thread, LOOP_HEADER: loop_token()},
        attachments=files_of(message, f"{message.html}{message.quoted_html}"),
        at=at,
        lost=came_back(ticket, side.to),
    )


def _thread_headers(side: SideConversation) -> dict[str, str]:
    """In-Reply-To their last mail, else ours; nothing when it begins."""
    about = {"ticket_message__side": side}
    arrived = InboundEmail.objects.filter(**about).exclude(message_id="").order_by("-pk")
    came = list(arrived.values_list("received_at", "message_id")[:MOST_REFERENCES])
    sent = OutboundEmail.objects.filter(**about).order_by("-pk")
    went = list(sent.values_list("created_at", "message_id")[:MOST_REFERENCES])
    chain = [bracketed(message_id) for _at, message_id in sorted([*came, *went])][-MOST_REFERENCES:]
    if not chain:
        return {}
    return {"In-Reply-To": bracketed(came[0][1]) if came else chain[-1], "References": " ".join(chain)}
