"""The ticket: what lists need stands in its own columns, written only by the verbs in tickets/actions."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import DEFAULT_BRAND, Brand, Organization, Team, User
from tickets.models.form import TicketForm
from tickets.models.tag import Tag


class Status(models.TextChoices):
    NEW = "new", _("New")
    OPEN = "open", _("Open")
    PENDING = "pending", _("Waiting on customer")
    ON_HOLD = "on_hold", _("On hold")
    SOLVED = "solved", _("Solved")
    CLOSED = "closed", _("Closed")


UNFINISHED = (Status.NEW, Status.OPEN, Status.PENDING, Status.ON_HOLD)
OUR_TURN = (Status.NEW, Status.OPEN)


class Priority(models.IntegerChoices):
    LOW = 1, _("Low")
    NORMAL = 2, _("Normal")
    HIGH = 3, _("High")
    URGENT = 4, _("Urgent")


class Level(models.IntegerChoices):
    SELF_SERVICE = 0, _("Self-service")
    FIRST_LINE = 1, _("Level 1 · First line")
    SPECIALIST = 2, _("Level 2 · Specialist")
    EXPERT = 3, _("Level 3 · Expert")


class Kind(models.TextChoices):
    QUESTION = "question", _("Question")
    INCIDENT = "incident", _("Incident")
    PROBLEM = "problem", _("Problem")
    TASK = "task", _("Task")


class Channel(models.TextChoices):
    EMAIL = "email", _("Email")
    PORTAL = "portal", _("Portal")
    WIDGET = "widget", _("Widget")
    CHAT = "chat", _("Chat")
    PHONE = "phone", _("Phone")
    IN_PERSON = "in_person", _("In person")
    SOCIAL = "social", _("Social")
    API = "api", _("API")
    PROACTIVE = "proactive", _("Proactive")


class Sentiment(models.TextChoices):
    """How the customer sounded in what they wrote last (tickets/sentiment.py)."""

    UPSET = "upset", _("Upset")
    NEUTRAL = "neutral", _("Neutral")
    PLEASED = "pleased", _("Pleased")


LISTED = Q(is_spam=False, deleted_at__isnull=True)
WORK = Q(status__in=UNFINISHED) & LISTED
# It is for us to do something now, and nobody does.
TO_TAKE = Q(status__in=OUR_TURN, assignee__isnull=True, snoozed_until__isnull=True) & LISTED


# As SQL, because every read of the desk has them and writing them by the ORM took longer than the rest of its statement.
# They name no table from outside themselves, so they stay true wherever a queryset is used, also within another.
_FOREIGN_PRIVATE_TEAMS = """
    SELECT id FROM accounts_team
    WHERE is_private AND id NOT IN (SELECT team_id FROM accounts_team_members WHERE user_id = %s)
"""
_TAKES_PART = "SELECT ticket_id FROM tickets_participant WHERE person_id = %s"


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, person: User) -> "TicketQuerySet":
        """The tickets that this person may see (design.md section 11, "Who sees what"); every read starts here."""
        if not person.is_active:
            return self.none()
        if person.is_staff:
            return self if person.is_admin else self._visible_to_staff(person)
        return self._visible_to_customer(person)

    def _visible_to_staff(self, person: User) -> "TicketQuerySet":
        # A ticket without a team is in no foreign one.
        return self.filter(
            ~Q(team__in=RawSQL(_FOREIGN_PRIVATE_TEAMS, [person.pk]))  # noqa: S611  # a constant; the key is a parameter
            | Q(assignee=person)
            | Q(requester=person)
            | Q(pk__in=RawSQL(_TAKES_PART, [person.pk]))  # noqa: S611  # likewise
        )

    def _visible_to_customer(self, person: User) -> "TicketQuerySet":
        mine = Ticket.objects.filter(requester=person).order_by().values("pk")
        copied = person.participations.filter(role__in=("cc", "requester")).order_by().values("ticket")
        visible = mine.union(copied, all=True)
        if person.organization is not None and person.organization.shares_tickets:
            ours = Ticket.objects.filter(organization=person.organization).order_by().values("pk")
            visible = mine.union(copied, ours, all=True)
        return self.filter(LISTED, pk__in=visible)

    def listed(self) -> "TicketQuerySet":
        """Neither spam nor deleted."""
        return self.filter(LISTED)

    def unfinished(self) -> "TicketQuerySet":
        """Still work for somebody: not solved, not closed, listed."""
        return self.filter(WORK)

    def awake(self) -> "TicketQuerySet":
        """Not snoozed: what lists of work show."""
        return self.filter(snoozed_until__isnull=True)

    def to_take(self) -> "TicketQuerySet":
        """Our turn, and nobody's yet."""
        return self.filter(TO_TAKE)

    def snoozed(self) -> "TicketQuerySet":
        return self.unfinished().filter(snoozed_until__isnull=False)

    def unassigned(self) -> "TicketQuerySet":
        return self.filter(assignee__isnull=True)

    def not_merged(self) -> "TicketQuerySet":
        """Without those whose conversation is shown elsewhere."""
        return self.filter(merged_into__isnull=True)

    def solved(self) -> "TicketQuerySet":
        return self.filter(LISTED, status__in=(Status.SOLVED, Status.CLOSED), merged_into__isnull=True)


