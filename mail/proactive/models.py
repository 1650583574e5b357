"""A proactive message, whom it goes to, what was done with it, and who wants none of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from accounts.models import User


class When(models.TextChoices):
    NOW = "now", _("At once, when you start it")
    AT = "at", _("At a time")
    APPEARED = "appeared", _("Days after a customer first appeared")
    SOLVED = "solved", _("Days after a request of theirs was solved")


AUTOMATIC = (When.APPEARED, When.SOLVED)


class ProactiveState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")


class ProactiveMessage(models.Model):
    """`segment`: field → what it may be, all of the named ones must hold: organizations, tags, tiers, languages."""

    subject = models.CharField(max_length=200)
    html = models.TextField()
    mailbox = models.ForeignKey("mail.Mailbox", on_delete=models.PROTECT, related_name="+")
    segment = models.JSONField(default=dict, blank=True)
    when = models.CharField(max_length=8, choices=When, default=When.NOW)
    send_at = models.DateTimeField(null=True, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    per_hour = models.PositiveIntegerField(default=500)
    state = models.CharField(max_length=8, choices=ProactiveState, default=ProactiveState.DRAFT)
    # Since when it runs; an automatic one reaches whom something happens to from then on.
    started_at = models.DateTimeField(null=True, blank=True)
    # Whether all of its segment are among its recipients.
    is_gathered = models.BooleanField(default=False)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["id"], name="proactive_running", condition=Q(state="running"))]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_automatic(self) -> bool:
        return self.when in AUTOMATIC

    @property
    def when_words(self) -> str:
        """For people; without the time of one that has one."""
        days = self.days or 0
        if self.when == When.APPEARED:
            return ngettext(
                "%(days)s day after a customer first appeared", "%(days)s days after a customer first appeared", days
            ) % {"days": days}
        if self.when == When.SOLVED:
            return ngettext(
                "%(days)s day after a request of theirs was solved",
                "%(days)s days after a request of theirs was solved",
                days,
            ) % {"days": days}
        return _now("At a time") if self.when == When.AT else pgettext("when it is sent", "At once")


class Reached(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Left out")


class Skipped(models.TextChoices):
    """Why somebody of the segment got none."""

    UNSUBSCRIBED = "unsubscribed", _("wants no such mails")
    UNREACHABLE = "unreachable", _("mail to this address came back")
    GONE = "gone", _("is no customer any more")


class ProactiveRecipient(models.Model):
    """Each person once, whatever happens again."""

    message = models.ForeignKey(ProactiveMessage, on_delete=models.CASCADE, related_name="recipients")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=Reached, default=Reached.WAITING)
    skipped = models.CharField(max_length=12, choices=Skipped, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    email = models.ForeignKey(
        "outbox.OutboundEmail", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The request that an answer opened.
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="proactive_once_a_person")]
        indexes = [models.Index(fields=["message", "state"], name="proactive_recipient_state")]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.person_id}"


class ProactiveAct(models.TextChoices):
    WRITTEN = "written", _("wrote it")
    CHANGED = "changed", _("changed it")
    STARTED = "started", _("started it")
    STOPPED = "stopped", _("stopped it")


class ProactiveHistory(models.Model):
    message = models.ForeignKey(ProactiveMessage, on_delete=models.CASCADE, related_name="history")
    act = models.CharField(max_length=8, choices=ProactiveAct)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.act}"


class Unsubscribed(models.Model):
    """Who wants no proactive messages. Answers to their requests still come."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.person_id)
