"""A language model that drafts answers for agents and visitors: how it is reached, and what it was asked. Off at first."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from helpdesk.encrypted import EncryptedField
from knowledgebase.models.article import LANGUAGE_LENGTH
from knowledgebase.models.session import HelpSession
from tickets.models import Ticket

LONGEST_ADDRESS, LONGEST_NAME = 300, 120
SHORTEST_WAIT, LONGEST_WAIT = 2, 120


class CheckState(models.TextChoices):
    """Of the last test of the connection."""

    NONE = "", _("Not tested")
    WAITING = "waiting", _("Being tested")
    WELL = "well", _("Works")
    FAILED = "failed", _("Does not work")


class LanguageModel(models.Model):
    """There is one. `address` is what stands before /chat/completions. `is_on`: for agents."""

    is_on = models.BooleanField(default=False)
    for_visitors = models.BooleanField(default=False)
    address = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    model = models.CharField(max_length=LONGEST_NAME, blank=True)
    key = EncryptedField(blank=True)
    seconds = models.PositiveSmallIntegerField(default=20, help_text="Longer than so, nobody waits for an answer.")
    check_state = models.CharField(max_length=7, choices=CheckState, blank=True)
    check_said = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="language_model_is_one"),
            models.CheckConstraint(
                condition=Q(is_on=False, for_visitors=False) | (~Q(address="") & ~Q(model="")),
                name="language_model_on_is_reachable",
            ),
        ]

    def __str__(self) -> str:
        return self.model or "Language model"


class DraftState(models.TextChoices):
    WAITING = "waiting", _("Being written")
    READY = "ready", _("Ready")
    REFUSED = "refused", _("No answer in the articles")
    FAILED = "failed", _("Failed")


class AnswerDraft(models.Model):
    """One question to the model and what came of it. `sources`: what its numbers cite, as they stood then."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="answer_drafts")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=7, choices=DraftState, default=DraftState.WAITING)
    text = models.TextField(blank=True)
    sources = models.JSONField(default=list)
    said = models.CharField(max_length=300, blank=True, help_text="Why there is no text.")
    asked_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    inserted_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["asked_at"], name="answer_draft_asked"),
            models.Index(fields=["id"], name="answer_draft_waiting", condition=Q(state="waiting")),
            models.Index(
                fields=["inserted_at"],
                name="answer_draft_on_its_way",
                condition=Q(inserted_at__isnull=False, sent_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "person"], name="answer_draft_one_waits", condition=Q(state="waiting")
            ),
            models.CheckConstraint(condition=Q(state__in=DraftState.values), name="answer_draft_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.state}"


class HelpAnswer(models.Model):
    """A visitor's question to the model, and what of its words cites our passages.

    `sources` are the passages that this visitor could read when they asked; `sentences` cite them by number.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    session = models.ForeignKey(HelpSession, on_delete=models.CASCADE, null=True, related_name="drafted")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+", help_text="Who is signed in."
    )
    question = models.CharField(max_length=500)
    language = models.CharField(max_length=LANGUAGE_LENGTH)
    state = models.CharField(max_length=7, choices=DraftState, default=DraftState.WAITING)
    sentences = models.JSONField(default=list, help_text='Each {"text": …, "cites": [numbers]}.')
    sources = models.JSONField(default=list)
    said = models.CharField(max_length=300, blank=True, help_text="Why there is none; for admins.")
    asked_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["asked_at"], name="help_answer_asked"),
            models.Index(fields=["id"], name="help_answer_waiting", condition=Q(state="waiting")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DraftState.values), name="help_answer_state_known"),
        ]

    def __str__(self) -> str:
        return self.question
