"""One ticket pointing at another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tickets.models.ticket import Ticket


class LinkKind(models.TextChoices):
    RELATED = "related", _("Related to")
    DUPLICATE = "duplicate", _("Duplicate of")
    INCIDENT = "incident", _("Incident of")
    CHILD = "child", _("Child of")
    FOLLOW_UP = "follow_up", _("Follow-up of")
    # Opened by somebody who answered a conversation they do not take part in.
    STRANGER = "stranger", _("Written by an outsider to")


# What people say; the others are said by the verbs that open tickets.
CHOSEN_KINDS = (LinkKind.RELATED, LinkKind.DUPLICATE, LinkKind.INCIDENT, LinkKind.CHILD)


class CloseRule(models.TextChoices):
    """How a parent depends on this child."""

    WAIT = "wait", _("The parent waits for it")
    ALONG = "along", _("The parent is solved with the last of its children")
    FREE = "free", _("Neither waits for the other")


class Link(models.Model):
    """Reads "ticket is <kind> other"."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links_here")
    kind = models.CharField(max_length=12, choices=LinkKind)
    # Of a child; empty for all other kinds.
    close_rule = models.CharField(max_length=5, choices=CloseRule, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "other", "kind"], name="link_once"),
            models.UniqueConstraint(fields=["ticket"], name="link_one_parent", condition=Q(kind="child")),
            models.UniqueConstraint(fields=["ticket"], name="link_one_problem", condition=Q(kind="incident")),
            models.CheckConstraint(condition=~Q(ticket=F("other")), name="link_to_another"),
            models.CheckConstraint(
                condition=Q(kind="child", close_rule__in=CloseRule.values) | ~Q(kind="child") & Q(close_rule=""),
                name="link_rule_of_children",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} {self.kind} #{self.other_id}"
