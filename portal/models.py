"""What the customers' side must remember by itself. Requests are tickets; nothing of them is kept here."""

from django.db import models

from accounts.models import User
from tickets.models import Attachment, Ticket, TicketForm


class Submission(models.Model):
    """A form that was sent: pressing its button again leads to the same request, not to a second one."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    token = models.UUIDField()
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "token"], name="submission_once")]

    def __str__(self) -> str:
        return f"{self.token} of {self.person}"


class PendingRequest(models.Model):
    """A question of somebody who has yet to confirm their address: kept, shown to nobody, opened with the right code."""

    token = models.UUIDField()
    email = models.CharField(max_length=254)
    name = models.CharField(max_length=150, blank=True)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    form = models.ForeignKey(TicketForm, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    answers = models.JSONField(default=dict, blank=True)  # to the form's questions, by key
    attachments = models.ManyToManyField(Attachment, related_name="+", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "email"], name="pending_request_once")]
        indexes = [models.Index(fields=["created_at"], name="pending_request_created")]

    def __str__(self) -> str:
        return self.subject
