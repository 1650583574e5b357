"""What customers are told of something that does not work at the moment, and who wants to hear how it goes on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import DEFAULT_BRAND, Brand
from status.wording import said
from tickets.models import Ticket


class IssueState(models.TextChoices):
    INVESTIGATING = "investigating", _("Investigating")
    IDENTIFIED = "identified", _("Identified")
    MONITORING = "monitoring", _("Monitoring")
    RESOLVED = "resolved", _("Resolved")


class KnownIssue(models.Model):
    title = models.CharField(max_length=150)
    # The part of the product, in customers' words: also by it we notice who writes about the same.
    affected = models.CharField(max_length=150)
    translations = models.JSONField(default=dict, db_default={}, blank=True)  # title and affected: status/wording.py
    state = models.CharField(max_length=13, choices=IssueState.choices, default=IssueState.INVESTIGATING)
    # Whose incidents are the tickets about it.
    problem = models.ForeignKey(
        Ticket, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="resolved", resolved_at__isnull=False) | ~Q(state="resolved") & Q(resolved_at=None),
                name="known_issue_resolved_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["-id"], name="known_issue_open", condition=Q(resolved_at__isnull=True))]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_title(self) -> str:
        """In the reader's language, as the next one."""
        return said("title", self.title, self.translations)

    @property
    def shown_affected(self) -> str:
        return said("affected", self.affected, self.translations)


class IssueUpdate(models.Model):
    """What was said of it at a time; the first one begins it."""

    issue = models.ForeignKey(KnownIssue, on_delete=models.CASCADE, related_name="updates")
    state = models.CharField(max_length=13, choices=IssueState.choices)
    text = models.TextField()
    translations = models.JSONField(default=dict, db_default={}, blank=True)  # text: status/wording.py
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    # When its mails were put into the outbox.
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["id"], name="issue_update_to_be_told", condition=Q(told_at__isnull=True))]

    def __str__(self) -> str:
        return self.text

    @property
    def shown_text(self) -> str:
        """In the reader's language."""
        return said("text", self.text, self.translations)


class IssueSubscription(models.Model):
    """Somebody who wants to hear of it; without `confirmed_at` nobody has shown yet that the address is theirs."""

    issue = models.ForeignKey(KnownIssue, on_delete=models.CASCADE, related_name="subscriptions", db_index=False)
    email = models.CharField(max_length=254)
    language = models.CharField(max_length=10)
    # On whose pages they asked for it: so the mails look.
    brand = models.ForeignKey(
        Brand,
        on_delete=models.DO_NOTHING,
        default=DEFAULT_BRAND,
        db_default=DEFAULT_BRAND,
        db_index=False,
        db_constraint=False,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "email"], name="issue_subscription_once")]

    def __str__(self) -> str:
        return self.email
