"""What lists and messages of the desk show."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from desk.conversation import is_failed
from desk.lists import View
from desk.rows import rows_html
from outbox.models import OutboundEmail
from tickets.models import Ticket

register = template.Library()


@register.simple_tag
def ticket_rows(tickets: Iterable[Ticket], view: View | str) -> SafeString:
    """The rows of a list; `view` is empty for what a search found."""
    return rows_html(tickets, is_solved_view=isinstance(view, View) and view.key == "solved")


@register.filter
def failed(email: OutboundEmail) -> bool:
    return is_failed(email)
