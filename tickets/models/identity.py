"""Codes that tell whether whoever asks can read the mail of the customer they say they are."""

from django.db import models

from accounts.models import User
from tickets.models.ticket import Ticket


class IdentityCode(models.Model):
    """A code on its way to an address of the requester; the newest of a ticket is the one that counts, and it counts once."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="identity_codes", db_index=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    address = models.CharField(max_length=254)
    # HMAC of the code: a reader of the database can't enter it.
    digest = models.CharField(max_length=64)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["ticket", "-id"], name="identity_code_ticket"),
            models.Index(fields=["created_at"], name="identity_code_created"),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id}: code for {self.address}"
