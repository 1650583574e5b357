"""Surveys: whom we asked what about which solved ticket, and what they answered; and when which survey is sent.

Written by metrics/actions alone. Each sending and each answer is an event of the ticket, too: the log can tell all of it.
"""

import secrets

from django.db import models
from django.db.models import Q

from accounts.models import Team, User
from mail.models import Mailbox
from tickets.models import Ticket
from tickets.ratings import SCALES, SurveyKind


def new_token() -> str:
    """Nobody guesses it: it is all that the answering page asks for."""
    return secrets.token_urlsafe(24)


class Survey(models.Model):
    """One question to one person about one solving of a ticket. `team` and `agent`: who had the ticket when it was solved."""

    kind = models.CharField(max_length=4, choices=SurveyKind)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="surveys", db_index=False)
    solved_at = models.DateTimeField()
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="surveys", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    agent = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    language = models.CharField(max_length=10)
    question = models.CharField(max_length=200)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    # None: rated in the portal before a mail was due. Of those, none counts as sent, and none is sent any more.
    sent_at = models.DateTimeField(null=True, blank=True)
    score = models.SmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, help_text="When the first score came.")
    changed_at = models.DateTimeField(null=True, blank=True, help_text="When score or comment changed last.")

    class Meta:
        indexes = [
            models.Index(fields=["person", "kind", "-sent_at"], name="survey_person"),
            models.Index(fields=["kind", "sent_at"], name="survey_sent", condition=Q(sent_at__isnull=False)),
            models.Index(fields=["kind", "answered_at"], name="survey_answered", condition=Q(score__isnull=False)),
            models.Index(fields=["-answered_at", "-id"], name="survey_newest", condition=Q(score__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "solved_at"], name="survey_once_a_solve"),
            models.CheckConstraint(condition=Q(kind__in=SurveyKind.values), name="survey_kind_known"),
            models.CheckConstraint(
                condition=Q(score__isnull=True, answered_at__isnull=True, changed_at__isnull=True, comment="")
                | Q(score__isnull=False, answered_at__isnull=False, changed_at__isnull=False),
                name="survey_answered_has_time",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True)
                | Q(kind="csat", score__range=(SCALES["csat"].lowest, SCALES["csat"].highest))
                | Q(kind="nps", score__range=(SCALES["nps"].lowest, SCALES["nps"].highest))
                | Q(kind="ces", score__range=(SCALES["ces"].lowest, SCALES["ces"].highest)),
                name="survey_score_on_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} about #{self.ticket_id}"


class SurveyPlan(models.Model):
    """Whether and how one kind of survey is sent by mail. Changed by metrics/actions/planning.py."""

    kind = models.CharField(max_length=4, choices=SurveyKind, primary_key=True)
    is_on = models.BooleanField(default=False)
    delay_hours = models.PositiveSmallIntegerField(default=24, help_text="After a ticket was solved.")
    sample_percent = models.PositiveSmallIntegerField(default=100)
    rest_days = models.PositiveSmallIntegerField(default=7, help_text="Until the same person is asked again.")
    mailboxes = models.ManyToManyField(Mailbox, blank=True, related_name="+")  # none chosen: all
    # Of brands that are asked otherwise: key → percent.
    brand_percents = models.JSONField(default=dict, blank=True, db_default={})
    questions = models.JSONField(default=dict, blank=True, help_text="By language; where there is none, ours.")
    # Everything solved until then was looked at; None: the timer has not begun.
    looked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SurveyKind.values), name="survey_plan_kind_known"),
            models.CheckConstraint(condition=Q(delay_hours__gte=1), name="survey_plan_delay_an_hour"),
            models.CheckConstraint(
                condition=Q(sample_percent__gte=1, sample_percent__lte=100), name="survey_plan_sample_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class SurveyOptOut(models.Model):
    """Somebody who wants no surveys by mail."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="survey_opt_out")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.person_id)
