"""The checklist of a ticket, and the reminders that an agent sets for themselves."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.once import done_once
from desk.asking import whom
from desk.http import DeskRequest, on_ticket, with_toast
from desk.snoozing import snooze_choices, snoozed_until
from desk.views.choices import part_response
from desk.views.ticket import render_parts
from helpdesk.templatetags.ui import exact_time
from tickets import actions
from tickets.errors import Invalid
from tickets.models import Reminder, Task, Ticket


@require_POST
@on_ticket
def add_task(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """The same form sent again is the same task; `key` tells one form from the next."""

    def add() -> str:
        actions.add_task(ticket, actor=request.user, text=request.POST.get("text", ""))
        return reverse("desk:ticket", args=[ticket.number])

    done_once(request, request.user, add)
    return _changed(request, ticket)


@require_POST
@on_ticket
def task_done(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    """Tick it off, or, with `undo`, take the tick away."""
    actions.set_task_done(_task(ticket, pk), actor=request.user, done=not request.POST.get("undo"))
    return _changed(request, ticket)


@require_safe
@on_ticket
def task_form(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    return part_response(request, ticket, "desk/_task_form.html", _("Task"), {"task": _task(ticket, pk)})


@require_POST
@on_ticket
def change_task(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    """What it says, whose it is (`assignee`: a name, or nothing) and until when (`at`: a local date and time, or nothing)."""
    at = request.POST.get("at", "")
    actions.change_task(
        _task(ticket, pk),
        actor=request.user,
        text=request.POST.get("text", ""),
        assignee=_assignee(request),
        due_at=snoozed_until("", at) if at else None,
        seen=_seen(request),
    )
    return _changed(request, ticket)


@require_POST
@on_ticket
def move_task(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    """One place up or, with `by=1`, down; at the end it stays."""
    _task(ticket, pk)
    order = list(ticket.tasks.values_list("pk", flat=True))
    place = order.index(pk)
    other = place + (1 if request.POST.get("by") == "1" else -1)
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    actions.order_tasks(ticket, actor=request.user, order=order)
    return _changed(request, ticket)


@require_POST
@on_ticket
def remove_task(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    task = ticket.tasks.filter(pk=pk).first()
    if task is not None:  # a second click finds it gone
        task.ticket = ticket
        actions.remove_task(task, actor=request.user)
    return _changed(request, ticket, _("Task removed."))


@require_safe
@on_ticket
def reminder_form(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    choices = snooze_choices(week=request.user.working_hours)
    return part_response(request, ticket, "desk/_reminder_form.html", _("Remind me"), {"choices": choices})


@require_POST
@on_ticket
def remind(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """At `choice` (a key of the form) or `at` (a local date and time), with `words` for oneself."""
    at = snoozed_until(request.POST.get("choice", ""), request.POST.get("at", ""), week=request.user.working_hours)
    actions.remind(ticket, actor=request.user, at=at, words=request.POST.get("words", ""))
    return _changed(request, ticket, _("You will be reminded %(time)s.") % {"time": exact_time(at)})


@require_POST
@on_ticket
def end_reminder(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    reminder = Reminder.objects.filter(ticket=ticket, person=request.user, pk=pk).first()
    if reminder is None:
        raise Http404
    reminder.ticket = ticket
    actions.end_reminder(reminder, actor=request.user)
    return _changed(request, ticket)


def _task(ticket: Ticket, pk: int) -> Task:
    task = ticket.tasks.select_related("assignee").filter(pk=pk).first()
    if task is None:
        raise Invalid(_("Somebody took this task off the list."))
    task.ticket = ticket
    return task


def _assignee(request: DeskRequest) -> User | None:
    name = request.POST.get("assignee", "").strip()
    if not name:
        return None
    person, _team = whom(request.user, name)
    if person is None:
        raise Invalid(_("A task is one colleague's. Write a name."))
    return person


def _seen(request: DeskRequest) -> actions.SeenTask | None:
    """The task as its form showed it; None where none says so."""
    if "seen_text" not in request.POST:
        return None
    assignee, at = request.POST.get("seen_assignee", ""), request.POST.get("seen_at", "")
    return actions.SeenTask(
        text=request.POST["seen_text"],
        assignee_id=int(assignee) if assignee.isdecimal() and len(assignee) < 19 else None,
        due_at=snoozed_until("", at) if at else None,
    )


def _changed(request: DeskRequest, ticket: Ticket, toast: str = "") -> HttpResponse:
    """The page's parts as they are now; without htmx, the page."""
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    response = render_parts(request, ticket)
    return with_toast(response, toast) if toast else response
