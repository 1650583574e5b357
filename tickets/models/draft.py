"""Words not yet sent, kept on the server: per author, ticket and kind."""

from django.db import models

from accounts.models import User
from tickets.models.attachment import Attachment
from tickets.models.message import MessageKind
from tickets.models.ticket import Ticket


class Draft(models.Model):
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=10, choices=MessageKind)
    html = models.TextField(blank=True)
    cc = models.JSONField(default=list, blank=True)
    attachments = models.ManyToManyField(Attachment, related_name="drafts", blank=True)
    # The last conversation_seq the writer had seen when the words were written.
    seen_seq = models.PositiveIntegerField(default=0)
    # The browser that saved it, and when by its own clock (ms): an older save of the same one never replaces a newer.
    writer = models.CharField(max_length=36, blank=True)
    revision = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "ticket", "kind"], name="draft_once")]

    def __str__(self) -> str:
        return f"Draft ({self.kind}) of {self.author} on #{self.ticket_id}"
