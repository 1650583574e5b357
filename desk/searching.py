"""Finding tickets by words."""

from django.db.models import Q

from accounts.models import User
from tickets.models import Ticket
from tickets.models.ticket import TicketQuerySet


def found(person: User, text: str) -> TicketQuerySet:
    """Tickets that this person may see, whose subject, beginning or requester contains every word of the text."""
    tickets = Ticket.objects.visible_to(person).listed()
    for word in text.split()[:8]:
        tickets = tickets.filter(
            Q(subject__icontains=word)
            | Q(snippet__icontains=word)
            | Q(requester__name__icontains=word)
            | Q(requester__email__icontains=word)
        )
    return tickets if text else tickets.none()
