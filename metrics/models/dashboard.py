"""Pages of figures that somebody put together, and what is mailed of them. Written by metrics/actions alone."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from accounts.permissions import Permission, role_may
from tickets.models.saved_view import Visibility

LONGEST_NAME = 80
LONGEST_FILTERS = 1000


class DashboardQuerySet(models.QuerySet["Dashboard"]):
    def visible_to(self, person: User) -> "DashboardQuerySet":
        """Their own, those of their teams, and everybody's; an admin sees those of every team. Only who may see figures."""
        if not (person.is_active and role_may(person.role, Permission.METRICS)):
            return self.none()
        shared = Q(visibility=Visibility.ALL) | Q(owner=person)
        if person.is_admin:
            return self.filter(shared | Q(visibility=Visibility.TEAM))
        return self.filter(shared | Q(visibility=Visibility.TEAM, team__in=person.teams.values("pk")))

    def kept(self) -> "DashboardQuerySet":
        return self.filter(deleted_at=None)


class Dashboard(models.Model):
    """`items`: keys of figures and charts (metrics/layouts.py) in their order; `filters`: as the address of a page has them."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="dashboards", db_index=False)
    name = models.CharField(max_length=LONGEST_NAME)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PRIVATE)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    items = ArrayField(models.CharField(max_length=40))
    filters = models.CharField(max_length=LONGEST_FILTERS, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[DashboardQuerySet] = DashboardQuerySet.as_manager()  # type: ignore[assignment]  # as for tickets

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(deleted_at=None), name="dashboard_once_per_name"
            ),
            models.CheckConstraint(
                condition=Q(visibility=Visibility.TEAM, team__isnull=False)
                | ~Q(visibility=Visibility.TEAM) & Q(team__isnull=True),
                name="dashboard_team_where_a_team_sees_it",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Rhythm(models.TextChoices):
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")


class ReportMail(models.Model):
    """Figures that a person gets by mail: of a `dashboard`, or of a `page` with its filters.

    `next_at` is the instant of the next one; a mail is written down and `next_at` moved on in one transaction.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="report_mails", db_index=False)
    dashboard = models.ForeignKey(
        Dashboard, on_delete=models.CASCADE, null=True, blank=True, related_name="report_mails"
    )
    page = models.CharField(max_length=20, blank=True)
    filters = models.CharField(max_length=LONGEST_FILTERS, blank=True)
    rhythm = models.CharField(max_length=8, choices=Rhythm)
    weekday = models.PositiveSmallIntegerField(default=1, help_text="Of weekly ones: 1 is Monday.")
    day = models.PositiveSmallIntegerField(default=1, help_text="Of monthly ones; in shorter months the last day.")
    at = models.TimeField()
    zone = models.CharField(max_length=60)
    is_paused = models.BooleanField(default=False)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When the last one that was due was written.")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When its person last wanted one at once.")
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["person"], name="report_mail_person", condition=Q(deleted_at=None)),
            models.Index(fields=["next_at"], name="report_mail_due", condition=Q(deleted_at=None, is_paused=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="report_mail_rhythm_known"),
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="report_mail_weekday"),
            models.CheckConstraint(condition=Q(day__range=(1, 31)), name="report_mail_day"),
            models.CheckConstraint(
                condition=Q(dashboard__isnull=True) & ~Q(page="") | Q(dashboard__isnull=False, page="", filters=""),
                name="report_mail_of_a_page_or_dashboard",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rhythm} to {self.person_id}"
