"""The mail that calls somebody in an emergency: at once, whatever the hour, with a link that answers it."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from desk.emergencies import acknowledge_token
from desk.models import Notification
from helpdesk.nudge import nudge
from mail.notifying import post_call
from tickets.access import sees
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.models import Emergency, Event


def mail_call(person: User, row: Notification) -> int:
    """How many mails: none once it was read, or somebody is on it. The present language is the reader's."""
    emergency = Emergency.objects.filter(pk=row.event.data["emergency"], ended_at=None, acknowledged_at=None).first()
    if emergency is None or row.read_at is not None or not sees(person, row.ticket):
        return 0
    answer = reverse("desk:answer_call", args=[acknowledge_token(person, emergency)])
    post_call(
        person,
        row.ticket,
        sentence=event_text(row.event, Names.of([row.event])),
        reason=emergency.reason,
        ticket_link=f"{settings.SITE_URL}{reverse('desk:ticket', args=[row.ticket_id])}",
        answer_link=f"{settings.SITE_URL}{answer}",
        at=row.created_at,
    )
    return 1


def call_at_once(event: Event) -> None:
    """Mails of a call leave after the commit; a lost nudge delays them by one round of the timer."""
    if "email" in event.data.get("how", ()):
        transaction.on_commit(_nudge_mailer, robust=True)


def _nudge_mailer() -> None:
    from desk.tasks import mail_notifications

    nudge(mail_notifications)
