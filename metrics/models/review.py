"""Case reviews: solved tickets of a week that a team goes through together, and what comes of each. Written by metrics/actions
alone. No part of the log: that a case was gone through is an event, what was written about it stands here, for few eyes.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from accounts.permissions import Permission, role_may
from tickets.models import Announcement, Ticket

WORST, BEST = 1, 5


class Why(models.TextChoices):
    """Why a case is in the sample. A low rating comes first where several hold."""

    LOW_RATED = "low_rated", _("Rated low")
    ESCALATED = "escalated", _("Escalated")
    LONG = "long", _("Took long")
    RANDOM = "random", _("At random")


_SHOWN = {
    "to_do": Q(reviewed_at__isnull=True),
    "done": Q(reviewed_at__isnull=False),
    "lessons": ~Q(lesson=""),
    "wins": ~Q(win=""),
}


class CaseReviewQuerySet(models.QuerySet["CaseReview"]):
    def visible_to(self, person: User) -> "CaseReviewQuerySet":
        """Those of tickets that the person sees: leads of their teams, managers all, everybody what was written about theirs.

        What was deleted or is spam is nothing to go through any more; what was written about it before stays.
        """
        own = Q(agent=person, reviewed_at__isnull=False)
        found = self.filter(ticket__in=Ticket.objects.visible_to(person).order_by().values("pk"))
        found = found.filter(Q(reviewed_at__isnull=False) | Q(ticket__is_spam=False, ticket__deleted_at__isnull=True))
        if not (person.is_active and role_may(person.role, Permission.METRICS)):
            return found.filter(own)
        if role_may(person.role, Permission.ALL_METRICS):
            return found
        return found.filter(own | Q(team__in=person.teams.values("pk")))

    def showing(self, which: str) -> "CaseReviewQuerySet":
        """Those to do, done, with a lesson or with a win."""
        return self.filter(_SHOWN[which])

    def saying(self, words: str) -> "CaseReviewQuerySet":
        """With these words in the case, its agent, or what was written about it."""
        like = Q()
        for name in ("comment", "lesson", "win", "ticket__subject", "agent__name"):
            like |= Q(**{f"{name}__icontains": words})
        return self.filter(like)


class CaseReview(models.Model):
    """One solved ticket of a week's sample. Without `reviewed_at` nobody has gone through it yet; then it has no scores.

    `team` and `agent` are those of the ticket when it was drawn. `version` tells the second of two writers.
    """

    week = models.DateField(help_text="The Monday of the week in which it was solved.")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="case_reviews", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="case_reviews", db_index=False)
    agent = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="case_reviews")
    why = models.CharField(max_length=10, choices=Why)
    drawn_at = models.DateTimeField()
    empathy = models.PositiveSmallIntegerField(null=True, blank=True)
    accuracy = models.PositiveSmallIntegerField(null=True, blank=True)
    completeness = models.PositiveSmallIntegerField(null=True, blank=True)
    tone = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True, help_text="To the agent.")
    lesson = models.TextField(blank=True, help_text="What everybody can learn from it.")
    win = models.TextField(blank=True, help_text="What went so well that others should hear of it.")
    shared_lesson = models.ForeignKey(
        Announcement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    shared_win = models.ForeignKey(
        Announcement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    reviewed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects: ClassVar[CaseReviewQuerySet] = CaseReviewQuerySet.as_manager()  # type: ignore[assignment]  # as for tickets

    class Meta:
        ordering = ["-week", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "week"], name="case_review_once_a_week"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, empathy=None, accuracy=None, completeness=None, tone=None)
                | Q(
                    reviewed_at__isnull=False,
                    empathy__range=(WORST, BEST),
                    accuracy__range=(WORST, BEST),
                    completeness__range=(WORST, BEST),
                    tone__range=(WORST, BEST),
                ),
                name="case_review_scored_when_reviewed",
            ),
        ]
        indexes = [models.Index(fields=["team", "-week"], name="case_review_of_team")]

    def __str__(self) -> str:
        return f"#{self.ticket_id} in the week of {self.week}"
