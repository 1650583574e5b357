"""All that leaves the house stands here first, written in the transaction that decided it."""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpdesk.encrypted import EncryptedField


class EmailState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")  # given up; can be resent
    DISCARDED = "discarded", _("Discarded")  # given up, and nobody wants it sent any more
    HISTORY = "history", _("Before our time")  # of imported or demo conversations: never sent


class RecipientState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")  # the recipient's server took it, as a provider told us
    FAILED = "failed", _("Failed")
    BOUNCED = "bounced", _("Bounced")
    COMPLAINED = "complained", _("Marked as spam")
    HELD = "held", _("Held back")  # earlier mail came back from there; sent by hand only


# What "Send again" is for. A complaint is no failure.
UNSENT = (RecipientState.FAILED, RecipientState.BOUNCED, RecipientState.HELD)
# Nobody is written to again unasked at such an address: nothing arrives there, or nothing is wanted.
UNREACHABLE = (RecipientState.BOUNCED, RecipientState.COMPLAINED)


class OutboundEmail(models.Model):
    """One mail, rendered. Claimed by setting `claimed_until` and committing; then sent; then marked."""

    kind = models.CharField(max_length=30, help_text="Which mail of ours: reply, acknowledgement, sign_in_code …")
    # String references: the outbox stands below tickets and knows nothing of them.
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, null=True, blank=True, related_name="emails")
    ticket_message = models.ForeignKey(
        "tickets.Message", on_delete=models.CASCADE, null=True, blank=True, related_name="emails"
    )
    message_id = models.CharField(max_length=255, unique=True, help_text="With angle brackets.")
    from_header = models.CharField(max_length=400)
    envelope_from = models.CharField(max_length=254, blank=True)
    reply_to = models.CharField(max_length=400, blank=True)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True, help_text="Further headers: In-Reply-To, References …")
    # [{"attachment": pk, "content_id": "…" or ""}]; the bytes stay in the attachment's file.
    attachments = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=EmailState, default=EmailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(help_text="Not before.")
    claimed_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    # The domain for whose pace it waits until `due_at`, which is its turn (outbox/pacing.py).
    paced_for = models.CharField(max_length=254, blank=True, default="", db_default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    # That it was given up, or came back: when its writer was told, and when admins were (mail/given_up.py).
    told_at = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["due_at"], name="email_due", condition=Q(state="queued")),
            models.Index(fields=["state", "-id"], name="email_state", condition=~Q(state="sent")),
            models.Index(fields=["id"], name="email_untold", condition=Q(state="failed", told_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}"


class OutboundRecipient(models.Model):
    """One address that a mail goes to, with its own fate."""

    class Field(models.TextChoices):
        TO = "to", "To"
        CC = "cc", "Cc"
        BCC = "bcc", "Bcc"

    email = models.ForeignKey(OutboundEmail, on_delete=models.CASCADE, related_name="recipients")
    field = models.CharField(max_length=3, choices=Field, default=Field.TO)
    address = models.CharField(max_length=254)
    name = models.CharField(max_length=150, blank=True)
    state = models.CharField(max_length=10, choices=RecipientState, default=RecipientState.QUEUED)
    error = models.TextField(blank=True)
    # What a provider calls this mail to this recipient when it tells us of its fate; empty by SMTP.
    provider_id = models.CharField(max_length=255, blank=True, default="", db_default="")

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["address", "-id"], name="recipient_address"),
            models.Index(fields=["email"], name="recipient_lost", condition=Q(state__in=("bounced", "complained"))),
        ]

    def __str__(self) -> str:
        return self.address


class DomainPace(models.Model):
    """When the last mails to a receiving domain had their turn: as many moments as may go within a minute."""

    domain = models.CharField(max_length=254, primary_key=True)
    turns = ArrayField(models.DateTimeField(), default=list)

    def __str__(self) -> str:
        return self.domain


class DeliveryState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")  # given up


class WebhookDelivery(models.Model):
    """One call of somebody else's address, as it will be sent. Claimed, sent and marked as mails are."""

    message_id = models.CharField(max_length=60, unique=True, help_text="By which the receiver knows a repetition.")
    name = models.CharField(max_length=100, help_text="To whom, for people.")
    url = models.CharField(max_length=500)
    secret = EncryptedField()
    body = models.TextField(help_text="JSON.")
    ticket = models.ForeignKey(
        "tickets.Ticket", on_delete=models.CASCADE, null=True, blank=True, related_name="webhooks", db_index=False
    )
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(help_text="Not before.")
    claimed_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    answer_status = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["due_at"], name="webhook_due", condition=Q(state="queued"))]

    def __str__(self) -> str:
        return f"{self.name}: {self.message_id}"


def new_message_id(domain: str) -> str:
    """A fresh Message-ID of ours, with angle brackets."""
    return f"<{secrets.token_hex(16)}@{domain}>"
