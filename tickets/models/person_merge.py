"""Two people who turned out to be one: what was moved from the one to the other, so that it can be put back."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from tickets.models.ticket import Ticket


class PersonMerge(models.Model):
    """One act. What of the two people themselves changed stands in `before`, what of each ticket in `MergedTicket`."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="merges_away", db_index=False)
    survivor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="merges_here")
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    # How many tickets named the person when it began; they follow in batches, as many as `tickets` has rows.
    total = models.PositiveIntegerField()
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # When the last ticket had followed; None again while they go back.
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=models.F("survivor")), name="person_merge_of_two"),
            models.UniqueConstraint(fields=["person"], condition=Q(undone_at__isnull=True), name="person_merged_once"),
        ]
        indexes = [
            models.Index(fields=["id"], name="person_merge_unfinished", condition=Q(finished_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.survivor}"

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class MergedTicket(models.Model):
    """A ticket that named the person, as it was before and as the merge left it."""

    merge = models.ForeignKey(PersonMerge, on_delete=models.CASCADE, related_name="tickets")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    before = models.JSONField()
    after = models.JSONField()
    put_back = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"#{self.ticket_id} in {self.merge_id}"
