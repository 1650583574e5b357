"""What a customer is granted beyond what they have a right to, and up to how much each role may grant by itself."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from tickets.models.ticket import Ticket

DIGITS, DECIMALS = 12, 3  # of any currency; how many each has: tickets/currencies.py
LIMITED_ROLES = (Role.AGENT, Role.LEAD, Role.MANAGER, Role.ADMIN)


class ConcessionKind(models.TextChoices):
    REFUND = "refund", _("Refund")
    CREDIT = "credit", _("Credit")
    EXCEPTION = "exception", _("Exception")


class ConcessionState(models.TextChoices):
    WAITING = "waiting", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ConcessionQuerySet(models.QuerySet["Concession"]):
    def visible_to(self, person: User) -> "ConcessionQuerySet":
        """Of tickets that this person of ours sees."""
        if not person.is_staff or not person.is_active:
            return self.none()
        return self if person.is_admin else self.filter(ticket__in=Ticket.objects.visible_to(person).order_by())

    def waiting_for(self, person: User) -> "ConcessionQuerySet":
        """What this person could decide, by itself: others' within the limit of their role; whether it may, the verb says."""
        waiting = self.filter(state=ConcessionState.WAITING).exclude(asked_by=person)
        if person.is_admin:
            return waiting
        limit = ConcessionLimit.objects.filter(role=person.role, currency=OuterRef("currency")).values("most")
        return waiting.annotate(most=Subquery(limit)).filter(Q(amount=None) | Q(amount__lte=F("most")))


class Concession(models.Model):
    # Who grants twice with one key grants once: a double click, a form sent again.
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="concessions", db_index=False)
    kind = models.CharField(max_length=10, choices=ConcessionKind)
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217; empty without an amount.")
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=ConcessionState)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    # Who asked, when it was within their limit; also who withdrew it.
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True, help_text="Why it was declined, or what the approver adds.")

    objects: ClassVar[ConcessionQuerySet] = ConcessionQuerySet.as_manager()  # type: ignore[assignment]  # made at run time

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["ticket", "-asked_at"], name="concession_ticket"),
            models.Index(fields=["-asked_at", "-id"], name="concession_asked"),
            models.Index(fields=["asked_at", "id"], name="concession_waiting", condition=Q(state="waiting")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ConcessionKind.values) & Q(state__in=ConcessionState.values),
                name="concession_kind_and_state_known",
            ),
            models.CheckConstraint(
                condition=Q(amount=None, currency="", kind="exception") | Q(amount__gt=0, currency__regex="^[A-Z]{3}$"),
                name="concession_amount_has_currency",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by=None, decided_at=None)
                | ~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="concession_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id}: {self.kind} {self.amount or ''} {self.currency}".rstrip()

    @property
    def is_waiting(self) -> bool:
        return self.state == ConcessionState.WAITING


class ConcessionLimit(models.Model):
    """Without a row a role grants nothing by itself, and admins grant everything."""

    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in LIMITED_ROLES])
    currency = models.CharField(max_length=3)
    most = models.DecimalField(
        max_digits=DIGITS, decimal_places=DECIMALS, help_text="On one ticket within a day, this one included."
    )
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["currency", "role"]
        constraints = [
            models.UniqueConstraint(fields=["role", "currency"], name="concession_limit_once"),
            models.CheckConstraint(condition=Q(most__gt=0), name="concession_limit_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.most} {self.currency}"
