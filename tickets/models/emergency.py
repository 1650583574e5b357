"""Something that cannot wait: people are called one after the other until one of them says that they are on it."""

from datetime import timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import BooleanField, F, Q
from django.db.models.expressions import RawSQL

from accounts.models import User
from tickets.models.ticket import Ticket

LONGEST_NAME = 100


class EmergencyQuerySet(models.QuerySet["Emergency"]):
    def visible_to(self, person: User) -> "EmergencyQuerySet":
        """Of tickets that this person of ours sees."""
        if not person.is_staff or not person.is_active:
            return self.none()
        return self if person.is_admin else self.filter(ticket__in=Ticket.objects.visible_to(person).order_by())

    def running(self) -> "EmergencyQuerySet":
        return self.filter(ended_at=None)

    def calling(self, person: User) -> "EmergencyQuerySet":
        """In which this person was called and nobody has answered yet."""
        # By hand: the sidebar's statement knows the person's key only where it stands alone (helpdesk/planned.py).
        is_called = RawSQL("%s = ANY(tickets_emergency.called)", [person.pk], BooleanField())  # noqa: S611  # a constant
        return self.running().filter(is_called, acknowledged_at=None)


class Emergency(models.Model):
    """One at a time on a ticket. Its steps are those of its plan as it was declared: who edits a plan changes no running one."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="emergencies", db_index=False)
    plan = models.CharField(max_length=LONGEST_NAME, help_text="Its name then.")
    # In the form that tickets/emergencies.py reads.
    steps = models.JSONField()
    repeats = models.PositiveSmallIntegerField(default=0, help_text="How often all steps are gone through again.")
    reason = models.TextField()
    # None: a rule did.
    declared_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    declared_at = models.DateTimeField()
    calls = models.PositiveIntegerField(default=0, help_text="How many steps were taken.")
    # Keys of people, for the strip across their desk.
    called = ArrayField(models.BigIntegerField(), default=list)
    # When the next step is taken; None: somebody acknowledged, all steps were taken in vain, or it is over.
    next_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    # None: its ticket was solved or put away.
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[EmergencyQuerySet] = EmergencyQuerySet.as_manager()  # type: ignore[assignment]  # made at run time

    class Meta:
        verbose_name_plural = "emergencies"
        ordering = ["-declared_at", "-pk"]
        indexes = [
            models.Index(fields=["next_at"], name="emergency_due", condition=Q(next_at__isnull=False)),
            models.Index(fields=["-declared_at", "-id"], name="emergency_running", condition=Q(ended_at=None)),
            models.Index(fields=["ticket", "-declared_at"], name="emergency_ticket"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(ended_at=None), name="emergency_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(next_at=None) | Q(ended_at=None, acknowledged_at=None),
                name="emergency_calls_while_unanswered",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_by=None, acknowledged_at=None)
                | Q(acknowledged_by__isnull=False, acknowledged_at__gte=F("declared_at")),
                name="emergency_acknowledged_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id}: {self.plan}"

    @property
    def is_running(self) -> bool:
        return self.ended_at is None

    @property
    def is_unanswered(self) -> bool:
        """All were called, and nobody came."""
        return self.is_running and self.acknowledged_at is None and self.next_at is None

    @property
    def time_to_answer(self) -> timedelta | None:
        """From declaring to acknowledging."""
        return self.acknowledged_at - self.declared_at if self.acknowledged_at is not None else None
