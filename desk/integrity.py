"""What `manage.py check_integrity` asks of notifications."""

from collections.abc import Iterator

from django.db.models import F

from accounts.models import User
from desk.models import Notification
from desk.notifications.inbox import visible_notifications

MOST = 20


def check_notifications() -> Iterator[str]:
    """Each tells of an event of its own ticket, and the number in the head of the desk is that of the unread ones."""
    for row in Notification.objects.exclude(event__ticket=F("ticket"))[:MOST]:
        yield f"#{row.ticket_id}: notification {row.pk} tells of event {row.event_id}, which is another ticket's"
    told = Notification.objects.filter(read_at=None).values("person")
    counted = User.objects.filter(pk__in=told) | User.objects.filter(unread_notifications__gt=0)
    found = 0
    for person in counted.order_by("pk").iterator():
        number = visible_notifications(person).filter(read_at=None).count()
        if number != person.unread_notifications and (found := found + 1) <= MOST:
            yield f"{person.email}: {person.unread_notifications} unread notifications, but {number} are"
