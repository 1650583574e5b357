"""Words and changes prepared for what happens again and again."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AfterSending, Team, User
from tickets.models.task import LONGEST_TEXT
from tickets.models.ticket import Priority, Status


class MacroScope(models.TextChoices):
    ALL = "all", _("Everybody")
    TEAM = "team", _("One team")
    PRIVATE = "private", _("Only me")


class MacroUse(models.TextChoices):
    ANY = "any", _("Replies and notes")
    REPLY = "reply", _("Replies")
    NOTE = "note", _("Notes")


class MacroQuerySet(models.QuerySet["Macro"]):
    def visible_to(self, person: User) -> "MacroQuerySet":
        """Everybody's, their teams' (admins: all teams') and their own."""
        if not person.is_staff or not person.is_active:
            return self.none()
        own = Q() if person.is_admin else Q(team__in=person.teams.order_by().values("pk"))
        teams = Q(scope=MacroScope.TEAM) & own
        return self.filter(Q(scope=MacroScope.ALL) | Q(owner=person) | teams)

    def kept(self) -> "MacroQuerySet":
        """Not archived."""
        return self.filter(archived_at=None)


class Macro(models.Model):
    name = models.CharField(max_length=100)
    html = models.TextField(
        blank=True, help_text="Sanitised, with Liquid placeholders; empty when it only changes things."
    )
    use = models.CharField(max_length=10, choices=MacroUse, default=MacroUse.REPLY)
    language = models.CharField(
        max_length=10, blank=True, help_text="Of its words; those of the customer's come first."
    )
    # Who sees it.
    scope = models.CharField(max_length=10, choices=MacroScope, default=MacroScope.PRIVATE)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="macros")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="macros")
    # What it does, empty: nothing.
    status = models.CharField(max_length=10, choices=Status, blank=True)
    priority = models.SmallIntegerField(choices=Priority, null=True, blank=True)
    add_tags = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    remove_tags = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    assign_to_me = models.BooleanField(default=False)
    assign_team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    # Steps for the ticket's checklist.
    add_tasks = ArrayField(models.CharField(max_length=LONGEST_TEXT), default=list, db_default=[], blank=True)
    # Where the desk goes when it was sent, empty: where its writer likes.
    afterwards = models.CharField(max_length=4, choices=AfterSending, blank=True, default="", db_default="")
    # As many as there are `macro.applied` events of it.
    use_count = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[MacroQuerySet] = MacroQuerySet.as_manager()  # type: ignore[assignment]  # made at run time

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name", "id"], name="macro_kept", condition=Q(archived_at=None))]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope=MacroScope.TEAM, team__isnull=False) | ~Q(scope=MacroScope.TEAM) & Q(team=None),
                name="macro_team_only_when_shared_with_one",
            ),
            models.CheckConstraint(
                condition=~Q(scope=MacroScope.PRIVATE) | Q(owner__isnull=False), name="macro_private_has_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def changes_something(self) -> bool:
        return bool(
            self.status
            or self.priority
            or self.add_tags
            or self.remove_tags
            or self.assign_to_me
            or self.assign_team_id
            or self.add_tasks
        )
