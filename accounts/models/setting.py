"""What was changed in the settings: who, when, from what to what."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User


class SettingAct(models.TextChoices):
    ADDED = "added", _("Added")
    CHANGED = "changed", _("Changed")
    ARCHIVED = "archived", _("Archived")
    RESTORED = "restored", _("Brought back")
    MERGED = "merged", _("Merged")


class SettingChange(models.Model):
    """One act on one setting, never changed afterwards; what its kind and fields mean, the registry of kinds says.

    `changes` is field → [before, after] in the form that the file of the whole configuration has too: names and addresses
    instead of keys, so that it can still be read, and put back, when a row it named has gone.
    """

    kind = models.CharField(max_length=30)
    # Of the setting's row, as text; "" where there is only one of the kind.
    key = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=200, help_text="What it was called then.")
    act = models.CharField(max_length=10, choices=SettingAct)
    changes = models.JSONField(default=dict)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    machine = models.CharField(max_length=60, blank=True, help_text="Its name, when no person did it.")
    at = models.DateTimeField()
    # The change that this one took back.
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "key", "-id"], name="setting_change_of")]
        constraints = [
            models.CheckConstraint(condition=models.Q(act__in=SettingAct.values), name="setting_act_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.kind} {self.name}"

    @property
    def who(self) -> str:
        return self.actor.display_name if self.actor else self.machine

    def before(self) -> dict[str, Any]:
        """The changed fields as they were."""
        return {field: pair[0] for field, pair in self.changes.items()}
