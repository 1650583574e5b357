"""How far a proactive message has come."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from mail.proactive.models import ProactiveMessage, ProactiveRecipient, Reached, Skipped
from outbox.models import UNREACHABLE, RecipientState

_FAILED = (RecipientState.FAILED, *UNREACHABLE)


@dataclass(frozen=True, slots=True)
class Progress:
    waiting: int
    sent: int
    failed: int  # of those sent: came back, were refused, or were marked as spam
    answered: int
    unsubscribed: int
    unreachable: int
    gone: int

    @property
    def left_out(self) -> int:
        return self.unsubscribed + self.unreachable + self.gone

    @property
    def total(self) -> int:
        return self.waiting + self.sent + self.left_out


def progress_of(message: ProactiveMessage) -> Progress:
    """In one statement."""
    sent, skipped = Q(state=Reached.SENT), Q(state=Reached.SKIPPED)
    counts = {
        "waiting": Count("pk", filter=Q(state=Reached.WAITING), distinct=True),
        "sent": Count("pk", filter=sent, distinct=True),
        "failed": Count("pk", filter=sent & Q(email__recipients__state__in=_FAILED), distinct=True),
        "answered": Count("pk", filter=Q(ticket__isnull=False), distinct=True),
        **{reason: Count("pk", filter=skipped & Q(skipped=reason), distinct=True) for reason in Skipped.values},
    }
    return Progress(**message.recipients.order_by().aggregate(**counts))


def answers_to(message: ProactiveMessage) -> QuerySet[ProactiveRecipient]:
    """Those who answered, with the request that it opened; the newest first."""
    return message.recipients.filter(ticket__isnull=False).select_related("person", "ticket").order_by("-ticket")


def with_figures(messages: QuerySet[ProactiveMessage]) -> QuerySet[ProactiveMessage]:
    """For a list: `sent_count`."""
    return messages.annotate(sent_count=Count("recipients", filter=Q(recipients__state=Reached.SENT)))
