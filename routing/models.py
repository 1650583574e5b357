"""Rules and what is kept of their work. Rules are changed by routing/actions.py only."""

import secrets
from base64 import b64encode
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from helpdesk.encrypted import EncryptedField
from tickets.models import Ticket


class RuleState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ON = "on", _("On")
    OFF = "off", _("Off")


class OffReason(models.TextChoices):
    """Why a rule that was on is off, though nobody switched it off."""

    LOOP = "loop", _("It set itself off again and again")
    FAILING = "failing", _("It failed again and again")


class RuleQuerySet(models.QuerySet["Rule"]):
    def kept(self) -> "RuleQuerySet":
        """Not archived."""
        return self.filter(archived_at=None)

    def active(self) -> "RuleQuerySet":
        return self.kept().filter(state=RuleState.ON)


class RuleWords(models.Model):
    """What a rule says: of its present form, and of each earlier one."""

    name = models.CharField(max_length=100)
    description = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=RuleState, default=RuleState.DRAFT)
    # The three parts of a rule, in the forms that routing/kinds.py, conditions.py and effects.py read.
    when = models.JSONField(default=dict)
    conditions = models.JSONField(default=dict)
    effects = models.JSONField(default=list)

    class Meta:
        abstract = True


class Rule(RuleWords):
    """When something happens to a ticket, and if these conditions hold, then do this. Tried in the order of `position`."""

    position = models.IntegerField()
    # The number of its newest RuleVersion.
    version = models.PositiveIntegerField(default=1)
    off_reason = models.CharField(max_length=10, choices=OffReason, blank=True, default="")
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    # Of the form that made it, so that a form sent twice makes one rule.
    token = models.CharField(max_length=40, unique=True, null=True, blank=True)  # noqa: DJ001  # many have none

    objects: ClassVar[RuleQuerySet] = RuleQuerySet.as_manager()  # type: ignore[assignment]  # made at run time

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RuleState.values), name="rule_state_known"),
            models.CheckConstraint(
                condition=Q(off_reason="") | Q(state=RuleState.OFF), name="rule_off_reason_only_when_off"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RuleVersion(RuleWords):
    """A rule as somebody saved it; never changed afterwards."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    # None: the loop guard, or the one who counts failures.
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    # The number of the version that was restored by this one.
    restores = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["rule", "number"], name="rule_version_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class RuleFailure(models.Model):
    """A rule's conditions held, and what it does was refused or broke; the ticket is as if the rule had not acted."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="failures")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    problem = models.CharField(max_length=300)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.problem


class Trace(models.Model):
    """What the rules made of one event: a compact row, kept for 30 days."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    seq = models.PositiveIntegerField(help_text="Of the event.")
    at = models.DateTimeField()
    # [[rule, version, node]]: the rules that were asked in their order; node is the first one of its conditions that was
    # against it, null when it acted, -1 when what it does failed. What is not here failed at its first condition, by the index.
    asked = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "seq"], name="trace_ticket"),
            models.Index(fields=["at"], name="trace_at"),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id}/{self.seq}"


class TimedAct(models.Model):
    """A time-based rule was asked about a ticket for this moment; it acts once, whoever comes by again."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    since = models.DateTimeField()
    version = models.PositiveIntegerField(help_text="Of the rule that was asked; a changed one is asked again.")
    acted = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "ticket", "since"], name="timed_act_once")]

    def __str__(self) -> str:
        return f"{self.rule_id} on #{self.ticket_id}"


def new_secret() -> str:
    """As Standard Webhooks writes them."""
    return "whsec_" + b64encode(secrets.token_bytes(24)).decode()


class WebhookTarget(models.Model):
    """Where rules may send what happened."""

    name = models.CharField(max_length=100, unique=True)
    url = models.URLField(max_length=500)
    secret = EncryptedField(default=new_secret)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class EmergencyPlan(models.Model):
    """Who is called in which order, how, and how long each is waited for. A running emergency keeps the steps it began with."""

    name = models.CharField(max_length=100)
    description = models.TextField(blank=True, default="")
    # In the form that tickets/emergencies.py reads, without the names of webhooks.
    steps = models.JSONField(default=list)
    repeats = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(archived_at=None), name="emergency_plan_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class TeamAssignment(models.Model):
    """How a team gives the tickets of its queue to its people; a team without a row leaves it to them."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, primary_key=True, related_name="assignment")
    strategy = models.CharField(max_length=20)
    # How many tickets on which it is our turn a person gets at most from the queue.
    capacity = models.PositiveSmallIntegerField(default=10)

    def __str__(self) -> str:
        return f"{self.team}: {self.strategy}"


class Turn(models.Model):
    """When somebody's turn in a team was last: who waits longest is next."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "person"], name="turn_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.team_id}: {self.number}"


class AssignmentWish(models.Model):
    """A rule wants this ticket given to somebody of its team in this way, whatever the team's own way is."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, primary_key=True, related_name="+")
    strategy = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"#{self.ticket_id}: {self.strategy}"


class SmartChoice(models.Model):
    """Whether smart routing acts by itself on this field, and how sure it must be; a field without a row: it only proposes."""

    field = models.CharField(max_length=10, primary_key=True)
    is_on = models.BooleanField(default=False)
    threshold = models.FloatField(default=0.9)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(threshold__gte=0.5, threshold__lte=0.99), name="smart_threshold_sensible"
            )
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.threshold if self.is_on else 'off'}"


class SmartMeasurement(models.Model):
    """How right smart routing would have been on the newest solved tickets; without a result while it is being worked out."""

    started_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    # Until when a worker is at it; past: it has died, and the next one begins anew.
    claimed_until = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    # Of routing/measuring.py; None with `ended_at`: there were too few solved tickets.
    result = models.JSONField(null=True)

    class Meta:
        constraints = [
            # One at a time is under way.
            models.UniqueConstraint(fields=["ended_at"], nulls_distinct=False, name="smart_measured_once"),
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d}: {self.done} of {self.total}"


class SmartProgress(models.Model):
    """How far smart routing has looked: the newest vector that it has seen. One row."""

    seen = models.BigIntegerField()

    def __str__(self) -> str:
        return f"up to {self.seen}"
