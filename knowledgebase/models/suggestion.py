"""What people of ours were offered beside a ticket, and what became of it."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from tickets.models import Ticket


class SuggestionKind(models.TextChoices):
    TICKET = "ticket"
    ARTICLE = "article"
    MACRO = "macro"


class Suggestion(models.Model):
    """One for each person and thing on a ticket, however often it was looked at. `target`: the key of what was offered."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="suggestions")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=SuggestionKind)
    target = models.BigIntegerField()
    place = models.PositiveSmallIntegerField(help_text="Among those shown, from 1.")
    shown_at = models.DateTimeField()
    inserted_at = models.DateTimeField(null=True, blank=True)
    # What a reply is known by to hold it: an address, or the beginning of the words.
    words = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["shown_at"], name="suggestion_shown"),
            models.Index(
                fields=["inserted_at"],
                name="suggestion_on_its_way",
                condition=Q(inserted_at__isnull=False, sent_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "person", "kind", "target"], name="suggestion_once"),
            models.CheckConstraint(condition=Q(kind__in=SuggestionKind.values), name="suggestion_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"
