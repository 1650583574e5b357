"""The log of a ticket: what happened, who did it, when, and which columns it changed."""

from django.db import models

from accounts.actors import ActorKind
from accounts.models import User
from tickets.models.ticket import Ticket


class Event(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="events", db_index=False)
    # Gapless per ticket, given under the ticket's lock; ids commit out of order and are no cursor.
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    actor_kind = models.CharField(max_length=12, choices=ActorKind, default=ActorKind.PERSON)
    actor_name = models.CharField(max_length=100, blank=True, help_text="Of a machine of ours; people have `actor`.")
    at = models.DateTimeField()
    # {"changes": {column: [before, after]}, ...particulars of the kind}; ids and codes, never sentences.
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["ticket", "seq"], name="event_seq_once")]

    def __str__(self) -> str:
        return f"#{self.ticket_id}/{self.seq} {self.kind}"

    @property
    def changes(self) -> dict[str, list]:
        """Column → [before, after]."""
        return self.data.get("changes", {})
