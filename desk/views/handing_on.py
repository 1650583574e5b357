"""Handing a ticket up, answering that, bringing it down again, and the guides of the levels."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Team
from desk.handing_on import levels_above, levels_below, may_go_down, offered_reasons, words_for
from desk.http import DeskRequest, on_ticket, with_toast
from desk.lists import teams_for
from desk.undoing import newest_undo
from desk.views.choices import part_response
from desk.views.ticket import render_parts
from tickets import actions
from tickets.access import sees
from tickets.errors import Invalid
from tickets.events import EventKind
from tickets.guides import guides_of, html_of
from tickets.models import EscalationReason, Level, Ticket
from tickets.styles import guides_for

_OWN_WORDS = "own"


@require_safe
@on_ticket
def escalation_form(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Where it can go and why, with what was tried and asked written already."""
    context = {
        "choices": levels_above(ticket, request.user),
        "reasons": offered_reasons(),
        "words": words_for(ticket),
    }
    return part_response(request, ticket, "desk/_escalate_form.html", _("Escalate"), context)


@require_POST
@on_ticket
def escalate(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Hand it up to `to` ("2:17": level and team) with why, what was tried, and what is asked."""
    level, team = _destination(request)
    escalation = actions.escalate(
        ticket,
        actor=request.user,
        to_level=level,
        team=team,
        listed_reason=_reason(request),
        reason=request.POST.get("reason", ""),
        tried=request.POST.get("tried", ""),
        asked=request.POST.get("asked", ""),
        seen_level=_seen_level(request),
    )
    said = _("Escalated. It waits for somebody of %(level)s to accept it.") % {"level": level.label}
    if escalation.to_team is not None:
        said = _("Escalated. %(team)s has everything you wrote.") % {"team": escalation.to_team.name}
    return _handed_on(request, ticket, said, EventKind.ESCALATED)


@require_POST
@on_ticket
def accept(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    event = actions.accept_escalation(ticket, actor=request.user)
    return _handed_on(
        request, ticket, _("Accepted. The ticket is yours.") if event else "", EventKind.ESCALATION_ACCEPTED
    )


@require_POST
@on_ticket
def decline(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    actions.decline_escalation(ticket, actor=request.user, reason=request.POST.get("answer", ""))
    said = _("Declined. It is back with those who escalated it.")
    return _handed_on(request, ticket, said, EventKind.ESCALATION_DECLINED)


@require_POST
@on_ticket
def hand_back(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    actions.hand_back(ticket, actor=request.user, answer=request.POST.get("answer", ""))
    return _handed_on(request, ticket, _("Handed back with your answer."), EventKind.HANDED_BACK)


@require_http_methods(["GET", "HEAD", "POST"])
@on_ticket
def bring_down(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """GET: where it can go; POST: bring it down `to` there."""
    if request.method != "POST":
        context = {"choices": levels_below(ticket, request.user), "may": may_go_down(ticket, request.user)}
        return part_response(request, ticket, "desk/_bring_down.html", _("Bring down a level"), context)
    level, team = _destination(request)
    reason = request.POST.get("reason", "")
    actions.de_escalate(ticket, actor=request.user, to_level=level, team=team, reason=reason)
    return _handed_on(request, ticket, _("It is at %(level)s now.") % {"level": level.label})


@require_POST
@on_ticket
def judge(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Level 1 should have solved it, a lead says; `undo=1` takes that back. From the list behind the figure: back to it."""
    undo = bool(request.POST.get("undo") or request.GET.get("undo"))
    actions.judge_escalation(ticket, actor=request.user, is_avoidable=not undo)
    said = _("Taken back.") if undo else _("Noted: level 1 should have solved it. It counts on the page of levels.")
    again = "" if undo else f"{reverse('desk:judge_escalation', args=[ticket.number])}?undo=1"
    back = request.POST.get("next", "")
    if request.htmx and not back:
        return with_toast(render_parts(request, ticket), said, undo=again)
    messages.success(request, said, extra_tags=again)
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("desk:ticket", args=[ticket.number])
    return HttpResponseRedirect(back)


@require_safe
@on_ticket
def level_guide(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """What belongs to the ticket's level, and how it is done there."""
    level = Level(ticket.level)
    context: dict[str, object] = {"guide": guides_of([level])[level]}
    return part_response(request, ticket, "desk/_level_guide.html", str(level.label), context)


@require_safe
@on_ticket
def style(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """How answers on this ticket sound."""
    guides = [(guide, html_of(guide.tone)) for guide in guides_for(ticket)]
    return part_response(request, ticket, "desk/_styles.html", _("Style guide"), {"guides": guides})


def _handed_on(request: DeskRequest, ticket: Ticket, said: str, kind: EventKind | None = None) -> HttpResponse:
    """The page as it is now; back to the desk for somebody from whose eyes the ticket went, into a private team.

    `kind`: of what was done, where it can be taken back.
    """
    if not sees(request.user, ticket):
        messages.success(request, said + " " + _("It is with a private team now, so you do not see it any more."))
        start = reverse("desk:start")
        return HttpResponse(status=204, headers={"HX-Redirect": start}) if request.htmx else HttpResponseRedirect(start)
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    response = render_parts(request, ticket)
    undo = newest_undo(ticket, request.user, kind) if kind else ""
    return with_toast(response, said, undo=undo) if said else response


def _destination(request: DeskRequest) -> tuple[Level, Team | None]:
    level, _colon, key = request.POST.get("to", "").partition(":")
    if level not in map(str, Level.values):
        raise Invalid(_("Choose where it should go."))
    if not key:
        return Level(int(level)), None
    team = next((team for team in teams_for(request.user) if str(team.pk) == key), None)
    if team is None:
        raise Invalid(_("This team is no longer there. Choose another one."))
    return Level(int(level)), team


def _seen_level(request: DeskRequest) -> Level | None:
    level = request.POST.get("seen_level", "")
    return Level(int(level)) if level in map(str, Level.values) else None


def _reason(request: DeskRequest) -> EscalationReason | None:
    """None: they say it in words of their own."""
    key = request.POST.get("listed_reason", "")
    if key in ("", _OWN_WORDS):
        return None
    if not key.isdecimal() or len(key) > 15:
        raise Http404
    reason = EscalationReason.objects.filter(pk=int(key), is_active=True).first()
    if reason is None:
        raise Invalid(_("This reason is no longer offered. Choose another one."))
    return reason
