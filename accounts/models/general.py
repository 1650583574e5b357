"""What holds for the whole desk."""

from django.db import models


class GeneralSettings(models.Model):
    """One row. What an admin has set; what is not in it is as the environment says (accounts/general.py)."""

    values = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="general_settings_once")]

    def __str__(self) -> str:
        return "general settings"
