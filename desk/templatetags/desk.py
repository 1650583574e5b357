"""Small questions that rows and messages of the desk ask of what they show."""

from django import template

from desk.conversation import is_failed
from outbox.models import OutboundEmail
from tickets.models import Ticket

register = template.Library()


@register.filter
def is_unread(ticket: Ticket) -> bool:
    """Whether something was said since the person last looked (the annotation `seen`)."""
    return (ticket.seen or 0) < ticket.conversation_seq  # type: ignore[attr-defined]  # annotated by desk.lists


@register.filter
def failed(email: OutboundEmail) -> bool:
    return is_failed(email)
