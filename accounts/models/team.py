"""A group of staff that works a queue."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


def default_levels() -> list[int]:
    return [1]


class Team(models.Model):
    name = models.CharField(max_length=100, unique=True)
    public_name = models.CharField(
        max_length=100,
        blank=True,
        default="",
        db_default="",
        help_text=_("What customers read while the team has their request; empty: they read nothing of it."),
    )
    public_names = models.JSONField(
        default=dict, db_default={}, blank=True
    )  # the same in other languages: accounts/texts.py
    levels = ArrayField(models.SmallIntegerField(), default=default_levels, help_text=_("Support levels it serves."))
    is_private = models.BooleanField(
        default=False, help_text=_("Only members, admins and people on a ticket see the tickets of a private team.")
    )
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="teams", blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)  # offered nowhere any more; its tickets keep it

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def serves(self, level: int) -> bool:
        return self.archived_at is None and level in self.levels
