"""Calendars and policies, each in versions that are never edited in place, and the clocks that follow from them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from sla.terms import Target
from tickets.models import Ticket


class Calendar(models.Model):
    """Opening hours. What holds now is its `current` version."""

    name = models.CharField(max_length=80, unique=True)
    # What policies are given first, and what figures without a policy count by.
    is_default = models.BooleanField(default=False)
    current = models.ForeignKey(
        "CalendarVersion", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="calendar_one_default")
        ]

    def __str__(self) -> str:
        return self.name


class CalendarVersion(models.Model):
    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    hours = models.JSONField(help_text="As `Schedule.parse` takes it.")
    day_names = models.JSONField(default=dict, blank=True, help_text="Own day (ISO) → what it is.")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["calendar", "number"], name="calendar_version_once")]

    def __str__(self) -> str:
        return f"{self.calendar} {self.number}"


class DefaultCalendar(models.Model):
    """Which calendar was the default from when: figures of the past count by the one of then. The first one held before, too."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="+", db_index=False)
    since = models.DateTimeField()

    class Meta:
        ordering = ["since", "pk"]

    def __str__(self) -> str:
        return f"{self.calendar}, since {self.since:%Y-%m-%d %H:%M}"


class Policy(models.Model):
    """What is promised to whom: the first active one, by position, whose conditions a ticket meets."""

    name = models.CharField(max_length=80, unique=True)
    description = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    current = models.ForeignKey("PolicyVersion", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.name


class PolicyVersion(models.Model):
    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    conditions = models.JSONField(
        default=dict, blank=True, help_text="A tree, see sla/conditions.py; empty: every ticket."
    )
    terms = models.JSONField(help_text="As `Terms.parse` takes it.")
    # Whose current version counts when the policy is set on a ticket. None: all of it is in calendar time.
    calendar = models.ForeignKey(
        Calendar, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="policy_version_once")]

    def __str__(self) -> str:
        return f"{self.policy} {self.number}"


class ClockState(models.TextChoices):
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    MET = "met", _("Met")
    BREACHED = "breached", _("Breached")
    CANCELLED = "cancelled", _("Cancelled")


class Clock(models.Model):
    """One promise: a target of a ticket, and its *turn* (n-th wait of the customer, n-th stay at a level, else 1).

    Written by sla/listener.py alone, from sla/deadlines.py. A row that ended is not written again, unless what cancelled it
    is taken back.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="clocks", db_index=False)
    target = models.CharField(max_length=14, choices=Target)
    turn = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=ClockState)
    seconds = models.PositiveIntegerField(help_text="How long was promised.")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)  # None: it stands still
    ended_at = models.DateTimeField(null=True, blank=True)
    # When the timer has to look at it: the next warning, the deadline, or the end of the 72 hours after solving.
    check_at = models.DateTimeField(null=True, blank=True)
    warned = models.PositiveSmallIntegerField(default=0)
    policy = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    calendar = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["ticket", "started_at", "pk"]
        indexes = [
            models.Index(fields=["check_at", "ticket"], name="clock_check", condition=Q(check_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "target", "turn"], name="clock_once"),
            models.CheckConstraint(condition=Q(state__in=ClockState.values), name="clock_state_known"),
            models.CheckConstraint(condition=~Q(state="met") | Q(ended_at__isnull=False), name="clock_met_has_ended"),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} {self.target} {self.turn}: {self.state}"


class Recomputation(models.Model):
    """Bringing open tickets to the versions that hold now, in bites, by number."""

    about = models.CharField(max_length=100, help_text="The name of the calendar or policy that was changed.")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    started_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    after_number = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["id"], name="recomputation_unfinished", condition=Q(finished_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.about}: {self.done} of {self.total}"


class Arrivals(models.Model):
    """How many tickets customers opened in half an hour, of one team and language: what the picture of coverage is drawn from.

    Counted anew every hour (sla/arrivals.py), so that no page looks at tickets for it.
    """

    at = models.DateTimeField(help_text="When the half hour begins.")
    # The one that has them now; None: none.
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    language = models.CharField(max_length=10, blank=True)
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "arrivals"
        constraints = [
            models.UniqueConstraint(fields=["at", "team", "language"], name="arrivals_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}: {self.number}"
