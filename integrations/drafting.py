"""A new issue as it is offered to its writer: from the hand-over, without the customer's personal data.

What is struck out is a proposal, too: its writer reads it before it goes.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from integrations.actions import ticket_address
from integrations.clients.base import LONGEST_TITLE
from tickets.handing_on import drafted_words
from tickets.models import Escalation, Ticket

STRUCK = "[…]"
_SECRETS = (
    re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+"),  # addresses
    re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b"),  # IBANs
    re.compile(r"(?<![\w.])(?:\+|00)?\(?\d[\d ()/.-]{6,}\d(?![\w.])"),  # telephone and card numbers
    re.compile(r"(?<!\d)\d{3}[\s-]?\d{3}(?!\d)"),  # codes
    re.compile(r"(?i)\b(password|passwort|kennwort|token|secret|api[ _-]?key)(\s*[:=]\s*)\S+"),
    re.compile(r"•{3,}"),
)
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class IssueDraft:
    title: str
    body: str
    is_struck: bool  # something was


def draft_for(ticket: Ticket) -> IssueDraft:
    """In a fixed number of statements."""
    handed = Escalation.objects.filter(ticket=ticket).order_by("pk").last()
    if handed is not None:
        parts = [(_("Why"), handed.reason), (_("What was tried"), handed.tried), (_("What is asked"), handed.asked)]
    else:
        words = drafted_words(ticket)
        parts = [(_("What was tried"), words.tried), (_("What is asked"), words.asked)]
    said = "\n\n".join(f"## {name}\n{words.strip()}" for name, words in parts if words.strip())
    body, title = without_personal_data(said, ticket), without_personal_data(ticket.subject, ticket)
    footer = _("Ticket #%(number)s: %(address)s") % {"number": ticket.pk, "address": ticket_address(ticket)}
    return IssueDraft(
        title=title[:LONGEST_TITLE],
        body=f"{body}\n\n{footer}".strip(),
        is_struck=(title, body) != (ticket.subject, said),
    )


def without_personal_data(text: str, ticket: Ticket) -> str:
    """Addresses, numbers, codes and secrets, and the names of the customer and of their organization."""
    for pattern in _SECRETS:
        text = pattern.sub(STRUCK, text)
    for name in _names(ticket):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", STRUCK, text, flags=re.IGNORECASE)
    return text


def _names(ticket: Ticket) -> list[str]:
    person, organization = ticket.requester, ticket.organization
    whole = [person.name, person.email.partition("@")[0], organization.name if organization else ""]
    found = {name for name in [*whole, *person.name.split()] if len(name) >= _SHORTEST_NAME}
    return sorted(found, key=len, reverse=True)
