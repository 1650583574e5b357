"""Emerging issues: alike tickets that grow this week. Found by a worker (metrics/emerging), decided by people of ours.

No part of the log: what is found depends on when it was looked for. What comes of it (a problem, its links) is in the log.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import User
from tickets.models import Ticket


class EmergingIssue(models.Model):
    """`words`: what its tickets have in common; `before`: as many alike tickets came in a usual week."""

    words = ArrayField(models.CharField(max_length=60), default=list)
    before = models.FloatField()
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="When it was found again last.")
    problem = models.ForeignKey(
        Ticket, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    # No issue, somebody of ours said.
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-found_at", "-pk"]
        indexes = [models.Index(fields=["-seen_at"], name="emerging_seen", condition=Q(dismissed_at__isnull=True))]

    def __str__(self) -> str:
        return " · ".join(self.words) or f"issue {self.pk}"


class EmergingTicket(models.Model):
    issue = models.ForeignKey(EmergingIssue, on_delete=models.CASCADE, related_name="members")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    nearness = models.FloatField(help_text="1: it says the same as the one in the middle.")

    class Meta:
        ordering = ["-nearness", "pk"]
        constraints = [models.UniqueConstraint(fields=["issue", "ticket"], name="emerging_ticket_once")]

    def __str__(self) -> str:
        return f"#{self.ticket_id} in {self.issue_id}"
