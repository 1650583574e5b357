"""A ticket moving up: why, what was tried, what is asked, and what came back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from tickets.models.ticket import Level, Ticket


class EscalationState(models.TextChoices):
    WAITING = "waiting", _("Waiting for acceptance")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    HANDED_BACK = "handed_back", _("Handed back")
    WITHDRAWN = "withdrawn", _("Withdrawn")  # by who escalated it, before anybody accepted it
    ENDED = "ended", _("Ended")  # escalated further, or the ticket was solved there


UNDER_WAY = (EscalationState.WAITING, EscalationState.ACCEPTED)


# With these a desk begins (the first migration); until an admin words them otherwise, everybody reads them in their language.
_OURS = frozenset(
    (
        gettext_noop("It needs more knowledge than I have"),
        gettext_noop("It needs rights or tools that I do not have"),
        gettext_noop("It looks like a fault in the product"),
        gettext_noop("The customer asks for somebody above"),
        gettext_noop("It needs a decision about money or an exception"),
    )
)


class EscalationReason(models.Model):
    """Why tickets go up, as an admin words it: offered in this order."""

    name = models.CharField(max_length=100, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def words(self) -> str:
        """What its reader reads."""
        return gettext(self.name) if self.name in _OURS else self.name


class Escalation(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="escalations")
    from_level = models.SmallIntegerField(choices=Level)
    to_level = models.SmallIntegerField(choices=Level)
    from_team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    from_assignee = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    # The one that was chosen from the list; `reason` keeps its words as they were, and what was added to them.
    listed_reason = models.ForeignKey(
        EscalationReason, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reason = models.TextField()
    tried = models.TextField()
    asked = models.TextField()
    state = models.CharField(max_length=12, choices=EscalationState, default=EscalationState.WAITING)
    accepted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(state__in=UNDER_WAY), name="escalation_one_under_way"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id}: level {self.from_level} → {self.to_level}"
