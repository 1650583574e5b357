"""Writing on a ticket: the composer, its draft, sending, and taking back what was sent a moment ago."""

from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import AfterSending, User
from desk import sending
from desk.composer import Box, box_for, composer_for, empty_box, put_macros
from desk.going_on import going_on
from desk.http import DeskRequest, fields_to_open, on_ticket, with_events, with_toast
from desk.sending import Done, LookAgain, NotSent, keep
from desk.ticket_page import belongings_of
from desk.views.ticket import render_parts
from desk.written import Written, kind_of, written_by
from helpdesk import clock
from tickets import actions
from tickets.checks import Caution
from tickets.errors import Refused, Stale
from tickets.held import overtaking
from tickets.models import Ticket
from tickets.models.message import MessageKind
from tickets.recipients import copied_on


@require_safe
@on_ticket
def composer(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Both boxes for writing; with `kind=note` the one for a note is in front."""
    kind, belongings = kind_of(request.GET.get("kind")), belongings_of(ticket, request.user)
    copied = copied_on(ticket) if belongings.has_copied else []
    context = {"composer": composer_for(ticket, request.user, kind, belongings, copied), "ticket": ticket}
    return render(request, "desk/_composer.html", context)


@require_safe
@on_ticket
def one_box(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """One box as it stands now; what is on its way asks for it until it has gone."""
    return _box(request, ticket, kind_of(request.GET.get("kind")))


@require_POST
@on_ticket
def draft(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Keep the words; an emptied draft is none."""
    written = written_by(request.user, request.POST)
    if written.is_empty:
        actions.discard_draft(ticket, actor=request.user, kind=written.kind, version=written.version)
        return JsonResponse({"kept": False})
    kept = keep(written, ticket, writer=request.user)
    # Other words of theirs are on their way from another page: these stay in this one.
    return JsonResponse({"kept": not kept.is_held}, status=409 if kept.is_held else 200)


@require_POST
@on_ticket
def discard(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    kind = kind_of(request.POST.get("kind"))
    actions.discard_draft(ticket, actor=request.user, kind=kind)
    return _box(request, ticket, kind)


@require_POST
@on_ticket
def send(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Send the reply or note; what is not sent stays in the box, which says why."""
    written = written_by(request.user, request.POST)
    # Without a script nobody could answer.
    outcome = sending.send(written, ticket, writer=request.user, may_ask=bool(request.htmx))
    if isinstance(outcome, NotSent):
        return _not_sent(request, ticket, written, outcome.refusal)
    if isinstance(outcome, LookAgain):
        return _look_again(request, ticket, written, outcome.cautions)
    return _sent(request, ticket, written, outcome)


@require_POST
@on_ticket
def take_back(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Undo: the words are back in the box."""
    is_back = actions.take_back(ticket, actor=request.user)
    said = _("Back in the box.") if is_back else _("It has been sent already.")
    response = _box(request, ticket, MessageKind.PUBLIC)
    return with_toast(response, said, level="success" if is_back else "error")


@require_POST
@on_ticket
def send_now(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """What is held for later leaves with the next round of the worker."""
    actions.schedule(ticket, actor=request.user, send_at=clock.now())
    return _box(request, ticket, MessageKind.PUBLIC)


def _box(request: DeskRequest, ticket: Ticket, kind: MessageKind) -> HttpResponse:
    if not request.htmx and request.method == "POST":
        return HttpResponseRedirect(f"{reverse('desk:ticket', args=[ticket.number])}?compose={kind}")
    context = {"box": box_for(ticket, request.user, kind), "ticket": ticket, "is_front": True}
    return render(request, "desk/_composer_box.html", context)


def _sent(request: DeskRequest, ticket: Ticket, written: Written, outcome: Done) -> HttpResponse:
    """The page with what was said, or where its writer goes on to."""
    goes_to = sending.where_next(written, outcome, request.user)
    if not request.htmx:
        return HttpResponseRedirect(
            reverse("desk:start") if goes_to == AfterSending.LIST else reverse("desk:ticket", args=[ticket.number])
        )
    fresh = empty_box if outcome in (Done.NOTED, Done.SENT) else box_for
    box = fresh(ticket, request.user, written.kind)
    response = render_parts(request, ticket, box=box)
    if goes_to != AfterSending.STAY:
        return going_on(request, response, goes_to, ticket, held=box.held if outcome == Done.HELD else None)
    if outcome == Done.HELD:
        return response
    return with_toast(response, _("Note added.") if written.is_note else _("Sent."))


def _not_sent(request: DeskRequest, ticket: Ticket, written: Written, refusal: Refused) -> HttpResponse:
    if not request.htmx:
        return HttpResponseRedirect(f"{reverse('desk:ticket', args=[ticket.number])}?compose={written.kind}")
    kept = _as_typed(written, box_for(ticket, request.user, written.kind), request.user)
    kept.error = str(refusal)
    if isinstance(refusal, Stale):
        kept.is_stale = True
        kept.news = overtaking(ticket, refusal.seen_seq, request.user).count()
    response = _with_status(render_parts(request, ticket, box=kept), refusal.status_code)
    if fields := fields_to_open(refusal):
        with_events(response, fields)
    return response


def _look_again(request: DeskRequest, ticket: Ticket, written: Written, cautions: Sequence[Caution]) -> HttpResponse:
    kept = _as_typed(written, box_for(ticket, request.user, MessageKind.PUBLIC), request.user)
    kept.cautions = cautions
    kept.copied = kept.copied if written.copied is None else written.copied
    return _with_status(render_parts(request, ticket, box=kept), 422)


def _as_typed(written: Written, kept: Box, writer: User) -> Box:
    """The box with what was sent in it, also when other words are on their way, so that these are in no draft."""
    if kept.held is not None:
        kept.held, kept.html, kept.minutes, kept.overridden = None, written.html, written.minutes, ()
        kept.files = [file for file in written.files if not file.is_inline]
        put_macros(kept, written.macros, writer)
    for name in ("to", "cc", "bcc"):
        typed = getattr(written, name)
        setattr(kept, name, getattr(kept, name) if typed is None else typed)
    return kept


def _with_status(response: HttpResponse, status: int) -> HttpResponse:
    response.status_code = status
    return response
