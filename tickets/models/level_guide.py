"""What an admin writes for each level: what belongs there, and how it is done."""

from django.db import models

from tickets.models.ticket import Level


class LevelGuide(models.Model):
    """One row for each level that has any; both texts are Markdown."""

    level = models.SmallIntegerField(choices=Level, primary_key=True)
    criteria = models.TextField(blank=True, help_text="What a ticket must be like to come to this level.")
    procedure = models.TextField(blank=True, help_text="How people of this level go about it.")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["level"]
        constraints = [
            models.CheckConstraint(condition=models.Q(level__gte=0, level__lte=3), name="level_guide_0_to_3"),
        ]

    def __str__(self) -> str:
        return str(Level(self.level).label)
