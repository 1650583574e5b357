"""Messages that went from one ticket to another: a merge, a split, a move. What undoing it needs stands in the row."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.models.ticket import Ticket


class TransferKind(models.TextChoices):
    MERGE = "merge", _("Merged")  # all of the source, which is closed then
    SPLIT = "split", _("Split off")  # the target was opened for it
    MOVE = "move", _("Moved")


class Transfer(models.Model):
    """One act; the events of both tickets carry its key as `batch`. Undone at most once, and never done again."""

    kind = models.CharField(max_length=5, choices=TransferKind)
    source = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="transfers_out")
    target = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="transfers_in")
    messages = ArrayField(models.BigIntegerField())
    # As it was before, where the event's columns do not tell: see tickets/transfers.py.
    before = models.JSONField(default=dict)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="transfer_to_another"),
            models.UniqueConstraint(
                fields=["source"],
                condition=models.Q(kind="merge", undone_at__isnull=True),
                name="transfer_merged_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: #{self.source_id} → #{self.target_id}"
