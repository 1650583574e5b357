"""A step of a ticket's checklist."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from tickets.models.ticket import Ticket

LONGEST_TEXT = 300


class Task(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="tasks", db_index=False)
    text = models.CharField(max_length=LONGEST_TEXT)
    # Where it stands in the list; gaps mean nothing.
    position = models.PositiveIntegerField()
    assignee = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks", db_index=False
    )
    due_at = models.DateTimeField(null=True, blank=True)
    # That the time is over.
    told_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["ticket", "position", "id"], name="task_checklist"),
            models.Index(
                fields=["assignee"], name="task_assignee", condition=Q(done_at__isnull=True, assignee__isnull=False)
            ),
            models.Index(fields=["due_at"], name="task_due", condition=Q(done_at__isnull=True, told_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_done(self) -> bool:
        return self.done_at is not None
