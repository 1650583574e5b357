"""One act on many tickets: what was asked of whom, and what became of each ticket."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User

MOST_TICKETS = 1_000


class BulkKind(models.TextChoices):
    ASSIGN = "assign", _("Assign")
    TEAM = "team", _("Put into a team's queue")
    STATUS = "status", _("Set the status")
    PRIORITY = "priority", _("Set the priority")
    TAG = "tag", _("Change tags")
    SNOOZE = "snooze", _("Snooze")
    UNSNOOZE = "unsnooze", _("End the snooze")
    ESCALATE = "escalate", _("Escalate")
    MERGE = "merge", _("Merge")
    SPAM = "spam", _("Mark as spam")
    NOT_SPAM = "not_spam", _("No spam")
    DELETE = "delete", _("Delete")
    RESTORE = "restore", _("Restore")
    MACRO = "macro", _("Use a macro")
    FOLLOW = "follow", _("Follow")
    READ = "read", _("Mark as read")
    # Begun on the problem, not on a list: tickets/actions/problems.py.
    INCIDENTS = "incidents", _("Answer the incidents of a problem")
    UNDO = "undo", _("Undo")


class BulkState(models.TextChoices):
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class Outcome(models.TextChoices):
    """Of one ticket; empty while its turn has not come."""

    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Was so already")
    REFUSED = "refused", _("Refused")
    MISSING = "missing", _("Not found")


class BulkAct(models.Model):
    """Carried out by tickets/bulk/running.py; the events that come of it name its key as `bulk`."""

    actor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="bulk_acts", db_index=False)
    kind = models.CharField(max_length=10, choices=BulkKind)
    # Ids and codes, and the `name` of whom or what was chosen: see tickets/bulk/acts.py for what each kind needs.
    arguments = models.JSONField(default=dict, blank=True)
    # Who sends the same one twice means one act.
    token = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=BulkState, default=BulkState.RUNNING)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # Until then one worker has it; without one, or afterwards, any worker may go on with it.
    claimed_until = models.DateTimeField(null=True, blank=True)
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, null=True, blank=True, related_name="undone_by")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["actor", "token"], name="bulk_act_once"),
            models.CheckConstraint(
                condition=Q(state=BulkState.RUNNING, ended_at=None)
                | ~Q(state=BulkState.RUNNING) & Q(ended_at__isnull=False),
                name="bulk_act_ended_has_time",
            ),
            models.CheckConstraint(
                condition=Q(kind=BulkKind.UNDO, undoes__isnull=False) | ~Q(kind=BulkKind.UNDO) & Q(undoes=None),
                name="bulk_act_undo_undoes_one",
            ),
        ]
        indexes = [
            models.Index(fields=["actor", "-id"], name="bulk_act_actor"),
            models.Index(fields=["id"], name="bulk_act_running", condition=Q(state=BulkState.RUNNING)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.state})"

    @property
    def is_running(self) -> bool:
        return self.state == BulkState.RUNNING


class BulkStep(models.Model):
    """One ticket of it, by its number: it may be one that is not there."""

    act = models.ForeignKey(BulkAct, on_delete=models.CASCADE, related_name="steps", db_index=False)
    place = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    # The conversation_seq when it was chosen: a reply goes to what its writer could see.
    seen_seq = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    # Why not, in the actor's language; of an undo also what it left alone.
    reason = models.TextField(blank=True)
    # The ticket's events that came of it: those after `after_seq`, up to `last_seq`.
    after_seq = models.PositiveIntegerField(default=0)
    last_seq = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["act", "place"], name="bulk_step_place_once"),
            models.UniqueConstraint(fields=["act", "number"], name="bulk_step_ticket_once"),
            models.CheckConstraint(condition=Q(last_seq__gte=F("after_seq")), name="bulk_step_seqs_in_order"),
        ]

    def __str__(self) -> str:
        return f"#{self.number}: {self.outcome or 'waits'}"
