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


class RequestDraft(models.Model):
    """Words of a signed-in customer that are not sent yet: of a new request, or of an answer to `ticket`. On every device."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # The fields of the form by name, each a list of texts, as they were typed.
    words = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "ticket"], name="request_draft_once", nulls_distinct=False)
        ]
        indexes = [models.Index(fields=["updated_at"], name="request_draft_updated")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.ticket_id or 'new'}"
