"""Mailboxes of ours, and the ledger of everything that arrived."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import DEFAULT_BRAND, Brand, Team, User
from accounts.models.user import normal_email
from helpdesk.encrypted import EncryptedField
from mail.imap_models import (  # noqa: F401 - Django looks for models here
    ConnectionCheck,
    FetchedMail,
    ImapAccount,
    ImapFolder,
)
from mail.rule_models import MailRule  # noqa: F401 - as above
from tickets.models import Message, Ticket


class Mailbox(models.Model):
    """An address that customers write to and that answers are sent from."""

    address = models.CharField(max_length=254, unique=True)
    # Further addresses of the same domain: what comes to one is answered from it.
    aliases = ArrayField(models.CharField(max_length=254), default=list, db_default=[], blank=True)
    name = models.CharField(max_length=100, help_text="Shown as the sender, for example “Acme Support”.")
    is_default = models.BooleanField(default=False)
    # Whose queue a mail opens its ticket in, as long as the team works at the first level; None: nobody's yet.
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="mailboxes", db_index=False
    )
    # Whose mail comes here, and as whom answers leave.
    brand = models.ForeignKey(
        Brand,
        on_delete=models.DO_NOTHING,
        default=DEFAULT_BRAND,
        db_default=DEFAULT_BRAND,
        db_index=False,
        db_constraint=False,
        related_name="+",
    )
    # Below every answer of a person: HTML (sanitised) and, where it should read differently, text. Placeholders are Liquid.
    signature_html = models.TextField(blank=True)
    signature_text = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "mailboxes"
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="mailbox_one_default"
            )
        ]

    def __str__(self) -> str:
        return self.address

    def save(self, *args: object, **kwargs: object) -> None:
        self.address = normal_email(self.address)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through unchanged


class Provider(models.TextChoices):
    SMTP = "smtp", _("SMTP server")
    MAILGUN = "mailgun", "Mailgun"
    POSTMARK = "postmark", "Postmark"
    SENDGRID = "sendgrid", "SendGrid"
    AMAZON_SES = "amazon_ses", "Amazon SES"
    BREVO = "brevo", "Brevo"


class Security(models.TextChoices):
    STARTTLS = "starttls", _("STARTTLS (usual with port 587)")
    TLS = "tls", _("TLS from the start (usual with port 465)")
    NONE = "none", _("None")


class MailProvider(models.Model):
    """Who takes a mailbox's mail along, and brings it by webhook. Without one, the server of the settings sends it."""

    mailbox = models.OneToOneField(Mailbox, on_delete=models.CASCADE, related_name="provider")
    kind = models.CharField(max_length=12, choices=Provider)
    sends = models.BooleanField(default=True)
    # Of an SMTP server.
    host = models.CharField(max_length=254, blank=True)
    port = models.PositiveIntegerField(default=587)
    security = models.CharField(max_length=8, choices=Security, default=Security.STARTTLS)
    account = models.CharField(max_length=254, blank=True, help_text="User name; Mailgun: domain; SES: access key ID.")
    key = EncryptedField(blank=True, help_text="Password or API key.")
    region = models.CharField(max_length=30, blank=True)
    api_url = models.CharField(max_length=300, blank=True, help_text="Where its API is, if not at the usual address.")
    # With which it signs what it tells us: Mailgun's signing key, SendGrid's verification key.
    signing_key = EncryptedField(blank=True)
    # In the address that it calls, and the password in front of it.
    hook_key = models.UUIDField(default=uuid.uuid4, unique=True)
    hook_secret = EncryptedField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.mailbox}: {self.get_kind_display()}"


class BlockedSender(models.Model):
    """An address, or with an @ in front a whole domain, whose mail is kept in the ledger and goes no further."""

    what = models.CharField(max_length=255, unique=True)
    blocked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    # On which ticket they were seen to be one, if on any.
    ticket = models.ForeignKey(Ticket, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.what

    @property
    def is_domain(self) -> bool:
        return self.what.startswith("@")


class TrustedSender(models.Model):
    """An address whose mail is taken in although a check of its sender fails, or its whole domain is blocked."""

    address = models.CharField(max_length=254, unique=True)
    trusted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.address


class MailText(models.Model):
    """What a mail of ours says instead of the shipped text, in one language; what is empty is the shipped one (mail/texts)."""

    kind = models.CharField(max_length=30)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=250, blank=True)
    body = models.TextField(blank=True)
    # Why the shipped text was sent instead, when it failed last; empty when it works.
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "language"], name="mail_text_once")]

    def __str__(self) -> str:
        return f"{self.kind}.{self.language}"


