"""Rules that look at a mail before it becomes a ticket."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Does(models.TextChoices):
    SET = "set", _("Let it in, and set")
    DROP = "drop", _("Ignore it")
    QUARANTINE = "quarantine", _("Put it in quarantine")


class How(models.TextChoices):
    CONTAINS = "contains", _("contains")
    IS = "is", _("is exactly")
    MATCHES = "matches", _("matches the pattern")
    IS_THERE = "is_there", _("is there")


class MailRule(models.Model):
    """If all of its conditions hold of a mail, then this. What is ignored or stopped stays in the ledger, with its reason."""

    name = models.CharField(max_length=100, unique=True)
    is_on = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)
    # [{"header": "subject", "how": "contains", "value": "invoice"}]
    conditions = models.JSONField(default=list)
    does = models.CharField(max_length=10, choices=Does, default=Does.SET)
    # Of what it sets: {"tags": ["x"], "priority": 3, "team": "Billing", "mailbox": "sales@…", "form": "Refund"}
    sets = models.JSONField(default=dict)
    reason = models.CharField(max_length=200, blank=True, help_text="Why it ignores or stops, for those who look.")
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
