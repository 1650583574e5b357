"""What is searched: filled by a worker from tickets and messages, so that no verb waits for it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from accounts.models import User
from search.embeddings import vector_field
from tickets.models import Message, Ticket


class Entry(models.Model):
    """The words of one message; without a message, those of the ticket's own fields: public ones, and internal ones.

    `vector` holds the words as written, with their positions, and their stems without: a phrase matches exactly, a word
    also its other forms. Weights: A subject, B number and requester, C names of files, none all else.
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


class Embedding(models.Model):
    """What a ticket is about: its subject with what the customer wrote first, as a vector.

    Keys grow in the order of commits, because one indexer writes at a time: they are a cursor for who comes after it.
    """

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    vector = vector_field()

    def __str__(self) -> str:
        return f"#{self.ticket_id}"


class Renamed(models.Model):
    """A person or an organization has another name: their tickets are to be indexed, from the newest down.

    Written by triggers of the database (a migration has them), whoever changes the name; taken by the worker.
    """

    person_key = models.BigIntegerField(null=True)
    organization_key = models.BigIntegerField(null=True)
    # Tickets from this number up are done.
    below = models.BigIntegerField(null=True)

    class Meta:
        verbose_name_plural = "renamed"

    def __str__(self) -> str:
        return f"person {self.person_key}" if self.person_key else f"organization {self.organization_key}"


class Word(models.Model):
    """A word that stands in the index, to be found by what somebody mistyped: `keys` are it and it without one letter."""

    word = models.CharField(max_length=60, primary_key=True)
    keys = ArrayField(models.CharField(max_length=60))
    # In how many rows it stood when they were last counted: of two words equally near the more usual one is meant.
    seen = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="word_keys", fastupdate=False)]

    def __str__(self) -> str:
        return self.word


class RecentSearch(models.Model):
    """What somebody of ours searched for, to be offered again."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    text = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "recent searches"
        constraints = [models.UniqueConstraint(fields=["person", "text"], name="recent_search_once")]

    def __str__(self) -> str:
        return self.text
