"""A question to a colleague or a team, asked in a note; whoever has the ticket keeps it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from tickets.models.message import Message


class QuestionState(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class QuestionQuerySet(models.QuerySet["Question"]):
    def to(self, person: User) -> "QuestionQuerySet":
        """What still waits for this person's answer, or for one of their teams' to somebody else."""
        teams = Team.objects.filter(members=person).values("pk")
        mine = Q(to_person=person) | Q(to_team__in=teams) & ~Q(asked_by=person)
        return self.filter(mine, state=QuestionState.OPEN)


_IS_OPEN = Q(state=QuestionState.OPEN)


class Question(models.Model):
    # The note that asks. The question is on the ticket where this stands, so that it goes along when a message does.
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="question")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_person = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="questions", db_index=False
    )
    to_team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="questions", db_index=False
    )
    due_at = models.DateTimeField(null=True, blank=True)
    # That the time is over.
    told_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=QuestionState, default=QuestionState.OPEN)
    # The note that answers.
    answer = models.OneToOneField(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="answers")
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[QuestionQuerySet] = QuestionQuerySet.as_manager()  # type: ignore[assignment]  # made at run time

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["to_person"], name="question_to_person", condition=_IS_OPEN),
            models.Index(fields=["to_team"], name="question_to_team", condition=_IS_OPEN),
            models.Index(fields=["due_at"], name="question_due", condition=_IS_OPEN & Q(told_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_person__isnull=False, to_team__isnull=True)
                | Q(to_person__isnull=True, to_team__isnull=False),
                name="question_to_one",
            ),
            models.CheckConstraint(
                condition=_IS_OPEN & Q(ended_at__isnull=True) | ~_IS_OPEN & Q(ended_at__isnull=False),
                name="question_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by} asks {self.asked}"

    @property
    def is_open(self) -> bool:
        return self.state == QuestionState.OPEN

    @property
    def asked(self) -> str:
        """Whom: the name of a person or a team."""
        return self.to_person.display_name if self.to_person else self.to_team.name if self.to_team else ""
