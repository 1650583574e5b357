"""Somebody wants to be reminded of a ticket; nobody else is."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from tickets.models.ticket import Ticket

LONGEST_WORDS = 300


class Reminder(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="reminders", db_index=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reminders", db_index=False)
    at = models.DateTimeField()
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    created_at = models.DateTimeField()
    # When its time had come and they were told.
    told_at = models.DateTimeField(null=True, blank=True)
    # When they were done with it, or took it back.
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["at"], name="reminder_due", condition=Q(told_at__isnull=True, ended_at__isnull=True)),
            models.Index(fields=["ticket", "person"], name="reminder_open", condition=Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.person} of #{self.ticket_id} at {self.at}"

    @property
    def is_due(self) -> bool:
        return self.told_at is not None
