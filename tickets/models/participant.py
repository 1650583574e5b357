"""Who else takes part in a ticket, and what each agent has already read of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models.ticket import Ticket


class ParticipantRole(models.TextChoices):
    REQUESTER = "requester", _("Requester")  # an earlier requester, kept in the conversation
    CC = "cc", _("CC")
    FOLLOWER = "follower", _("Follower")
    THIRD_PARTY = "third_party", _("Third party")


class Participant(models.Model):
    """A person beside the requester, whose place is the ticket's own `requester`."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="participants", db_index=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="participations")
    role = models.CharField(max_length=12, choices=ParticipantRole)
    # A CC sees the conversation from the message that brought them in on; None: all of it.
    since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "person", "role"], name="participant_once_per_role"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()}) on #{self.ticket_id}"


class TicketRead(models.Model):
    """Up to which conversation_seq an agent has read; a ticket beyond it is unread."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="reads")
    seen_seq = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "ticket"], name="read_once")]

    def __str__(self) -> str:
        return f"{self.person} read #{self.ticket_id} to {self.seen_seq}"
