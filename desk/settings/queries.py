"""The lists of the settings: what they show of each row, counted in the statement that reads it."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.customers import organizations_like
from accounts.models import ApiToken, Organization, Team, User
from accounts.models.user import STAFF_ROLES
from mail.models import Mailbox
from tickets.models import Field, Tag, Ticket, TicketForm
from tickets.models.ticket import UNFINISHED


def teams_like(text: str, *, archived: bool = False) -> QuerySet[Team]:
    """With `members_count` and `open_count`."""
    teams = Team.objects.filter(archived_at__isnull=not archived).annotate(
        members_count=Count("members", filter=Q(members__is_active=True)),
        open_count=_open_of("team"),
    )
    return teams.filter(name__icontains=text) if text else teams


def agents_like(text: str, *, archived: bool = False, role: str = "") -> QuerySet[User]:
    """Colleagues, or (archived) those who were switched off; with `open_count` and their teams."""
    people = User.objects.filter(role__in=[role] if role else STAFF_ROLES, is_active=not archived, merged_into=None)
    people = people.annotate(open_count=_open_of("assignee")).prefetch_related("teams")
    for word in text.split()[:8]:
        people = people.filter(
            Q(name__icontains=word) | Q(email__icontains=word) | Q(teams__name__icontains=word)
        ).distinct()
    return people


def tokens_like(text: str, *, archived: bool = False) -> QuerySet[ApiToken]:
    """Everybody's API tokens with whose they are, those that still work, or (archived) those that were revoked."""
    tokens = ApiToken.objects.select_related("person").filter(revoked_at__isnull=not archived)
    for word in text.split()[:8]:
        named = Q(name__icontains=word) | Q(prefix__startswith=word)
        tokens = tokens.filter(named | Q(person__name__icontains=word) | Q(person__email__icontains=word))
    return tokens


def mailboxes_like(text: str) -> QuerySet[Mailbox]:
    mailboxes = Mailbox.objects.select_related("team", "imap")
    return mailboxes.filter(Q(name__icontains=text) | Q(address__icontains=text)) if text else mailboxes


def organizations_with(text: str, *, tier: str = "") -> QuerySet[Organization]:
    """With `people_count`."""
    organizations = organizations_like(text)
    people = User.objects.filter(organization=OuterRef("pk"), merged_into=None).order_by().values("organization")
    counted = Coalesce(Subquery(people.annotate(n=Count("pk")).values("n")), 0)
    return (organizations.filter(tier=tier) if tier else organizations).annotate(people_count=counted)


def tags_like(text: str, *, archived: bool = False) -> QuerySet[Tag]:
    """With `tickets_count`."""
    tags = Tag.objects.filter(archived_at__isnull=not archived)
    carried = Ticket.tags.through.objects.filter(tag=OuterRef("pk")).order_by().values("tag")
    counted = carried.annotate(n=Count("pk")).values("n")  # type: ignore[misc]  # annotated
    tags = tags.annotate(tickets_count=Coalesce(Subquery(counted), 0))
    return tags.filter(name__contains=text.lower()) if text else tags


def fields_like(text: str, *, archived: bool = False) -> QuerySet[Field]:
    fields = Field.objects.filter(archived_at__isnull=not archived).prefetch_related("forms")
    return fields.filter(Q(name__icontains=text) | Q(key__icontains=text)) if text else fields


def forms_like(text: str) -> QuerySet[TicketForm]:
    """With `fields_count`."""
    forms = TicketForm.objects.annotate(fields_count=Count("places"))
    return forms.filter(name__icontains=text) if text else forms


def _open_of(column: str) -> Coalesce:
    """How many tickets that are not finished name this row in `column`."""
    unfinished = Ticket.objects.listed().filter(**{column: OuterRef("pk")}, status__in=UNFINISHED)
    counted = unfinished.order_by().values(column).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
