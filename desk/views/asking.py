"""Asking a colleague or a team, answering them, and taking the question back."""

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import staff_required
from desk.asking import askable, whom
from desk.http import DeskRequest, on_ticket, with_toast
from desk.snoozing import snooze_choices, snoozed_until
from desk.undoing import newest_undo
from desk.views.choices import part_response
from desk.views.ticket import render_parts
from tickets import actions
from tickets.content import Body
from tickets.events import EventKind
from tickets.models import Question, Ticket


@require_safe
@staff_required
def suggestions(request: DeskRequest) -> JsonResponse:
    """Whom `q` may mean."""
    return JsonResponse({"names": askable(request.user, request.GET.get("q", ""))})


@require_safe
@on_ticket
def form(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    choices = snooze_choices(week=request.user.working_hours)
    return part_response(request, ticket, "desk/_ask_form.html", _("Ask a colleague"), {"choices": choices})


@require_POST
@on_ticket
def ask(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Ask `whom` the `words`, to be answered by `choice` (a key of the form) or `at` (a local date and time), if any."""
    person, team = whom(request.user, request.POST.get("whom", ""))
    choice, at = request.POST.get("choice", ""), request.POST.get("at", "")
    question = actions.ask(
        ticket,
        actor=request.user,
        person=person,
        team=team,
        body=Body.from_text(request.POST.get("words", "")),
        due_at=snoozed_until(choice, at, week=request.user.working_hours) if choice or at else None,
    )
    said = _("%(whom)s has your question. The ticket stays where it is.") % {"whom": question.asked}
    return _changed(request, ticket, said, undo=newest_undo(ticket, request.user, EventKind.QUESTION_ASKED))


@require_POST
@on_ticket
def answer(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    question = _on(ticket, pk)
    actions.answer(question, actor=request.user, body=Body.from_text(request.POST.get("words", "")))
    return _changed(request, ticket, _("Answered. %(who)s is told.") % {"who": question.asked_by.display_name})


@require_POST
@on_ticket
def withdraw(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    actions.withdraw(_on(ticket, pk), actor=request.user)
    return _changed(request, ticket, _("Withdrawn. Nobody needs to answer any more."))


def _on(ticket: Ticket, pk: int) -> Question:
    question = Question.objects.select_related("message__ticket", "asked_by").filter(message__ticket=ticket, pk=pk)
    found = question.first()
    if found is None:
        raise Http404
    found.message.ticket = ticket
    return found


def _changed(request: DeskRequest, ticket: Ticket, toast: str, *, undo: str = "") -> HttpResponse:
    """The page's parts as they are now; without htmx, the page."""
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    return with_toast(render_parts(request, ticket), toast, undo=undo)
