"""The signature of a mailbox: below what a person of ours writes, in the mail only, never in the message's own words."""

import html as html_escapes
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from mail.models import Mailbox
from tickets.content import storable, text_of
from tickets.errors import Invalid
from tickets.html import clean
from tickets.models import Message, Ticket
from tickets.placeholders import fill_silently, mailbox_of, require_liquid, values_for

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Signature:
    html: str = ""
    text: str = ""


def signature_for(ticket: Ticket, agent: User) -> Signature:
    """The agent's own, else that of the ticket's mailbox with their name in it; empty when there is none or it does not work."""
    if agent.signature:
        return Signature(html=_as_html(agent.signature), text=agent.signature)
    mailbox: Mailbox | None = mailbox_of(ticket)
    if mailbox is None or not (mailbox.signature_html or mailbox.signature_text):
        return Signature()
    values = values_for(ticket, agent)
    try:
        html = fill_silently(mailbox.signature_html, values, is_html=True)
        text = fill_silently(mailbox.signature_text, values, is_html=False) or text_of(html)
    except Invalid:
        return Signature()
    return Signature(html=html or _as_html(text), text=text.strip())


def signature_below(ticket: Ticket, message: Message) -> dict[str, Any]:
    """For the mail's templates: the writer's own from their mail program, else the mailbox's below what a person wrote."""
    if message.signature or message.author is None or not message.is_human:
        return {"signature": message.signature, "signature_html": _as_html(message.signature)}
    signature = signature_for(ticket, message.author)
    return {"signature": signature.text, "signature_html": signature.html}


def checked_signature(signature: str, *, is_html: bool) -> str:
    """As it is kept. Raises Invalid for one that is too long, and for placeholders that do not exist."""
    kept = clean(storable(signature)) if is_html else storable(signature).strip()
    if len(kept) > LONGEST:
        raise Invalid(_("A signature can have at most %(most)s characters.") % {"most": LONGEST})
    require_liquid(kept)
    return kept if not is_html or text_of(kept) or "<img" in kept else ""


def _as_html(text: str) -> str:
    return html_escapes.escape(text).replace("\n", "<br>")
