"""What smart routing learnt from the demo's past, and what it thinks of the newest tickets."""

from accounts.models import User
from routing.proposing import propose_for
from routing.smart_actions import start_measuring, work_on_measurement
from tickets.models import Ticket
from tickets.models.ticket import OUR_TURN

LOOKED_AT = 40


def teach_smart_routing() -> None:
    """After the index has their vectors. It only proposes: whether it acts is the admin's to choose."""
    start_measuring(actor=User.objects.get(email="admin@example.com"))
    work_on_measurement()
    for ticket in Ticket.objects.unfinished().filter(status__in=OUR_TURN).order_by("-opened_at")[:LOOKED_AT]:
        propose_for(ticket)
