"""Mailboxes on others' servers: how they are reached, how far each folder is read, and which mail came from where."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpdesk import clock
from helpdesk.encrypted import EncryptedField

MOST_PASSING_FAILURES = 2  # one more is trouble that people are told of


class Security(models.TextChoices):
    TLS = "tls", _("TLS from the start (usually port 993)")
    STARTTLS = "starttls", _("STARTTLS (usually port 143)")
    NONE = "none", _("Not encrypted (only inside of your own network)")


class SignIn(models.TextChoices):
    PASSWORD = "password", _("User name and password")
    GOOGLE = "google", _("Google (Gmail, Workspace)")
    MICROSOFT = "microsoft", _("Microsoft 365 (Outlook)")


class AfterFetching(models.TextChoices):
    LEAVE = "leave", _("Leave it as it is")
    SEEN = "seen", _("Mark it as read")
    MOVE = "move", _("Move it to another folder")


class Begin(models.TextChoices):
    NEW = "new", _("Only mail that arrives from now on")
    ALL = "all", _("Also everything that is there already")


class ImapAccount(models.Model):
    """Where the mail of a mailbox of ours is fetched from. Its secrets are shown to nobody again."""

    mailbox = models.OneToOneField("mail.Mailbox", on_delete=models.CASCADE, related_name="imap")
    is_on = models.BooleanField(default=True)
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=10, choices=Security, default=Security.TLS)
    sign_in = models.CharField(max_length=10, choices=SignIn, default=SignIn.PASSWORD)
    user = models.CharField(max_length=254)
    password = EncryptedField(blank=True)
    # The application that this help desk is registered as at Google or Microsoft, and what an admin's consent gave it.
    client_id = models.CharField(max_length=200, blank=True)
    client_secret = EncryptedField(blank=True)
    tenant = models.CharField(max_length=100, blank=True, help_text="Microsoft: whose directory; empty: any.")
    refresh_token = EncryptedField(blank=True)
    access_token = EncryptedField(blank=True)
    access_until = models.DateTimeField(null=True, blank=True)
    folders = models.JSONField(default=list, help_text="Their names as people read them.")
    begin = models.CharField(max_length=5, choices=Begin, default=Begin.NEW)
    after = models.CharField(max_length=5, choices=AfterFetching, default=AfterFetching.LEAVE)
    move_to = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    # When it is asked next, who asks now; whoever waits for news there (IDLE) says so here.
    due_at = models.DateTimeField(help_text="Not asked before.")
    claimed_until = models.DateTimeField(null=True, blank=True)
    watched_until = models.DateTimeField(null=True, blank=True)
    # Of the last time: when, what was wrong in words, and how often in a row.
    asked_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True, help_text="When it was last read to its end.")
    trouble = models.CharField(max_length=500, blank=True)
    failures = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True, help_text="When admins were told of this trouble.")

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="imap_due", condition=Q(is_on=True))]

    def __str__(self) -> str:
        return f"{self.user} at {self.host}"

    @property
    def is_in_trouble(self) -> bool:
        return self.is_on and self.failures > MOST_PASSING_FAILURES

    @property
    def is_due_soon(self) -> bool:
        return self.due_at < clock.now() + timedelta(minutes=1)


class ImapFolder(models.Model):
    """How far a folder is read. The server's numbers hold as long as its UIDVALIDITY; then the folder is compared anew."""

    account = models.ForeignKey(ImapAccount, on_delete=models.CASCADE, related_name="read_folders", db_index=False)
    name = models.CharField(max_length=200)
    uidvalidity = models.BigIntegerField(null=True, blank=True)
    first_uid = models.BigIntegerField(default=1, help_text="What was there before stays there.")
    begun_at = models.DateTimeField()
    since = models.DateTimeField(
        null=True, blank=True, help_text="After the server's numbers were lost: mail from before it stays there."
    )
    last_uid = models.BigIntegerField(default=0, help_text="Up to here it is read.")
    compared_at = models.DateTimeField(null=True, blank=True, help_text="When its numbers were compared with ours.")
    missing = models.PositiveIntegerField(default=0, help_text="On the server, but not given to us.")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="imap_folder_once")]

    def __str__(self) -> str:
        return self.name


class FetchedMail(models.Model):
    """A mail of a folder by the server's number, and its row in the ledger; none for what is too large to take."""

    folder = models.ForeignKey(ImapFolder, on_delete=models.CASCADE, related_name="mails", db_index=False)
    uidvalidity = models.BigIntegerField()
    uid = models.BigIntegerField()
    inbound = models.ForeignKey(
        "mail.InboundEmail", on_delete=models.SET_NULL, null=True, blank=True, related_name="fetched"
    )
    is_too_large = models.BooleanField(default=False)
    # Whether what is to be done with it on the server was done.
    is_settled = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["folder", "uidvalidity", "uid"], name="fetched_mail_once")]
        indexes = [models.Index(fields=["folder"], name="fetched_unsettled", condition=Q(is_settled=False))]

    def __str__(self) -> str:
        return f"{self.folder_id}: {self.uid}"


class CheckState(models.TextChoices):
    QUEUED = "queued", _("Being tested")
    DONE = "done", _("Tested")


class ConnectionCheck(models.Model):
    """A test of how a mailbox gets and sends mail, asked for by a person and made by a worker; `steps`: what each found."""

    mailbox = models.ForeignKey("mail.Mailbox", on_delete=models.CASCADE, related_name="checks")
    state = models.CharField(max_length=10, choices=CheckState, default=CheckState.QUEUED)
    # [{"part": "incoming", "what": "login", "is_good": true | false | null, "words": "…", "advice": "…"}]
    steps = models.JSONField(default=list)
    by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["id"], name="check_queued", condition=Q(state="queued"))]

    def __str__(self) -> str:
        return f"{self.mailbox_id}: {self.state}"

    @property
    def is_good(self) -> bool:
        """Whether mail comes and goes; what the domain publishes decides only where it lands."""
        return all(step["is_good"] is not False for step in self.steps if step["part"] != "records")
