"""Words not yet sent, kept on the server: per author, ticket and kind. A reply or a forward that is held is one of them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models.attachment import Attachment
from tickets.models.message import Message, MessageKind
from tickets.models.side_conversation import SideConversation
from tickets.models.ticket import Status, Ticket


class StopReason(models.TextChoices):
    """Why a held reply was not sent when its time came."""

    STALE = "stale", _("Somebody wrote first")
    REFUSED = "refused", _("The ticket did not take it")
    FAILED = "failed", _("Something went wrong")


class DraftKind(models.TextChoices):
    """Of a message's kinds, and what goes to somebody outside."""

    REPLY = "public", _("Reply")
    NOTE = "note", _("Note")
    FORWARD = "forward", _("Forward")


class Draft(models.Model):
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=10, choices=DraftKind)
    html = models.TextField(blank=True)
    # Addresses as typed; `to` empty means the requester.
    to = models.JSONField(default=list, blank=True)
    cc = models.JSONField(default=list, blank=True)
    bcc = models.JSONField(default=list, blank=True)
    # Who was in CC when its writer began, so that who joins or leaves meanwhile is noticed; None: nobody knows.
    copied = models.JSONField(null=True, blank=True)
    # Of a forward: what it is about, the message below it, which of its files go along, and the talk that it goes on with.
    subject = models.CharField(max_length=250, blank=True, default="", db_default="")
    forwarded = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    chosen = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)
    side = models.ForeignKey(
        SideConversation, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    # The macros that its words come from, by key, in their order: what they do is done with the send.
    macros = models.JSONField(default=list, blank=True)
    # How long its writer worked on it: kept with the send.
    minutes = models.PositiveSmallIntegerField(default=0, db_default=0)
    attachments = models.ManyToManyField(Attachment, related_name="drafts", blank=True)
    # The last conversation_seq the writer had seen when the words were written.
    seen_seq = models.PositiveIntegerField(default=0)
    # The browser that saved it, and when by its own clock (ms): an older save of the same one never replaces a newer.
    writer = models.CharField(max_length=36, blank=True)
    revision = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)
    # Held: sent then, unless it is taken back or somebody writes first. With `status` it is set in the same act.
    send_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, blank=True)
    # Held for longer than an undo takes: its ticket says so in lists (`Ticket.held_until`).
    is_for_later = models.BooleanField(default=False, db_default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    # The cautions (tickets/checks.py) its writer had read before sending it: once taken back, it is not stopped by them again.
    overridden = ArrayField(models.CharField(max_length=20), default=list, db_default=[], blank=True)
    # It was held, its time came, and it was not sent; `stopped_text` says why, in its author's language.
    stopped = models.CharField(max_length=10, choices=StopReason, blank=True)
    stopped_text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "ticket", "kind", "side"], name="draft_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(side=None) | Q(kind=DraftKind.FORWARD), name="draft_side_is_forward"),
            models.CheckConstraint(condition=Q(send_at=None) | Q(stopped=""), name="draft_held_or_stopped"),
            models.CheckConstraint(condition=Q(send_at=None) | ~Q(kind=MessageKind.NOTE), name="draft_held_is_no_note"),
        ]
        indexes = [models.Index(fields=["send_at"], name="draft_held", condition=Q(send_at__isnull=False))]

    def __str__(self) -> str:
        return f"Draft ({self.kind}) of {self.author} on #{self.ticket_id}"

    @property
    def is_held(self) -> bool:
        return self.send_at is not None
