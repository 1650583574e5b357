"""What colleagues tell each other: announcements that everybody concerned has to read, and wins and lessons to share."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from accounts.permissions import Permission, role_may
from tickets.models.macro import Macro
from tickets.models.ticket import Ticket

_TEAMS_OF = "SELECT team_id FROM accounts_team_members WHERE user_id = %s"


class AnnouncementKind(models.TextChoices):
    ANNOUNCEMENT = "announcement", _("Announcement")
    WIN = "win", _("Win")
    LESSON = "lesson", _("Lesson")


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def visible_to(self, person: User) -> "AnnouncementQuerySet":
        """Everybody's, their teams' (admins: all teams') and their own; what begins later, who announces and its author."""
        if not person.is_staff or not person.is_active:
            return self.none()
        if person.is_admin:
            return self
        if not role_may(person.role, Permission.ANNOUNCE):
            self = self.filter(Q(starts_at__lte=Now()) | Q(author=person))
        mine = RawSQL(_TEAMS_OF, [person.pk])  # noqa: S611  # a constant; the key is a parameter
        of_a_team = Announcement.teams.through.objects.order_by()
        return self.filter(
            ~Q(pk__in=of_a_team.values("announcement"))
            | Q(pk__in=of_a_team.filter(team__in=mine).values("announcement"))
            | Q(author=person)
        )

    def kept(self) -> "AnnouncementQuerySet":
        return self.filter(archived_at=None)

    def unread_by(self, person: User) -> "AnnouncementQuerySet":
        """Announcements in force that the person has not read; nobody is told what they wrote themselves."""
        reads = AnnouncementRead.objects.filter(announcement=OuterRef("pk"), person=person)
        return (
            self.visible_to(person)
            .kept()
            .filter(
                ~Q(author=person),
                Q(ends_at=None) | Q(ends_at__gt=Now()),
                ~Exists(reads),
                kind=AnnouncementKind.ANNOUNCEMENT,
                starts_at__lte=Now(),
            )
        )


class Announcement(models.Model):
    kind = models.CharField(max_length=12, choices=AnnouncementKind)
    html = models.TextField(help_text="Sanitised.")
    text = models.TextField(help_text="The same without markup, to be searched.")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    teams = models.ManyToManyField(Team, related_name="+", blank=True, help_text="None: everybody.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    ticket = models.ForeignKey(
        Ticket, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    # What to say to customers about it.
    macro = models.ForeignKey(Macro, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    archived_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects: ClassVar[AnnouncementQuerySet] = AnnouncementQuerySet.as_manager()  # type: ignore[assignment]  # at run time

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["-starts_at", "-id"], name="announcement_kept", condition=Q(archived_at=None)),
            models.Index(
                fields=["starts_at"],
                name="announcement_to_read",
                condition=Q(archived_at=None, kind=AnnouncementKind.ANNOUNCEMENT),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AnnouncementKind.values), name="announcement_kind_known"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="announcement_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class AnnouncementRead(models.Model):
    """Somebody said "Got it"."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="reads", db_index=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "person"], name="announcement_read_once")]

    def __str__(self) -> str:
        return f"{self.person_id} read {self.announcement_id}"


class AnnouncementThanks(models.Model):
    """Somebody says thank you for it."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="thanks", db_index=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        verbose_name_plural = "announcement thanks"
        constraints = [models.UniqueConstraint(fields=["announcement", "person"], name="announcement_thanked_once")]

    def __str__(self) -> str:
        return f"{self.person_id} thanks for {self.announcement_id}"