class Ticket(models.Model):
    # The number people say is the key itself: one index, one look-up.
    number = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=250)
    # The beginning of the newest public message, for lists.
    snippet = models.CharField(max_length=160, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.NEW)
    priority = models.SmallIntegerField(choices=Priority, default=Priority.NORMAL)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.QUESTION)
    channel = models.CharField(max_length=10, choices=Channel)
    level = models.SmallIntegerField(choices=Level, default=Level.FIRST_LINE)
    requester = models.ForeignKey(User, on_delete=models.PROTECT, related_name="requested_tickets", db_index=False)
    # Which of the requester's further addresses they wrote from last; empty: the first one. No history: mail needs it only now.
    requester_address = models.CharField(max_length=254, blank=True, default="", db_default="")
    organization = models.ForeignKey(
        Organization, on_delete=models.SET_NULL, null=True, blank=True, related_name="tickets", db_index=False
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="tickets", db_index=False
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_tickets",
        db_index=False,
    )
    mailbox = models.ForeignKey("mail.Mailbox", on_delete=models.PROTECT, null=True, blank=True, db_index=False)
    # Brands are put away and never deleted; the default one need not have a row, so nothing asks for it.
    brand = models.ForeignKey(
        Brand,
        on_delete=models.DO_NOTHING,
        default=DEFAULT_BRAND,
        db_default=DEFAULT_BRAND,
        db_index=False,
        db_constraint=False,
        related_name="+",
    )
    language = models.CharField(max_length=10, blank=True)
    sentiment = models.CharField(
        max_length=10, choices=Sentiment, default=Sentiment.NEUTRAL, db_default=Sentiment.NEUTRAL
    )
    tags = models.ManyToManyField(Tag, related_name="tickets", blank=True)
    # Its messages are there now; it is closed. That ticket may have been merged on: `tickets.access.survivor_of`.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_here", db_index=False
    )
    is_spam = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)
    # Beside the status: out of the lists until then, or until the customer writes. Pauses no clock.
    snoozed_until = models.DateTimeField(null=True, blank=True)
    # When its concessions last changed; None: there are none.
    conceded_at = models.DateTimeField(null=True, blank=True)
    # Until when the requester counts as known: they had the code that we sent to their address.
    verified_until = models.DateTimeField(null=True, blank=True)
    # Counts public messages and notes by people, nothing else: what a writer must have seen before sending.
    conversation_seq = models.PositiveIntegerField(default=0)
    # The seq of the newest event: gapless, given under the row's lock.
    event_seq = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    # Since when the customer waits for a human answer; None while it is not our turn.
    waiting_since = models.DateTimeField(null=True, blank=True)
    first_reply_at = models.DateTimeField(null=True, blank=True)
    solved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reopen_count = models.PositiveIntegerField(default=0)
    # What its customer's newest rating of our help says, from 1 to 5 (tickets/ratings.py); None: there is none.
    satisfaction = models.PositiveSmallIntegerField(null=True, blank=True)
    # Level 1 should have solved it, a lead said after it was escalated; None: nobody said so.
    is_avoidable = models.BooleanField(null=True, blank=True)
    # Of its checklist, so that nobody asks where there is none.
    tasks_open = models.PositiveSmallIntegerField(default=0, db_default=0)
    tasks_total = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Of its time entries.
    minutes_spent = models.PositiveIntegerField(default=0, db_default=0)
    # What is asked beyond these columns, and what was answered, by the key of each field (tickets/fields.py).
    form = models.ForeignKey(
        TicketForm, on_delete=models.PROTECT, null=True, blank=True, related_name="tickets", db_index=False
    )
    fields = models.JSONField(default=dict, blank=True)
    # When the next answer that was written for later leaves; None: none waits. No history: drafts have none.
    held_until = models.DateTimeField(null=True, blank=True)
    # Rows of Link on either side, so that a page without any need not ask.
    links_count = models.PositiveIntegerField(default=0)

    # The earliest promise not yet kept, where time runs; past: overdue. With `sla` (where its clocks stand, sla/deadlines.py)
    # worked out from the log by the app sla.
    next_due_at = models.DateTimeField(null=True, blank=True)
    sla = models.JSONField(default=dict, blank=True, db_default={})
    # What smart routing thinks of it, by field (tickets/proposals.py); no history: what comes of it has one.
    proposed = models.JSONField(default=dict, blank=True, db_default={})

    objects: ClassVar[TicketQuerySet] = TicketQuerySet.as_manager()  # type: ignore[assignment]  # manager made at run time

    class Meta:
        indexes = [
            models.Index(fields=["-updated_at", "-number"], name="ticket_work_updated", condition=WORK),
            models.Index(fields=["-opened_at", "-number"], name="ticket_work_opened", condition=WORK),
            models.Index(fields=["waiting_since", "number"], name="ticket_work_waiting", condition=WORK),
            models.Index(fields=["-priority", "-number"], name="ticket_work_priority", condition=WORK),
            models.Index(fields=["next_due_at", "number"], name="ticket_work_due", condition=WORK),
            models.Index(fields=["assignee", "-updated_at"], name="ticket_work_assignee", condition=WORK),
            models.Index(fields=["team", "-updated_at"], name="ticket_work_team", condition=WORK),
            models.Index(fields=["status", "-updated_at"], name="ticket_work_status", condition=WORK),
            # For the counts beside teams on every page: by status, all work of the desk was read for each team that has little.
            models.Index(
                fields=["team"],
                name="ticket_work_turn",
                condition=Q(status__in=OUR_TURN, snoozed_until__isnull=True) & LISTED,
            ),
            models.Index(
                fields=["-solved_at", "-number"],
                name="ticket_solved",
                condition=Q(status__in=(Status.SOLVED, Status.CLOSED)) & LISTED,
            ),
            models.Index(
                fields=["snoozed_until", "number"], name="ticket_snoozed", condition=Q(snoozed_until__isnull=False)
            ),
            models.Index(fields=["-priority", "waiting_since", "number"], name="ticket_to_take", condition=TO_TAKE),
            models.Index(fields=["solved_at"], name="ticket_to_close", condition=Q(status=Status.SOLVED)),
            models.Index(fields=["requester", "-updated_at"], name="ticket_requester"),
            models.Index(
                fields=["organization", "-updated_at"],
                name="ticket_organization",
                condition=Q(organization__isnull=False),
            ),
            models.Index(fields=["-updated_at", "-number"], name="ticket_updated"),
            models.Index(fields=["-opened_at", "-number"], name="ticket_opened"),
            models.Index(fields=["merged_into"], name="ticket_merged", condition=Q(merged_into__isnull=False)),
            # For "field.order:A-17". Only tickets with answers are in it; the operator class knows @> alone, and is small.
            GinIndex(fields=["fields"], name="ticket_fields", opclasses=["jsonb_path_ops"], condition=~Q(fields={})),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="ticket_status_known"),
            models.CheckConstraint(condition=Q(level__gte=0, level__lte=3), name="ticket_level_0_to_3"),
            models.CheckConstraint(condition=Q(priority__gte=1, priority__lte=4), name="ticket_priority_1_to_4"),
            models.CheckConstraint(
                condition=~Q(status__in=(Status.SOLVED, Status.CLOSED)) | Q(solved_at__isnull=False),
                name="ticket_solved_has_time",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status=Status.CLOSED), name="ticket_merged_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.subject}"

    # Django's own look through all choices, in every language, for each call: too slow for a list.
    def get_status_display(self) -> str:  # type: ignore[no-redef]  # django-stubs knows it too
        return str(Status(self.status).label)

    def get_priority_display(self) -> str:  # type: ignore[no-redef]  # django-stubs knows it too
        return str(Priority(self.priority).label)

    def get_kind_display(self) -> str:  # type: ignore[no-redef]  # django-stubs knows it too
        return str(Kind(self.kind).label)

    def get_sentiment_display(self) -> str:  # type: ignore[no-redef]  # django-stubs knows it too
        return str(Sentiment(self.sentiment).label)

    def get_level_display(self) -> str:  # type: ignore[no-redef]  # django-stubs knows it too
        return str(Level(self.level).label)

    def is_shared_with(self, person: User) -> bool:
        """Whether the person sees the ticket whole because their organization shares its tickets."""
        organization = person.organization
        return organization is not None and organization.shares_tickets and self.organization_id == organization.pk

    def is_read_from_the_start_by(self, person: User) -> bool:
        """Whether what was said at its opening is for them: not for who came in copy later, by a colleague or a merge."""
        if person.is_staff or self.requester_id == person.pk or self.is_shared_with(person):
            return True
        copied = self.participants.filter(person=person, role="cc").first()
        return copied is None or copied.since is None or copied.since <= self.opened_at

    @property
    def answer_address(self) -> str:
        """Where answers to the requester go."""
        return self.requester_address or self.requester.email

    @property
    def is_verified(self) -> bool:
        """Whether the requester showed lately that they read the mail of their address."""
        return self.verified_until is not None and self.verified_until > timezone.now()

    @property
    def is_closed(self) -> bool:
        return self.status == Status.CLOSED

    @property
    def is_solved(self) -> bool:
        """Solved or closed: no longer work for us."""
        return self.status in (Status.SOLVED, Status.CLOSED)
