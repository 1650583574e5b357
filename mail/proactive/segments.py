"""Which customers a segment means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.languages import default_language
from accounts.models import User
from accounts.models.organization import Tier
from helpdesk import clock
from mail.proactive.models import ProactiveMessage, Unsubscribed, When
from outbox.models import UNREACHABLE, OutboundRecipient
from tickets.models import Ticket

FIELDS = ("organizations", "tags", "tiers", "languages")
NAMES_SHOWN = 8
MOST_COUNTED = 100_000


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom it would reach now: how many, the first of them by name; and how many want none or cannot be reached."""

    count: int
    names: list[str]
    left_out: int

    @property
    def others(self) -> int:
        return self.count - len(self.names)


def customers_in(segment: Mapping[str, Sequence[Any]], *, author: User) -> QuerySet[User]:
    """With an address; `author`: whose tickets tags are looked for in."""
    found = User.objects.customers().filter(is_active=True, email__isnull=False).exclude(email="").order_by("pk")
    if organizations := segment.get("organizations"):
        found = found.filter(organization__in=organizations)
    if tiers := segment.get("tiers"):
        found = found.filter(_tier(tiers))
    if languages := segment.get("languages"):
        # Who never chose one reads the desk's.
        unsaid = Q(language="") if default_language() in languages else Q(pk__in=[])
        found = found.filter(Q(language__in=languages) | unsaid)
    if tags := segment.get("tags"):
        tagged = Ticket.objects.visible_to(author).filter(requester=OuterRef("pk"), tags__name__in=tags)
        found = found.filter(Exists(tagged.order_by()))
    return found


# Of whoever wants no more, or was merged into somebody: two merges deep, each way a join of its own.
_STOPPED_BY = ("person", "person__merged_into", "person__merged_into__merged_into")


def reachable(people: QuerySet[User]) -> QuerySet[User]:
    gone = OutboundRecipient.objects.filter(address=OuterRef("email"), state__in=UNREACHABLE)
    people = people.exclude(Exists(gone.order_by()))
    for column in _STOPPED_BY:
        people = people.exclude(Exists(Unsubscribed.objects.filter(**{column: OuterRef("pk")})))
    return people


def due_people(message: ProactiveMessage) -> QuerySet[User]:
    """Who is to get it by now, whether they have it or not."""
    people = customers_in(message.segment, author=message.author)
    if not message.is_automatic or message.started_at is None:
        return people
    # What happened so many days before it was started, or later: then its day comes while it runs.
    days = timedelta(days=message.days or 0)
    since, until = message.started_at - days, clock.now() - days
    if message.when == When.APPEARED:
        return people.filter(created_at__gte=since, created_at__lte=until)
    solved = Ticket.objects.visible_to(message.author).solved().filter(solved_at__gte=since, solved_at__lte=until)
    return people.filter(pk__in=solved.order_by().values("requester"))


def preview_of(segment: Mapping[str, Sequence[Any]], *, author: User) -> Preview:
    people = customers_in(segment, author=author)
    wanted = reachable(people)
    names = [person.display_name for person in wanted[:NAMES_SHOWN]]
    count = wanted.order_by().count()
    return Preview(count, names, people.order_by().count() - count)


def _tier(tiers: Sequence[str]) -> Q:
    """Who belongs to no organization has the standard plan."""
    alone = Q(organization__isnull=True) if Tier.STANDARD in tiers else Q(pk__in=[])
    return Q(organization__tier__in=tiers) | alone
