"""What people said on a ticket: public messages and internal notes."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models.ticket import Channel, Ticket

if TYPE_CHECKING:
    from tickets.models.participant import Participant


class MessageKind(models.TextChoices):
    PUBLIC = "public", _("Public message")
    NOTE = "note", _("Internal note")


class MessageQuerySet(models.QuerySet["Message"]):
    def public(self) -> "MessageQuerySet":
        return self.filter(kind=MessageKind.PUBLIC)

    def visible_to(self, person: User, ticket: Ticket) -> "MessageQuerySet":
        """Messages of a ticket the person may already see: staff all, customers what people said to them.

        That is public ones, for a CC those since they joined; what machines answered (bounces, absences) is for us.
        """
        if person.is_staff:
            return self.filter(ticket=ticket)
        messages = self.filter(ticket=ticket, kind=MessageKind.PUBLIC, is_auto=False)
        if ticket.requester_id == person.pk or ticket.is_shared_with(person):
            return messages
        copied = ticket.participants.filter(person=person, role="cc").first()
        return messages if copied is None else messages.filter(_readable_in_copy(copied))


def _readable_in_copy(copied: "Participant") -> Q:
    """A CC reads from `since` on; what came from another ticket, only if it is theirs or they could read it there."""
    here = Q(moved_at__isnull=True)
    if copied.since is not None:
        here &= Q(created_at__gte=copied.since)
    there = type(copied).objects.filter(
        Q(since__isnull=True) | Q(since__lte=models.OuterRef("created_at")),
        ticket=models.OuterRef("origin"),
        person=copied.person_id,
        role="cc",
    )
    could_read = Q(author=copied.person_id) | Q(origin__requester=copied.person_id) | Q(models.Exists(there))
    return here | Q(moved_at__isnull=False) & could_read


class Message(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages", db_index=False)
    # Where it was first written; never changes, so that moving and merging can be undone.
    origin = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=MessageKind)
    # The ticket's conversation_seq that this message made; None for what machines write, which does not count.
    seq = models.PositiveIntegerField(null=True, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    # Written by our side (at that time), and by a person of ours rather than by a machine.
    from_staff = models.BooleanField(default=False)
    is_human = models.BooleanField(default=True)
    # A machine's answer (out of office, bounce): stored silently.
    is_auto = models.BooleanField(default=False)
    # A customer's message to a solved ticket that only thanks.
    thanks = models.BooleanField(default=False)
    channel = models.CharField(max_length=10, choices=Channel)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True, help_text="Sanitised; empty when the message was plain text.")
    quoted_text = models.TextField(blank=True)
    quoted_html = models.TextField(blank=True)
    signature = models.TextField(blank=True)
    # Addresses named in the mail or chosen by the agent: {"to": [...], "cc": [...]}
    recipients = models.JSONField(default=dict, blank=True)
    # Why it was attached here: {"reason": "signed_address", ...}; empty when written on the ticket itself.
    verdict = models.JSONField(default=dict, blank=True)
    # Of the log of a talk: {"channel": "phone", "direction": "in", "started_at": …, "seconds": 720}.
    talk = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField()
    # Said in this talk with an outsider: a note that was mailed to them, or came from them by mail.
    side = models.ForeignKey(
        "tickets.SideConversation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        db_index=False,
    )
    # When it came to its present ticket from another; None while it stands where it was written.
    moved_at = models.DateTimeField(null=True, blank=True)

    # False where its writer, who is still at it, gave it none.
    may_have_files = True

    objects: ClassVar[MessageQuerySet] = MessageQuerySet.as_manager()  # type: ignore[assignment]  # made at run time

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(side=None) | Q(kind="note"), name="message_side_is_note"),
        ]
        indexes = [
            models.Index(fields=["ticket", "created_at", "id"], name="message_conversation"),
            models.Index(fields=["side", "id"], name="message_side", condition=Q(side__isnull=False)),
            models.Index(fields=["origin"], name="message_moved", condition=~Q(origin=models.F("ticket"))),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on #{self.ticket_id}"

    @property
    def is_note(self) -> bool:
        return self.kind == MessageKind.NOTE

    @property
    def from_customer(self) -> bool:
        return not self.from_staff and not self.is_auto
