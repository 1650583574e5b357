"""What smart routing thinks of a ticket, for its page."""

from collections.abc import Collection

from django import template

from tickets.models import Ticket
from tickets.proposals import Proposal, proposals_of

register = template.Library()


@register.simple_tag
def proposals(ticket: Ticket, tags: Collection[str]) -> list[Proposal]:
    """Read from the ticket's own row: it asks the database for nothing."""
    return proposals_of(ticket, tags)
