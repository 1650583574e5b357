"""What is searched: filled by a worker from tickets and messages, so that no verb waits for it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from tickets.models import Message, Ticket


class Entry(models.Model):
    """The words of one message; without a message, those of the ticket's own fields: public ones, and internal ones.

    `vector` holds the words as written, with their positions, and their stems without: a phrase matches exactly, a word
    also its other forms. Weights: A subject, B number and requester, C all else.
    """

    # No foreign keys in the database: filling the index need not look up what it was just made from.
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    message = models.OneToOneField(Message, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False)
    is_public = models.BooleanField()
    language = models.CharField(max_length=10, blank=True)
    # When the message was written: a CC finds only what came after them.
    at = models.DateTimeField(null=True)
    vector = SearchVectorField()

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            # Without a pending list, which each search would have to read through; only the worker waits for it.
            GinIndex(fields=["vector"], name="entry_vector", fastupdate=False),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "is_public"], condition=Q(message=None), name="entry_of_ticket_once"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id}" if self.message_id is None else f"#{self.ticket_id}, message {self.message_id}"


class Stale(models.Model):
    """To be indexed: the ticket's own fields, and this message. Appended by the listener, taken by the worker.

    No foreign keys and no uniqueness: writing it must wait for nobody.
    """

    ticket_number = models.BigIntegerField()
    message_key = models.BigIntegerField(null=True)

    class Meta:
        verbose_name_plural = "stale"

    def __str__(self) -> str:
        return f"#{self.ticket_number}"
