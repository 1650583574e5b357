"""What colleagues can do: skills with how well, languages (a column of the person), and how much at a time on each channel."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User


class Proficiency(models.IntegerChoices):
    LEARNING = 1, _("Learning")
    GOOD = 2, _("Good")
    EXPERT = 3, _("Expert")


class Skill(models.Model):
    name = models.CharField(max_length=60, unique=True)
    # A ticket with one of these asks for it. Names, because tags live in an app above.
    tags = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AgentSkill(models.Model):
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="skills", db_index=False)
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="people")
    proficiency = models.SmallIntegerField(choices=Proficiency, default=Proficiency.GOOD)

    class Meta:
        ordering = ["skill__name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "skill"], name="agent_skill_once"),
            models.CheckConstraint(condition=Q(proficiency__in=Proficiency.values), name="agent_skill_1_to_3"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.skill} ({self.get_proficiency_display()})"


class Capacity(models.Model):
    """How many open tickets of a channel somebody works on at once; without a row there is no limit."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="capacities", db_index=False)
    # A code of tickets.models.Channel, which lives in an app above.
    channel = models.CharField(max_length=10)
    most = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["channel"]
        constraints = [models.UniqueConstraint(fields=["person", "channel"], name="capacity_once_a_channel")]

    def __str__(self) -> str:
        return f"{self.person}: {self.most} ({self.channel})"
