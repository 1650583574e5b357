"""Somebody of ours was named in a note."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from tickets.models.message import Message
from tickets.models.ticket import Ticket


class Mention(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="mention_once")]
        indexes = [
            models.Index(fields=["person", "-id"], name="mention_person"),
            models.Index(fields=["person", "ticket"], name="mention_unread", condition=Q(read_at=None)),
            models.Index(fields=["ticket"], name="mention_ticket"),
        ]

    def __str__(self) -> str:
        return f"{self.person} on #{self.ticket_id}"
