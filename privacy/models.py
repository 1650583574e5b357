"""What customers ask of their own data: a copy, or that it is erased. The record names nobody who was erased."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from helpdesk import clock


class CopyState(models.TextChoices):
    WAITING = "waiting", _("Being put together")
    READY = "ready", _("Ready")
    OVER = "over", _("No longer there")
    FAILED = "failed", _("Did not work")


def stored_path(copy: "DataCopy", filename: str) -> str:
    return f"copies/{copy.key.hex}.zip"


class DataCopy(models.Model):
    """All that a customer may see of what we keep of them, as one file that is there for some days."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="data_copies")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=CopyState, default=CopyState.WAITING)
    file = models.FileField(upload_to=stored_path, max_length=255, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "data copies"
        indexes = [models.Index(fields=["id"], name="data_copy_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.state}"

    @property
    def is_ready(self) -> bool:
        """Until its last moment, whenever the timer comes that takes the file away."""
        return self.state == CopyState.READY and (self.ends_at is None or self.ends_at > clock.now())

    @property
    def is_over(self) -> bool:
        return self.state == CopyState.OVER or (self.state == CopyState.READY and not self.is_ready)

    @property
    def is_waiting(self) -> bool:
        return self.state == CopyState.WAITING


class ErasureState(models.TextChoices):
    WAITING = "waiting", _("To be decided")
    RUNNING = "running", _("Being erased")
    DONE = "done", _("Erased")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")


OPEN = (ErasureState.WAITING, ErasureState.RUNNING)


class Erasure(models.Model):
    """A wish to be erased, what was decided, and how far it is: `stage` is the store that is at its turn, `after` a key in it."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="erasures")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=ErasureState, default=ErasureState.WAITING)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it was declined; the customer reads it.")
    # Store → how many rows were erased.
    counts = models.JSONField(default=dict)
    stage = models.PositiveSmallIntegerField(default=0)
    after = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["id"], name="erasure_running", condition=Q(state="running"))]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["waiting", "running"]), name="erasure_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(finished_at__isnull=False), name="erasure_done_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.state}"

    @property
    def is_waiting(self) -> bool:
        return self.state == ErasureState.WAITING

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
