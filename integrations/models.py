"""Trackers, the issues in them that we know, which tickets they are linked to, and the calls that leave for them."""

import secrets
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from helpdesk.encrypted import EncryptedField
from tickets.models import Message, Ticket


def new_secret() -> str:
    return secrets.token_urlsafe(32)


class TrackerKind(models.TextChoices):
    GITHUB = "github", "GitHub"
    GITLAB = "gitlab", "GitLab"
    JIRA = "jira", "Jira"


class Tracker(models.Model):
    """One project of a tracker. `token` is shown to nobody again, stands in no log, history or export."""

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=10, choices=TrackerKind)
    base = models.URLField(max_length=300, help_text="Where its API begins.")
    project = models.CharField(max_length=200, help_text="owner/repository, group/project or a project's key.")
    account = models.CharField(max_length=254, blank=True, help_text="Jira Cloud: whose token it is.")
    token = EncryptedField(blank=True)
    issue_type = models.CharField(max_length=60, default="Bug", help_text="Jira: of new issues.")
    # What the tracker signs its webhooks with, and the address that it calls.
    webhook_secret = EncryptedField(default=new_secret)
    webhook_key = models.UUIDField(default=uuid.uuid4, unique=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    # Polling: up to which change it is known, when it is asked next, who asks now.
    known_to = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(help_text="Not asked before.")
    claimed_until = models.DateTimeField(null=True, blank=True)
    # Of the last call: when, and what was wrong, in words; empty when nothing was.
    asked_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["due_at"], name="tracker_due", condition=Q(archived_at=None))]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        return f"{self.get_kind_display()} · {self.project}"


class Issue(models.Model):
    """An issue as the tracker told it last; `state` empty while nobody has asked yet."""

    tracker = models.ForeignKey(Tracker, on_delete=models.CASCADE, related_name="issues", db_index=False)
    key = models.CharField(max_length=60, help_text="12 or APP-12.")
    title = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=500, blank=True)
    state = models.CharField(max_length=60, blank=True, help_text="In the tracker's words.")
    is_done = models.BooleanField(default=False)
    assignee = models.CharField(max_length=150, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True, help_text="There.")
    looked_at = models.DateTimeField(null=True, blank=True)
    # Up to which change its comments were read.
    comments_to = models.DateTimeField(null=True, blank=True)
    # Why it cannot be looked at, in words: deleted, moved away.
    trouble = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["tracker", "key"], name="issue_once")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """app#12, or APP-12 where the key says it all."""
        return self.key if not self.key.isdecimal() else f"{self.tracker.project.rpartition('/')[2]}#{self.key}"


class IssueLink(models.Model):
    """Says that the ticket is about the issue."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="issue_links", db_index=False)
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="links")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    # The issue's state that the ticket's timeline told last.
    told_state = models.CharField(max_length=60, blank=True)
    told_done = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["ticket", "issue"], name="issue_link_once")]

    def __str__(self) -> str:
        return f"#{self.ticket_id}: {self.issue_id}"


class IssueComment(models.Model):
    """A comment there that is known here: it came back as a note, or went out from one."""

    link = models.ForeignKey(IssueLink, on_delete=models.CASCADE, related_name="comments", db_index=False)
    remote_id = models.CharField(max_length=60)
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "remote_id"], name="issue_comment_once")]

    def __str__(self) -> str:
        return self.remote_id


class CallKind(models.TextChoices):
    CHECK = "check", _("Test of the connection")
    CREATE = "create", _("New issue")
    COMMENT = "comment", _("Comment")


class CallState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Given up")


class TrackerCall(models.Model):
    """Something that leaves for a tracker: a row of the outbox, claimed, sent and marked as mails and webhooks are.

    `marker` stands in what is sent, so that a sender that died before it could mark the row finds what it left there.
    """

    tracker = models.ForeignKey(Tracker, on_delete=models.CASCADE, related_name="calls")
    kind = models.CharField(max_length=10, choices=CallKind)
    marker = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    ticket = models.ForeignKey(
        Ticket, on_delete=models.CASCADE, null=True, blank=True, related_name="tracker_calls", db_index=False
    )
    link = models.ForeignKey(
        IssueLink, on_delete=models.CASCADE, null=True, blank=True, related_name="calls", db_index=False
    )
    message = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=CallState, default=CallState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(help_text="Not before.")
    claimed_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["due_at"], name="tracker_call_due", condition=Q(state="queued")),
            models.Index(fields=["ticket"], name="tracker_call_ticket", condition=~Q(state="sent")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=CallKind.CHECK)
                | Q(kind=CallKind.CREATE, ticket__isnull=False)
                | Q(kind=CallKind.COMMENT, ticket__isnull=False, link__isnull=False),
                name="tracker_call_names_what_it_needs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.marker}"


def untold() -> Q:
    """Links whose ticket has not been told how its issue stands."""
    return ~Q(issue__state="") & (~Q(told_state=F("issue__state")) | ~Q(told_done=F("issue__is_done")))
