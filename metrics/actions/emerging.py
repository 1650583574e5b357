"""What people of ours make of an emerging issue: a problem with its incidents, or nothing."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from helpdesk import clock
from metrics.models import EmergingIssue
from tickets.access import require
from tickets.actions import link, open_ticket
from tickets.content import Body
from tickets.errors import IllegalTransition, Refused
from tickets.models import Channel, Kind, LinkKind, Ticket
from tickets.models.ticket import TicketQuerySet

# More wait for the next press of the button: each link is an act of its own.
MOST_AT_ONCE = 100
_MOST_WORDS = 3


def tickets_of(issue: EmergingIssue, person: User) -> TicketQuerySet:
    """Those that the person sees, the most typical first."""
    visible = Ticket.objects.visible_to(person).listed().not_merged()
    return visible.filter(pk__in=issue.members.values("ticket"))


def unlinked(issue: EmergingIssue, person: User) -> TicketQuerySet:
    """Of these, those that are no incident of any problem yet, and no problem themselves."""
    open_ones = tickets_of(issue, person).exclude(kind=Kind.PROBLEM)
    return open_ones.exclude(links__kind=LinkKind.INCIDENT).order_by("pk")


@transaction.atomic
def make_problem(issue: EmergingIssue, *, actor: User) -> Ticket:
    """A problem with the issue's tickets as its incidents; where there is one, those that have come since are linked to it.

    Raises IllegalTransition where it was dismissed, or where no ticket of it is the actor's to see.
    """
    require(actor, Permission.METRICS)
    issue = EmergingIssue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if issue.dismissed_at is not None:
        raise IllegalTransition(_("Somebody said that this is no issue. Bring it back first."))
    incidents = list(unlinked(issue, actor)[:MOST_AT_ONCE])
    if issue.problem is None:
        if not incidents:
            raise IllegalTransition(_("All of its tickets belong to a problem already."))
        issue.problem = _opened(issue, incidents, actor)
        issue.save(update_fields=["problem"])
    for incident in incidents:
        _linked(incident, issue.problem, actor)
    return issue.problem


@transaction.atomic
def dismiss(issue: EmergingIssue, *, actor: User) -> EmergingIssue | None:
    """It is no issue: it is not shown again, whatever comes this week. None if that was said already."""
    require(actor, Permission.METRICS)
    issue = EmergingIssue.objects.select_for_update().get(pk=issue.pk)
    if issue.dismissed_at is not None:
        return None
    issue.dismissed_at, issue.dismissed_by = clock.now(), actor
    issue.save(update_fields=["dismissed_at", "dismissed_by"])
    return issue


@transaction.atomic
def bring_back(issue: EmergingIssue, *, actor: User) -> EmergingIssue | None:
    """Take back that it is none. None if nobody had said so."""
    require(actor, Permission.METRICS)
    issue = EmergingIssue.objects.select_for_update().get(pk=issue.pk)
    if issue.dismissed_at is None:
        return None
    issue.dismissed_at, issue.dismissed_by = None, None
    issue.save(update_fields=["dismissed_at", "dismissed_by"])
    return issue


def _opened(issue: EmergingIssue, incidents: list[Ticket], actor: User) -> Ticket:
    first = incidents[0]
    words = ", ".join(issue.words[:_MOST_WORDS])
    subject = _("Problem: %(subject)s") % {"subject": first.subject}
    about = _("%(tickets)s alike tickets this week, %(before)s in a usual one. They have in common: %(words)s.")
    text = about % {"tickets": issue.members.count(), "before": round(issue.before), "words": words or "–"}
    return open_ticket(
        actor=actor,
        requester=actor,
        subject=subject,
        body=Body.from_text(text),
        channel=Channel.API,
        kind=Kind.PROBLEM,
        assignee=actor,
        team=None,
    )


def _linked(incident: Ticket, problem: Ticket, actor: User) -> None:
    """One that cannot be linked (any more) holds nobody else up."""
    try:
        with transaction.atomic():
            link(incident, actor=actor, other=problem, kind=LinkKind.INCIDENT)
    except Refused:
        pass
