"""What screens and API read about a ticket's issues."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from integrations.models import CallKind, CallState, Issue, IssueLink, Tracker, TrackerCall
from tickets.models import Link, LinkKind, Status, Ticket
from tickets.models.ticket import TicketQuerySet


@dataclass(frozen=True, slots=True)
class TicketIssues:
    """`calls` are those on their way and those that were given up."""

    links: list[IssueLink]
    calls: list[TrackerCall]

    @property
    def is_waiting(self) -> bool:
        """Something is looked up or on its way, so that it is worth asking again soon."""
        looked_up = all(link.issue.looked_at or link.issue.trouble for link in self.links)
        return not looked_up or any(call.state == CallState.QUEUED for call in self.calls)


def issues_of(ticket: Ticket) -> TicketIssues:
    """Two statements."""
    links = ticket.issue_links.select_related("issue__tracker").order_by("pk")
    calls = ticket.tracker_calls.exclude(state=CallState.SENT).exclude(kind=CallKind.CHECK)
    return TicketIssues(list(links), list(calls.select_related("tracker").order_by("pk")))


def trackers_in_use() -> list[Tracker]:
    return list(Tracker.objects.filter(archived_at=None))


def trackers_like(text: str, *, archived: bool = False) -> QuerySet[Tracker]:
    found = Tracker.objects.filter(archived_at__isnull=not archived)
    for word in text.split()[:8]:
        found = found.filter(Q(name__icontains=word) | Q(project__icontains=word))
    return found.annotate(links_count=Count("issues__links"))


def tickets_of(issue: Issue, person: User, *, unfinished: bool = True) -> TicketQuerySet:
    """Those that can be answered and are about it: linked to it, or incidents of a problem that is."""
    linked = issue.links.values("ticket")
    incidents = Link.objects.filter(kind=LinkKind.INCIDENT, other__in=linked).values("ticket")
    tickets = Ticket.objects.visible_to(person).listed().not_merged().exclude(status=Status.CLOSED)
    tickets = tickets.filter(Q(pk__in=linked) | Q(pk__in=incidents)).order_by("pk")
    return tickets.unfinished() if unfinished else tickets


def is_about(issue: Issue, person: User) -> bool:
    """Whether the person sees a ticket that is linked to it."""
    return Ticket.objects.visible_to(person).filter(pk__in=issue.links.values("ticket")).exists()


def waiting_counts(issues: Iterable[Issue], person: User) -> dict[int, int]:
    """Of each issue that is done, how many tickets about it still work; none where nothing is done."""
    return {issue.pk: tickets_of(issue, person).count() for issue in issues if issue.is_done}
