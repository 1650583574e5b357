"""The page of emerging issues: what grows this week, with examples; a problem is one click away."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.db.models import Count, F, Max, Min, Window
from django.db.models.functions import RowNumber
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.http import may_required
from accounts.permissions import Permission
from desk.http import DeskRequest, refused, with_toast
from desk.metrics.views import REASON, framed
from helpdesk import clock, heartbeat
from metrics.actions.emerging import MOST_AT_ONCE, bring_back, dismiss, make_problem, tickets_of, unlinked
from metrics.emerging.finding import WEEK, WEEKS_BEFORE
from metrics.models import EmergingIssue, EmergingTicket
from tickets.errors import Refused
from tickets.models import Link, LinkKind, Ticket

MOST_ISSUES = 20
EXAMPLES = 3
PAGE_SIZE = 100
# Not found again for so long, it grows no more.
QUIET = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class IssueCard:
    """As its reader sees it: `number` of the tickets that they see; `left` of these are no incident of the problem yet."""

    issue: EmergingIssue
    number: int
    people: int
    first: datetime
    newest: datetime
    examples: list[Ticket]
    left: int
    is_quiet: bool

    @property
    def before(self) -> str:
        """In a usual week, in words."""
        if self.issue.before < 0.05:
            return _("none in a usual week")
        number = formats.number_format(round(self.issue.before, 1 if self.issue.before < 10 else 0))
        return _("about %(number)s in a usual week") % {"number": number}


@require_safe
@may_required(Permission.METRICS, REASON)
def emerging(request: DeskRequest) -> HttpResponse:
    _asked, context = framed(request, "emerging")
    cards = cards_for(request, clock.now())
    context |= {
        "title": _("Emerging issues"),
        "cards": cards,
        "as_of": heartbeat.last(heartbeat.EMERGING),
        "weeks": WEEKS_BEFORE,
        "most": MOST_AT_ONCE,
    }
    return render(request, "metrics/emerging.html", context)


@require_safe
@may_required(Permission.METRICS, REASON)
def issue(request: DeskRequest, pk: int) -> HttpResponse:
    """All tickets of an issue that the reader sees, the most typical first."""
    found = get_object_or_404(EmergingIssue, pk=pk)
    _asked, context = framed(request, "emerging")
    tickets = tickets_of(found, request.user)
    nearest = {number: place for place, number in enumerate(found.members.values_list("ticket", flat=True))}
    shown = list(
        tickets.select_related("requester", "requester__organization", "team").order_by("-opened_at")[:PAGE_SIZE]
    )
    shown.sort(key=lambda ticket: nearest.get(ticket.pk, len(nearest)))
    context |= {"title": str(found), "issue": found, "tickets": shown, "count": tickets.count(), "most": PAGE_SIZE}
    return render(request, "metrics/emerging_issue.html", context)


@require_POST
@may_required(Permission.METRICS, REASON)
def problem(request: DeskRequest, pk: int) -> HttpResponse:
    """Make it a problem with these incidents; or link what has come since."""
    found = get_object_or_404(EmergingIssue, pk=pk)
    before = found.problem_id
    try:
        made = make_problem(found, actor=request.user)
    except Refused as refusal:
        if request.htmx:
            return refused(request, refusal)
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("metrics:emerging"))
    linked = Link.objects.filter(other=made, kind=LinkKind.INCIDENT).count()
    said = ngettext("%(number)s ticket is linked to it.", "%(number)s tickets are linked to it.", linked) % {
        "number": linked
    }
    messages.success(request, said if before else f"{_('It is a problem now.')} {said}")
    return HttpResponseRedirect(reverse("metrics:emerging") if before else reverse("desk:ticket", args=[made.pk]))


@require_POST
@may_required(Permission.METRICS, REASON)
def no_issue(request: DeskRequest, pk: int) -> HttpResponse:
    """It is none. `undo=1` brings it back."""
    found = get_object_or_404(EmergingIssue, pk=pk)
    if request.POST.get("undo") or request.GET.get("undo"):
        bring_back(found, actor=request.user)
        if request.htmx:
            return with_toast(HttpResponse(status=204, headers={"HX-Refresh": "true"}), _("It is shown again."))
    elif dismiss(found, actor=request.user) is not None:
        again = f"{reverse('metrics:no_issue', args=[pk])}?undo=1"
        messages.success(request, _("Put away as no issue."), extra_tags=again)
    return HttpResponseRedirect(reverse("metrics:emerging"))


def cards_for(request: DeskRequest, now: datetime) -> list[IssueCard]:
    """Of this week, the newest first; in a fixed number of statements, but for those with a problem."""
    person = request.user
    issues = list(
        EmergingIssue.objects.filter(dismissed_at__isnull=True, seen_at__gt=now - WEEK).select_related("problem")[
            :MOST_ISSUES
        ]
    )
    visible = Ticket.objects.visible_to(person).listed().not_merged()
    members = EmergingTicket.objects.filter(issue__in=issues, ticket__in=visible.order_by().values("pk")).order_by()
    counted = {
        row["issue"]: row
        for row in members.values("issue").annotate(
            number=Count("pk"),
            people=Count("ticket__requester", distinct=True),
            first=Min("ticket__opened_at"),
            newest=Max("ticket__opened_at"),
        )
    }
    place = Window(RowNumber(), partition_by=F("issue"), order_by=(F("nearness").desc(), F("pk").asc()))
    examples: dict[int, list[Ticket]] = {}
    for member in members.select_related("ticket__requester").annotate(place=place).filter(place__lte=EXAMPLES):
        examples.setdefault(member.issue_id, []).append(member.ticket)
    return [
        IssueCard(
            issue=one,
            number=counted[one.pk]["number"],
            people=counted[one.pk]["people"],
            first=counted[one.pk]["first"],
            newest=counted[one.pk]["newest"],
            examples=examples.get(one.pk, []),
            left=unlinked(one, person).count() if one.problem_id else 0,
            is_quiet=one.seen_at < now - QUIET,
        )
        for one in issues
        if one.pk in counted
    ]
