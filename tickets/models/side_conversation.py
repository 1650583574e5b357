"""A talk beside the ticket, with somebody who takes no part in it: a supplier, another department.

What is said in it are internal notes of the ticket with `Message.side` set; what left was mailed to `to`. Where the ticket was
merged, its side conversations go on at the survivor (`tickets.access.survivor_of`).
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models.ticket import Ticket


class SideState(models.TextChoices):
    WAITING = "waiting", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class SideConversation(models.Model):
    # Where it was opened.
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="side_conversations")
    subject = models.CharField(max_length=250)
    to = ArrayField(models.EmailField())
    state = models.CharField(max_length=10, choices=SideState, default=SideState.WAITING)
    opened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SideState.values), name="side_state_known"),
            models.CheckConstraint(condition=~Q(to=[]), name="side_is_with_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({', '.join(self.to)})"
