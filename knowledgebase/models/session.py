"""One try of somebody to help themselves: from the first question to the answer, or to a person."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from knowledgebase.models.article import LANGUAGE_LENGTH, Article
from tickets.models import Ticket


class HelpPlace(models.TextChoices):
    """Where the question was asked."""

    SEARCH = "search", "Search of the help centre"
    FORM = "form", "Request form"
    WIDGET = "widget", "Help widget"
    MAIL = "mail", "Answer by mail"


class HelpOutcome(models.TextChoices):
    SOLVED = "solved", "Solved"
    TICKET = "ticket", "Ticket"


class HelpSession(models.Model):
    """It is over 30 idle minutes after `last_at`, or with its outcome; without one it stays silent (design: deflection)."""

    place = models.CharField(max_length=8, choices=HelpPlace.choices)
    language = models.CharField(max_length=LANGUAGE_LENGTH)
    # The newest one. What was asked before it in the same session was on the way there.
    question = models.CharField(max_length=500)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="help_sessions"
    )
    ticket = models.ForeignKey(Ticket, on_delete=models.SET_NULL, null=True, blank=True, related_name="help_sessions")
    outcome = models.CharField(max_length=8, choices=HelpOutcome.choices, blank=True)
    started_at = models.DateTimeField()
    last_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", ended_at=None) | (~Q(outcome="") & Q(ended_at__isnull=False)),
                name="help_session_ends_with_an_outcome",
            )
        ]
        indexes = [
            models.Index(fields=["ended_at"], name="help_session_ended", condition=Q(ended_at__isnull=False)),
            models.Index(fields=["last_at"], name="help_session_silent", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["person"], name="help_session_of_person", condition=Q(person__isnull=False)),
            models.Index(fields=["ticket"], name="help_session_of_ticket", condition=Q(ticket__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.question


class HelpArticle(models.Model):
    """An article that a session was shown; `read_at` if it was opened there."""

    session = models.ForeignKey(HelpSession, on_delete=models.CASCADE, related_name="shown")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    shown_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["session", "article"], name="help_article_once")]

    def __str__(self) -> str:
        return f"{self.session}: {self.article}"
