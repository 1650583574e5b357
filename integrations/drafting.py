"""A new issue as it is offered to its writer: from the hand-over, without the customer's personal data.

What is struck out is a proposal, too: its writer reads it before it goes.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from integrations.actions import ticket_address
from integrations.clients.base import LONGEST_TITLE
from tickets.handing_on import drafted_words
from tickets.models import Escalation, Ticket
from tickets.personal_data import others_on, without_personal_data


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
    others = others_on(ticket)
    body, title = (without_personal_data(words, ticket, others=others) for words in (said, ticket.subject))
    footer = _("Ticket #%(number)s: %(address)s") % {"number": ticket.pk, "address": ticket_address(ticket)}
    return IssueDraft(
        title=title[:LONGEST_TITLE],
        body=f"{body}\n\n{footer}".strip(),
        is_struck=(title, body) != (ticket.subject, said),
    )
