"""What the desk keeps for the people who work at it: what they are told, how they want to be told, work they give back."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from tickets.models import Event, Ticket


class Notification(models.Model):
    """Somebody of ours is told what happened on a ticket. Its words are made of `event` for whoever reads them.

    What is unread of one kind on one ticket is one row, however often it happened.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="notifications")
    # A NotificationKind; without choices, so that a new kind is no migration.
    kind = models.CharField(max_length=30)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+", help_text="The newest of them.")
    count = models.PositiveIntegerField(default=1)
    # Not for who wants to hear of this kind by mail or browser only.
    is_listed = models.BooleanField(default=True)
    created_at = models.DateTimeField(help_text="Of the newest event.")
    read_at = models.DateTimeField(null=True, blank=True)
    # When a mail about it is to be written, unless it is read before; None: none is wanted, or it was written.
    mail_due_at = models.DateTimeField(null=True, blank=True)
    # Came while its person was away: for the mail on their return.
    is_kept = models.BooleanField(default=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "ticket", "kind"], condition=Q(read_at=None), name="notification_unread_once"
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="notification_count_from_1"),
        ]
        indexes = [
            models.Index(F("person"), F("created_at").desc(), F("id").desc(), name="notification_list"),
            models.Index(fields=["mail_due_at"], name="notification_mail", condition=Q(mail_due_at__isnull=False)),
            models.Index(fields=["person"], name="notification_kept", condition=Q(is_kept=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on #{self.ticket_id} for {self.person_id}"


class NotificationSettings(models.Model):
    """What somebody changed of how they are told; no row: all as usual (desk/notifications/kinds.py)."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="notification_settings")
    # kind → channel → whether, as far as it differs.
    choices = models.JSONField(default=dict, blank=True)
    # Away or outside their hours: no mail and nothing in the browser.
    is_quiet = models.BooleanField(default=True)
    # Back again: one mail about what came meanwhile.
    catches_up = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "notification settings"

    def __str__(self) -> str:
        return f"Notifications of {self.person_id}"


class Reassignment(models.Model):
    """Somebody goes away and gives their open tickets back to the queues; a worker does it and counts here."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reassignments", db_index=False)
    # When they said so: once for each time.
    since = models.DateTimeField()
    total = models.PositiveIntegerField()
    given_back = models.PositiveIntegerField(default=0)
    # Numbers of those that could not be, which stay theirs.
    refused = models.JSONField(default=list, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "since"], name="reassignment_once")]
        indexes = [models.Index(fields=["id"], name="reassignment_under_way", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.given_back} of {self.total} tickets of {self.person_id}"
