"""What was changed about people and organizations: who, when, from what to what."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.organization import Organization
from accounts.models.user import User


class ChangeKind(models.TextChoices):
    CHANGED = "changed", _("Changed")
    ADDRESS_ADDED = "address_added", _("Address added")
    ADDRESS_REMOVED = "address_removed", _("Address removed")
    ADDRESS_CONFIRMED = "address_confirmed", _("Address confirmed")
    MADE_FIRST = "made_first", _("First address changed")
    MERGED = "merged", _("Another person merged into this one")
    UNMERGED = "unmerged", _("Merge undone")


class DirectoryChange(models.Model):
    """One act, never changed afterwards: of a person or of an organization."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="changes")
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="changes"
    )
    kind = models.CharField(max_length=20, choices=ChangeKind)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    # {"changes": {field: [before, after]}} or the particulars of the kind: ids and codes, never sentences.
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(organization__isnull=True), name="directory_change_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person or self.organization}"

    @property
    def changes(self) -> dict[str, list[Any]]:
        """Field → [before, after]."""
        return self.data.get("changes", {})
