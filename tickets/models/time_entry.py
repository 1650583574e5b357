"""Time that somebody of ours spent on a ticket, where the installation keeps it."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from tickets.models.ticket import Ticket

LONGEST_MINUTES = 24 * 60
LONGEST_WORDS = 200


class TimeEntry(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="time_entries", db_index=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    minutes = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    # When it was done; an entry may be written down later.
    spent_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["spent_at", "pk"]
        verbose_name_plural = "time entries"
        indexes = [
            models.Index(fields=["ticket", "spent_at", "id"], name="time_of_ticket"),
            models.Index(fields=["spent_at", "id"], name="time_by_moment"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=LONGEST_MINUTES), name="time_of_a_day_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min on #{self.ticket_id}"
