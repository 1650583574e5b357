"""What people of ours were told of the last days' events, and one of them who is away."""

from datetime import timedelta

from accounts.models import Availability, User
from accounts.profile import set_availability
from desk.models import Notification
from desk.notifications.reading import recount
from desk.notifications.writing import write
from helpdesk import clock
from tickets.models import Event

TOLD = timedelta(days=3)
# What is older was read.
FRESH = timedelta(hours=6)
AWAY = "agent3@example.com"


def tell_what_happened() -> None:
    """In the desk only: nobody is mailed about the past."""
    now = clock.now()
    events = Event.objects.filter(at__gte=now - TOLD).select_related("ticket__team").order_by("at", "pk")
    for event in events:
        write(event, past=True)
    Notification.objects.filter(created_at__lt=now - FRESH).update(read_at=now)
    for person in User.objects.staff():
        recount(person)
    for person in User.objects.filter(email=AWAY):
        set_availability(person, Availability.AWAY)
