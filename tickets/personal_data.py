"""Striking personal data out of what leaves a ticket: for an issue, for an article.

What is struck out is a proposal: whoever uses the words reads them first.
"""

import re

from tickets.models import Ticket

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
