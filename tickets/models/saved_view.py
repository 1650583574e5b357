"""A list that somebody keeps: a filter in the language of the search field, an order, and what its rows show."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User


class Visibility(models.TextChoices):
    PRIVATE = "private", _("Only me")
    TEAM = "team", _("A team")
    ALL = "all", _("Everybody")


class ListSort(models.TextChoices):
    """The closed list: each has its partial index over the work that it orders."""

    WAITING = "waiting", _("Waiting longest")
    UPDATED = "updated", _("Last changed")
    OPENED = "opened", _("Newest")
    PRIORITY = "priority", _("Priority")
    SOLVED = "solved", _("Last solved")
    DUE = "due", _("Due soonest")


class ListColumn(models.TextChoices):
    """What a row can show beside its subject and requester, in the order of the table."""

    ORGANIZATION = "organization", _("Organization")
    TAGS = "tags", _("Tags")
    KIND = "kind", _("Kind")
    FIELDS = "fields", _("Answers")
    CHANNEL = "channel", _("Channel")
    BRAND = "brand", _("Brand")
    LEVEL = "level", _("Level")
    PRIORITY = "priority", _("Priority")
    STATUS = "status", _("Status")
    ASSIGNEE = "assignee", _("Assignee")
    OPENED = "opened", _("Opened")
    UPDATED = "updated", _("Last changed")
    DUE = "due", _("Due")
    WAITING = "waiting", _("Waiting")


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, person: User) -> "SavedViewQuerySet":
        """Their own, those of their teams, and everybody's; an admin sees those of every team."""
        if not (person.is_staff and person.is_active):
            return self.none()
        shared = Q(visibility=Visibility.ALL) | Q(owner=person)
        if person.is_admin:
            return self.filter(shared | Q(visibility=Visibility.TEAM))
        return self.filter(shared | Q(visibility=Visibility.TEAM, team__in=person.teams.all()))


class SavedView(models.Model):
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views", db_index=False)
    name = models.CharField(max_length=80)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PRIVATE)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="saved_views")
    # As somebody would type it into the search field (search/query.py); "me" is whoever looks.
    filter = models.CharField(max_length=500)
    sort = models.CharField(max_length=10, choices=ListSort, default=ListSort.WAITING)
    # None of them: those of whoever looks.
    columns = ArrayField(models.CharField(max_length=20, choices=ListColumn), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[SavedViewQuerySet] = SavedViewQuerySet.as_manager()  # type: ignore[assignment]  # as for tickets

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_once_per_name"),
            models.CheckConstraint(
                condition=Q(visibility=Visibility.TEAM, team__isnull=False)
                | ~Q(visibility=Visibility.TEAM) & Q(team__isnull=True),
                name="saved_view_team_where_a_team_sees_it",
            ),
        ]
        indexes = [
            models.Index(fields=["visibility"], name="saved_view_shared", condition=~Q(visibility="private")),
        ]

    def __str__(self) -> str:
        return self.name