class InboundState(models.TextChoices):
    RECEIVED = "received", _("Received")
    PROCESSING = "processing", _("Being read")
    CREATED = "created", _("Opened a ticket")
    APPENDED = "appended", _("Added to a ticket")
    IGNORED = "ignored", _("Ignored")
    QUARANTINED = "quarantined", _("In quarantine")
    ERROR = "error", _("Could not be processed")


UNPROCESSED = (InboundState.RECEIVED, InboundState.PROCESSING)


class InboundReason(models.TextChoices):
    """Why a mail did not simply become a message; empty when it did."""

    BAD_SIGNATURE = "bad_signature", _("The reply address was forged or damaged")
    DMARC_FAILED = "dmarc_failed", _("The sender's domain says this mail is not from it")
    UNVERIFIED_STAFF = "unverified_staff", _("A colleague's address, but the mail is not from there")
    NO_SENDER = "no_sender", _("There is no sender's address")
    BLOCKED_SENDER = "blocked_sender", _("The sender is blocked")
    SENDER_OFF = "sender_off", _("The sender is switched off here, or their data are being erased")
    MESSAGE_ID_REUSED = "message_id_reused", _("Another mail came with the same Message-ID")
    DUPLICATE = "duplicate", _("The request has this message already, by another mailbox of ours")
    PARSER_TIMEOUT = "parser_timeout", _("Reading it took too long")
    PARSER_MEMORY = "parser_memory", _("Reading it took too much memory")
    PARSER_CRASHED = "parser_crashed", _("Reading it failed")
    AUTO_REPLY = "auto_reply", _("An automatic reply that belongs to no request")
    BOUNCE = "bounce", _("A returned mail that belongs to no request")
    AUTO_LIMIT = "auto_limit", _("Too many automatic mails for one request within an hour")
    SENDER_LIMIT = "sender_limit", _("Too many automatic mails from one sender within an hour")
    OWN_MAIL = "own_mail", _("Sent by ourselves")
    STALE_DRAFT = "stale_draft", _("The conversation had moved on; the agent's words are kept as a draft")
    EMPTY = "empty", _("There is nothing in it")
    REFUSED = "refused", _("The request did not take it")
    GAVE_UP = "gave_up", _("It failed again and again")
    RULE_DROPPED = "rule_dropped", _("A mail rule ignores such mail")
    RULE_QUARANTINED = "rule_quarantined", _("A mail rule stopped it")


class InboundEmail(models.Model):
    """One mail as it arrived, byte for byte, stored before anything was acknowledged; a redelivery is the same row."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, null=True, blank=True, related_name="inbound")
    key = models.CharField(
        max_length=64, unique=True, help_text="Of mailbox and Message-ID, else of mailbox and content."
    )
    content_hash = models.CharField(max_length=64)
    source = models.CharField(max_length=20, help_text="How it came: smtp, pipe …")
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = models.JSONField(default=list, blank=True)
    raw = models.BinaryField()
    size = models.PositiveIntegerField()
    message_id = models.CharField(max_length=255, blank=True, help_text="Without angle brackets.")
    from_email = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    state = models.CharField(max_length=12, choices=InboundState, default=InboundState.RECEIVED)
    reason = models.CharField(max_length=20, choices=InboundReason, blank=True)
    # Why it went where it went: {"by": "signed_address", "ticket": 7, ...}; the same as on its message.
    verdict = models.JSONField(default=dict, blank=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.SET_NULL, null=True, blank=True, related_name="inbound_emails")
    ticket_message = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="inbound_emails"
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(help_text="Not before.")
    claimed_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    # Who took it out of quarantine: then what had stopped it stops it no more.
    recovered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], name="inbound_unprocessed", condition=Q(state__in=UNPROCESSED)),
            models.Index(
                fields=["state", "-id"], name="inbound_state", condition=~Q(state__in=("created", "appended"))
            ),
            models.Index(fields=["message_id"], name="inbound_message_id", condition=~Q(message_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.from_email or self.envelope_from}: {self.subject}"


# Models of this app that have a folder of their own.
from mail.proactive.models import ProactiveHistory as ProactiveHistory  # noqa: E402
from mail.proactive.models import ProactiveMessage as ProactiveMessage  # noqa: E402
from mail.proactive.models import ProactiveRecipient as ProactiveRecipient  # noqa: E402
from mail.proactive.models import Unsubscribed as Unsubscribed  # noqa: E402
from mail.signing_models import SigningKey as SigningKey  # noqa: E402
