"""Trying a rule while it is written: on the last 30 days, and on one ticket."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import may_required
from accounts.models import User
from accounts.permissions import Permission
from desk.http import DeskRequest, on_ticket
from desk.rules.drafts import Draft
from desk.views.choices import part_response
from routing.conditions import Group
from routing.holding import because, seen_by_rules
from routing.queries import why
from routing.reading import WrongRule, read_conditions, read_parts
from routing.traces import explain
from routing.trying import run_on, try_rule
from routing.words import Labels, node_text
from tickets.access import ticket_for
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.models import Ticket
from tickets.proposals import Proposal, find_proposal


@require_POST
@may_required(Permission.SETTINGS)
def attempt(request: DeskRequest) -> HttpResponse:
    """What the draft would have done; with a `ticket`, each of its conditions on this one."""
    draft = Draft.read(request.POST)
    context: dict[str, object] = {"number": request.POST.get("ticket", "").strip().lstrip("#")[:18]}
    if draft.waits_for_time:
        context["waits_for"] = _("Say after how long it acts, then it is tried here.")
        return render(request, "settings/rules/_attempt.html", context)
    try:
        reading = read_parts(draft.when, draft.conditions, draft.effects or [{"do": "stop"}])
    except WrongRule as wrong:
        context["waits_for"] = wrong.problems[0].sentence
        return render(request, "settings/rules/_attempt.html", context)
    ticket = _ticket(request, str(context["number"]))
    if ticket is not None:
        run = run_on(reading, ticket)
        labels = Labels.of([reading.conditions])
        words = {"all": _("All of these hold"), "any": _("Any of these holds"), "none": _("None of these holds")}
        context |= {
            "ticket": ticket,
            "run": run,
            "asked_at": run.asked_at and event_text(run.asked_at, Names.of([run.asked_at], reader=request.user)),
            "checked": [
                (words[one.node.kind] if isinstance(one.node, Group) else node_text(one.node, labels), one)
                for one in run.checked
            ],
        }
    elif context["number"]:
        context["no_ticket"] = True
    context |= {"trial": try_rule(reading), "is_timed": reading.when.is_timed, "does_something": bool(draft.effects)}
    return render(request, "settings/rules/_attempt.html", context)


@require_safe
@on_ticket
def why_rules(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """What the rules made of the ticket's newest events."""
    explained = explain(ticket)
    labels = Labels.of(read_conditions(one.rule.conditions) for each in explained for one in each.asked)
    names = Names.of([each.event for each in explained], reader=request.user)
    seen = seen_by_rules(explained)
    shown = [
        {
            "event": each.event,
            "text": event_text(each.event, names),
            "acted": [(one, because(one, each.event.seq, seen, labels)) for one in each.asked if one.has_acted],
            "others": [(one, why(one, labels)) for one in each.asked if not one.has_acted],
        }
        for each in explained
    ]
    context = {"explained": shown, "may_set": request.user.is_admin, "smart": _smart(ticket, request.user)}
    return part_response(request, ticket, "desk/_why_rules.html", _("What the rules did"), context)


def _smart(ticket: Ticket, person: User) -> list[tuple[Proposal, list[tuple[int, str]]]]:
    """What smart routing proposed or did, each with the alike tickets that the person may see."""
    found = [proposal for field in ticket.proposed if (proposal := find_proposal(ticket, field))]
    numbers = {number for proposal in found for number in proposal.near}
    visible = Ticket.objects.visible_to(person).filter(pk__in=numbers) if numbers else Ticket.objects.none()
    subjects = dict(visible.values_list("pk", "subject"))
    return [
        (proposal, [(number, subjects[number]) for number in proposal.near if number in subjects]) for proposal in found
    ]


def _ticket(request: DeskRequest, number: str) -> Ticket | None:
    if not number.isdecimal():
        return None
    try:
        return ticket_for(request.user, int(number))
    except Ticket.DoesNotExist:
        return None
