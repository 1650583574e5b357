"""What figures are counted from: rows that metrics/facts.py makes of a ticket's events, and metrics/keeping.py keeps.

Their keys are the ticket and a number, so that a rebuild gives the very same rows. No foreign keys in the database: what is
kept here is made from rows that are there.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Team, User
from metrics.reasons import Reason
from sla.models import CalendarVersion, ClockState, PolicyVersion
from sla.terms import Target
from tickets.models import Channel, Level, Priority, Status, Ticket


class Stale(models.Model):
    """A ticket whose log went on. Written with each event by a trigger of the database; taken by a worker."""

    ticket_number = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "stale"

    def __str__(self) -> str:
        return f"#{self.ticket_number}"


class TicketFacts(models.Model):
    """The ticket as the event `seq` left it."""

    ticket = models.OneToOneField(
        Ticket, on_delete=models.CASCADE, primary_key=True, related_name="facts", db_constraint=False
    )
    seq = models.PositiveIntegerField()
    # Neither spam nor deleted nor merged away: those are in no figure.
    is_counted = models.BooleanField()
    status = models.CharField(max_length=10, choices=Status)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    team = models.ForeignKey(
        Team, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    level = models.SmallIntegerField(choices=Level)
    channel = models.CharField(max_length=10, choices=Channel)
    priority = models.SmallIntegerField(choices=Priority)
    organization = models.ForeignKey(
        Organization, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    assignee = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    replies = models.PositiveIntegerField(help_text="Public ones of people of ours.")
    reopens = models.PositiveIntegerField()
    escalations = models.PositiveIntegerField()
    hand_backs = models.PositiveIntegerField()
    ping_pongs = models.PositiveIntegerField(db_default=0, help_text="How often it turned around between levels.")
    answers_above = models.PositiveIntegerField(
        null=True, help_text="Public ones of people of ours since it was last escalated; none: it never was."
    )
    is_avoidable = models.BooleanField(
        default=False, db_default=False, help_text="Level 1 should have solved it, a lead said."
    )
    is_first_contact = models.BooleanField(
        help_text="One answer, then nothing from the customer but thanks, no reopening and no escalation."
    )
    computed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "facts of tickets"
        # Days of half a year are counted from the index alone.
        indexes = [
            models.Index(fields=["opened_at"], condition=Q(is_counted=True), name="facts_counted"),
            models.Index(fields=["computed_at"], name="facts_computed"),  # the newest, which each page tells
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} at event {self.seq}"


class OfTicket(models.Model):
    """What a part of a ticket's facts carries of the ticket: by what figures are narrowed. A figure so reads the parts of its
    period, and not all tickets that there ever were; a ticket's parts are written anew together with it.
    """

    is_counted = models.BooleanField(db_default=False)
    channel = models.CharField(max_length=10, choices=Channel, db_default="")
    priority = models.SmallIntegerField(choices=Priority, db_default=0)
    organization = models.ForeignKey(
        Organization, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    assignee = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        abstract = True


class OfTeam(OfTicket):
    """The same of parts that have no team and level of their own: those of the ticket."""

    team = models.ForeignKey(
        Team, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    level = models.SmallIntegerField(choices=Level, db_default=1)

    class Meta:
        abstract = True


class ResponseKind(models.TextChoices):
    FIRST = "first", _("First response")
    NEXT = "next", _("Next response")


class ResponseFacts(OfTeam):
    """A public human reply that somebody waited for."""

    pk = models.CompositePrimaryKey("ticket_id", "turn")
    ticket = models.ForeignKey(
        TicketFacts, on_delete=models.CASCADE, related_name="responses", db_index=False, db_constraint=False
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
    # What made it count by another version than the one that held (metrics/models/restating.py).
    restatement = models.ForeignKey(
        "Restatement", on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    by = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        verbose_name_plural = "facts of responses"
        # With what most figures read of it, so that they need not look at the rows.
        indexes = [
            models.Index(
                fields=["answered_at"],
                include=["kind", "is_counted", "seconds", "business_seconds", "team", "by", "started_at"],
                name="response_facts_given",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id}, response {self.turn}"


class SolveFacts(OfTeam):
    """One of the times that the ticket was solved. In a period counts the last one: the one whose `next_at` is beyond."""

    pk = models.CompositePrimaryKey("ticket_id", "turn")
    ticket = models.ForeignKey(
        TicketFacts, on_delete=models.CASCADE, related_name="solves", db_index=False, db_constraint=False
    )
    turn = models.PositiveIntegerField()
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    resolution_seconds = models.PositiveIntegerField(help_text="Since the ticket was opened.")
    wait_seconds = models.PositiveIntegerField(help_text="Of these, those neither pending nor solved.")
    # Of the ticket as it is now, as its own row has them.
    status = models.CharField(max_length=10, choices=Status, db_default="")
    replies = models.PositiveIntegerField(db_default=0)
    reopens = models.PositiveIntegerField(db_default=0)
    escalations = models.PositiveIntegerField(db_default=0)
    hand_backs = models.PositiveIntegerField(db_default=0)
    answers_above = models.PositiveIntegerField(null=True)
    is_avoidable = models.BooleanField(db_default=False)
    is_first_contact = models.BooleanField(db_default=False)

    class Meta:
        verbose_name_plural = "facts of solving"
        indexes = [
            models.Index(
                fields=["at"],
                include=["next_at", "is_counted", "resolution_seconds", "wait_seconds", "team", "assignee", "status",
                         "replies", "reopens", "escalations", "is_first_contact"],
                name="solve_facts_solved",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"#{self.ticket_id}, solved for the {self.turn}. time"


class StayFacts(OfTicket):
    """A stretch of not being solved, with one team at one level."""

    pk = models.CompositePrimaryKey("ticket_id", "turn")
    ticket = models.ForeignKey(
        TicketFacts, on_delete=models.CASCADE, related_name="stays", db_index=False, db_constraint=False
    )
    turn = models.PositiveIntegerField()
    team = models.ForeignKey(
        Team, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    level = models.SmallIntegerField(choices=Level)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    at_level_since = models.DateTimeField(null=True, help_text="At this level, whichever teams had it.")
    ends_level = models.BooleanField(db_default=False, help_text="The level held it no longer after this.")
    opened_at = models.DateTimeField(null=True, help_text="When the ticket was.")

    class Meta:
        verbose_name_plural = "facts of stays"
        indexes = [
            models.Index(fields=["until"], name="stay_facts_until", condition=Q(until__isnull=False)),
            models.Index(fields=["since"], name="stay_facts_lasting", condition=Q(until__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id}, stay {self.turn}"


class ClockFacts(OfTeam):
    """A promise. It counts at the earlier of due and ended, once `fixed_at` (None: at once) has come; met unless breached."""

    pk = models.CompositePrimaryKey("ticket_id", "target", "turn")
    ticket = models.ForeignKey(
        TicketFacts, on_delete=models.CASCADE, related_name="clocks", db_index=False, db_constraint=False
    )
    target = models.CharField(max_length=14, choices=Target)
    turn = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=ClockState)
    seconds = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    counts_at = models.DateTimeField(null=True)
    fixed_at = models.DateTimeField(null=True)
    policy = models.ForeignKey(
        PolicyVersion, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    calendar = models.ForeignKey(
        CalendarVersion, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    # Of a broken one: what took most of its time.
    reason = models.CharField(max_length=10, choices=Reason, blank=True, default="", db_default="")

    class Meta:
        verbose_name_plural = "facts of clocks"
        indexes = [
            models.Index(
                fields=["counts_at"],
                include=["target", "is_counted", "state", "ended_at", "fixed_at", "team", "policy", "reason", "ticket"],
                name="clock_facts_counted",
                condition=Q(counts_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} {self.target} {self.turn}: {self.state}"
