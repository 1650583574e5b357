"""Issues in trackers, on a ticket: what they are, linking, creating, commenting."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.once import done_once
from accounts.permissions import Permission, role_may
from desk.http import DeskRequest, on_ticket, with_toast
from desk.views.choices import part_response
from desk.views.ticket import parts_or_page
from integrations import actions
from integrations.drafting import draft_for
from integrations.models import Issue, IssueLink, TrackerCall
from integrations.naming import LONGEST_SEARCH, MOST_OFFERED, issues_like, named
from integrations.queries import issues_of, trackers_in_use, waiting_counts
from tickets.content import Body, storable
from tickets.errors import Invalid
from tickets.models import Ticket


@require_safe
@on_ticket
def issues(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """The part of the page beside the conversation; it asks again while something is on its way."""
    return part_response(request, ticket, "desk/_issues.html", _("Issues"), _shown(request, ticket))


@require_http_methods(["GET", "HEAD", "POST"])
@on_ticket
def link(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """GET: the form, or what `q` finds. POST: link `issue`, or what `q` names."""
    if request.method == "POST":
        return _link(request, ticket)
    search = storable(request.GET.get("q", "")).strip()[:LONGEST_SEARCH]
    context: dict[str, object] = {
        "search": search,
        "found": list(issues_like(search)[:MOST_OFFERED]),
        "named": named(search) if search else None,
        "has_trackers": bool(trackers_in_use()),
        "may_set_up": role_may(request.user.role, Permission.SETTINGS),
    }
    is_search = request.htmx and request.GET.get("part") == "found"
    part = "desk/_issues_found.html" if is_search else "desk/_issue_link_form.html"
    return part_response(request, ticket, part, _("Link an issue"), context)


def _link(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    chosen = request.POST.get("issue") or request.GET.get("again", "")
    if chosen:
        issue = _issue(chosen)
        actions.link_issue(ticket, actor=request.user, tracker=issue.tracker, key=issue.key)
        return parts_or_page(request, ticket)
    found = named(storable(request.POST.get("q", "")))
    if found is None:
        raise Invalid(_("No tracker of ours has this. Paste the address of the issue, or choose one that was found."))
    tracker, key = found
    actions.link_issue(ticket, actor=request.user, tracker=tracker, key=key)
    return parts_or_page(request, ticket)


@require_POST
@on_ticket
def unlink(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    issue = _linked(ticket, pk).issue
    actions.unlink_issue(ticket, actor=request.user, issue=issue)
    again = f"{reverse('desk:link_issue', args=[ticket.pk])}?again={issue.pk}"
    said = _("The link to %(issue)s is removed.") % {"issue": issue.reference}
    return with_toast(parts_or_page(request, ticket), said, undo=again)


@require_http_methods(["GET", "HEAD", "POST"])
@on_ticket
def new(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """A new issue, prefilled from the hand-over without personal data."""
    trackers = trackers_in_use()
    if request.method == "POST":
        tracker = next((one for one in trackers if str(one.pk) == request.POST.get("tracker")), None)
        if tracker is None:
            raise Invalid(_("Choose where the issue is to be."))
        title, body = request.POST.get("title", ""), request.POST.get("body", "")

        def ask_for_it() -> str:
            actions.create_issue(ticket, actor=request.user, tracker=tracker, title=title, body=body)
            return reverse("desk:ticket", args=[ticket.number])

        done_once(request, request.user, ask_for_it)
        said = _("The issue is on its way to %(tracker)s.") % {"tracker": tracker.name}
        return with_toast(parts_or_page(request, ticket), said)
    context: dict[str, object] = {
        "trackers": trackers,
        "draft": draft_for(ticket),
        "may_set_up": role_may(request.user.role, Permission.SETTINGS),
    }
    return part_response(request, ticket, "desk/_issue_form.html", _("Create an issue"), context)


@require_http_methods(["GET", "HEAD", "POST"])
@on_ticket
def comment(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    """A note for engineering, which goes to the issue as a comment."""
    issue = _linked(ticket, pk).issue
    if request.method == "POST":
        body = Body.from_text(request.POST.get("words", ""))

        def write() -> str:
            actions.comment_on_issue(ticket, actor=request.user, issue=issue, body=body)
            return reverse("desk:ticket", args=[ticket.number])

        done_once(request, request.user, write)
        said = _("The note is on its way to %(issue)s.") % {"issue": issue.reference}
        return with_toast(parts_or_page(request, ticket), said)
    return part_response(request, ticket, "desk/_issue_comment.html", _("Write to engineering"), {"issue": issue})


@require_POST
@on_ticket
def retry(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    """What was given up: once more, or with `forget` no more."""
    call = TrackerCall.objects.filter(pk=pk, ticket=ticket).first()
    if call is not None and request.POST.get("forget"):
        actions.forget_call(call, actor=request.user)
    elif call is not None:
        actions.retry_call(call, actor=request.user)
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.pk]))
    return render(request, "desk/_issues.html", {"ticket": ticket, **_shown(request, ticket)})


def _shown(request: DeskRequest, ticket: Ticket) -> dict[str, object]:
    """With each link, how many tickets wait for an answer about it."""
    found = issues_of(ticket)
    waiting = waiting_counts([link.issue for link in found.links], request.user)
    links = [(link, waiting.get(link.issue_id, 0)) for link in found.links]
    return {"links": links, "calls": found.calls, "is_waiting": found.is_waiting}


def _linked(ticket: Ticket, pk: int) -> IssueLink:
    found = ticket.issue_links.filter(issue=pk).select_related("issue__tracker").first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def _issue(chosen: str) -> Issue:
    is_number = chosen.isascii() and chosen.isdecimal() and len(chosen) < 16
    found = Issue.objects.select_related("tracker").filter(pk=int(chosen)).first() if is_number else None
    if found is None:
        raise Invalid(_("This issue is no longer there. Choose another one."))
    return found
