"""One small form each for what an agent changes on a ticket; every one is a verb."""

from typing import TypeVar

from django.db.models import Choices, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import staff_required
from accounts.models import Team, User
from desk.http import DeskRequest, find_ticket, on_ticket, refused, with_toast
from desk.lists import teams_for
from desk.snoozing import short_moment
from desk.undoing import said_of, undo_address
from desk.views.blocking import let_in_again
from desk.views.choices import part_response
from desk.views.ticket import render_parts
from mail.resending import resend as resend_email
from outbox.models import OutboundEmail
from tickets import actions
from tickets.access import sees
from tickets.content import storable
from tickets.errors import Invalid, NotAllowed
from tickets.models import Event, Kind, Priority, Status, Tag, Ticket

C = TypeVar("C", bound=Choices)

_MOST_SUGGESTED = 8


@require_POST
@on_ticket
def assign(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """To `assignee`: an id, "me", or nothing for nobody."""
    chosen = request.POST.get("assignee", "")
    assignee = request.user if chosen == "me" else _one(User.objects.staff(), chosen)
    return _done(request, ticket, actions.assign(ticket, actor=request.user, assignee=assignee))


@require_POST
@on_ticket
def team(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    return _done(request, ticket, actions.assign_team(ticket, actor=request.user, team=_team(request)))


@require_POST
@on_ticket
def status(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    chosen = _choice(Status, request.POST.get("status", ""))
    event = actions.set_status(ticket, actor=request.user, status=chosen)
    return _done(request, ticket, event, _still_to_do(ticket) if chosen == Status.SOLVED else "")


@require_POST
@on_ticket
def priority(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    chosen = _choice(Priority, request.POST.get("priority", ""))
    return _done(request, ticket, actions.set_priority(ticket, actor=request.user, priority=chosen))


@require_POST
@on_ticket
def kind(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    chosen = _choice(Kind, request.POST.get("kind", ""))
    return _done(request, ticket, actions.set_kind(ticket, actor=request.user, kind=chosen))


@require_POST
@on_ticket
def brand(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    key = request.POST.get("brand", "")
    chosen = int(key) if key.isdecimal() and len(key) < 10 else 0
    return _done(request, ticket, actions.set_brand(ticket, actor=request.user, brand=chosen))


@require_POST
@on_ticket
def tags(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """`add` holds names with commas between them, `off` one name."""
    add = request.POST.get("add", "").split(",")
    return _done(request, ticket, actions.tag(ticket, actor=request.user, add=add, remove=request.POST.getlist("off")))


@require_safe
@staff_required
def tag_suggestions(request: DeskRequest) -> JsonResponse:
    """Tags that begin with `q`."""
    text = storable(request.GET.get("q", "")).strip().lower()[:50]
    found = Tag.objects.filter(name__startswith=text, archived_at=None) if text else Tag.objects.none()
    return JsonResponse({"names": list(found.values_list("name", flat=True)[:_MOST_SUGGESTED])})


@require_http_methods(["GET", "POST"])
@on_ticket
def subject(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """The form to rename the ticket, and renaming it."""
    if request.method == "GET":
        return part_response(request, ticket, "desk/_rename.html", _("Rename"), {})
    return _done(
        request, ticket, actions.set_subject(ticket, actor=request.user, subject=request.POST.get("subject", ""))
    )


@require_POST
@on_ticket
def spam(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Mark as spam, or say with `undo` that it is none."""
    if request.POST.get("undo") or request.GET.get("undo"):
        event = actions.unmark_spam(ticket, actor=request.user)
        return _changed(request, ticket, let_in_again(request, ticket) if event else "")
    actions.mark_spam(ticket, actor=request.user)
    undo = f"{reverse('desk:spam', args=[ticket.number])}?undo=1"
    return _changed(request, ticket, _("Marked as spam."), undo=undo)


@require_POST
@on_ticket
def delete(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    actions.delete(ticket, actor=request.user)
    undo = reverse("desk:restore", args=[ticket.number])
    return _changed(request, ticket, _("Deleted. You can restore it here."), undo=undo)


@require_POST
@on_ticket
def restore(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    event = actions.restore(ticket, actor=request.user)
    return _changed(request, ticket, _("Restored.") if event else "")


@require_POST
@staff_required
def resend(request: DeskRequest, pk: int) -> HttpResponse:
    """Send a mail that failed once more."""
    email = OutboundEmail.objects.filter(pk=pk, ticket__isnull=False).first()
    if email is None or email.ticket_id is None:
        raise Http404
    ticket = find_ticket(request, email.ticket_id)
    try:
        sent = resend_email(email, actor=request.user)
    except NotAllowed as refusal:
        return refused(request, refusal, ticket)
    return _changed(request, ticket, _("It is on its way again.") if sent else "")


def _done(request: DeskRequest, ticket: Ticket, event: Event | None, more: str = "") -> HttpResponse:
    """With what was done and its undo in the corner; nothing changed, nothing is said."""
    if event is None:
        return _changed(request, ticket)
    said = " ".join(filter(None, [said_of(event, ticket, request.user), more]))
    return _changed(request, ticket, said, undo=undo_address(event))


def _still_to_do(ticket: Ticket) -> str:
    """What solving leaves behind."""
    if ticket.held_until is not None:
        return _("An answer still leaves %(time)s.") % {"time": short_moment(ticket.held_until)}
    count = ticket.tasks_open
    if not count:
        return ""
    return ngettext("%(count)s task is still open.", "%(count)s tasks are still open.", count) % {"count": count}


def _changed(request: DeskRequest, ticket: Ticket, toast: str = "", *, undo: str = "") -> HttpResponse:
    """The page's parts as they are now; without htmx, the page."""
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    if not sees(request.user, ticket):
        raise Http404
    response = render_parts(request, ticket)
    return with_toast(response, toast, undo=undo) if toast else response


def _team(request: DeskRequest) -> Team | None:
    chosen = request.POST.get("team", "")
    if not chosen:
        return None
    team = next((team for team in teams_for(request.user) if str(team.pk) == chosen), None)
    if team is None:
        raise Invalid(_("This team is no longer there. Choose another one."))
    return team


def _one(people: QuerySet[User], chosen: str) -> User | None:
    if not chosen:
        return None
    person = people.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 16 else None
    if person is None:
        raise Invalid(_("This person is no longer there. Choose somebody else."))
    return person


def _choice(choices: type[C], value: str) -> C:
    try:
        return choices(int(value) if issubclass(choices, int) else value)
    except ValueError as unknown:
        raise Invalid(_("Choose one of the offered values.")) from unknown
