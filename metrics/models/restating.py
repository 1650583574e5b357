"""Corrected calendars: from when on past answers are counted by them, and what was counted before."""

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from metrics.models.facts import ResponseKind, TicketFacts
from sla.models import Calendar, CalendarVersion


class Restatement(models.Model):
    """Answers given under earlier versions of the calendar count by `version`. Never edited; one taken back counts no more."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="+", db_index=False)
    version = models.ForeignKey(CalendarVersion, on_delete=models.CASCADE, related_name="+", db_index=False)
    since = models.DateTimeField(null=True, help_text="Answers given from then on; none: all of them.")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.version}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def since_day(self) -> date | None:
        """In the calendar's own zone, as it was asked for."""
        return self.since.astimezone(ZoneInfo(self.version.hours["time_zone"])).date() if self.since else None


class FormerResponse(models.Model):
    """An answer's row as it was counted before a restatement: never written again, and in no figure."""

    ticket = models.ForeignKey(
        TicketFacts, on_delete=models.CASCADE, related_name="former_responses", db_constraint=False
    )
    turn = models.PositiveIntegerField()
    kind = models.CharField(max_length=5, choices=ResponseKind)
    started_at = models.DateTimeField()
    answered_at = models.DateTimeField()
    seconds = models.PositiveIntegerField()
    business_seconds = models.PositiveIntegerField(null=True)
    calendar = models.ForeignKey(
        CalendarVersion, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    # That it was counted by; none: the version that held when it was given.
    restatement = models.ForeignKey(
        Restatement, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    # None: one that is counted no more was taken back.
    replaced_by = models.ForeignKey(
        Restatement, on_delete=models.DO_NOTHING, null=True, related_name="replaced", db_constraint=False
    )
    computed_at = models.DateTimeField()
    superseded_at = models.DateTimeField()

    class Meta:
        ordering = ["ticket", "turn", "pk"]

    def __str__(self) -> str:
        return f"#{self.ticket_id}, response {self.turn}, until {self.superseded_at:%Y-%m-%d %H:%M}"
