"""The page of a ticket, and what of it is rendered again when the ticket changes."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from desk.composer import composer_for
from desk.fields import form_box
from desk.follow_through import tasks_of
from desk.http import DeskRequest, on_ticket, shared_by_tabs
from desk.lists import sidebar
from desk.news import news_since
from desk.notifications.reading import read_ticket
from desk.participants import participants_of
from desk.survivors import survivor_response
from desk.ticket_page import belongings_of, page_for, parts_for
from tickets.actions import mark_read
from tickets.models import Ticket
from tickets.models.message import MessageKind

_MOST_REMEMBERED = 200


@require_safe
@on_ticket
def show(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    if ticket.merged_into_id is not None and (elsewhere := survivor_response(request, ticket)):
        return elsewhere
    _remember_pictures(request)
    belongings = belongings_of(ticket, request.user)
    kind = MessageKind.NOTE if request.GET.get("compose") == "note" else MessageKind.PUBLIC
    page = page_for(ticket, request.user, belongings, remote=_pictures(request))
    context = {
        "page": page,
        "ticket": ticket,
        "composer": composer_for(ticket, request.user, kind, belongings, page.participants.addresses),
        "counts": sidebar(request.user),
    }
    if belongings.seen_seq != ticket.conversation_seq:
        mark_read(ticket, actor=request.user)
    if belongings.has_notifications:
        read_ticket(ticket, actor=request.user)
    return render(request, "desk/ticket.html", context)


@require_safe
@on_ticket
def live(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """The parts of the page that a change touches; 204 when nothing has happened since `seq`."""
    if ticket.merged_into_id is not None and (elsewhere := survivor_response(request, ticket, asked_by_page=True)):
        return HttpResponse(status=204, headers={"HX-Redirect": elsewhere["Location"]})
    _remember_pictures(request)
    if request.GET.get("seq") == str(ticket.event_seq) and "remote" not in request.GET and "all" not in request.GET:
        return HttpResponse(status=204)
    mark_read(ticket, actor=request.user)
    if request.user.unread_notifications:
        read_ticket(ticket, actor=request.user)
    return shared_by_tabs(request, render_parts(request, ticket))


def render_parts(request: DeskRequest, ticket: Ticket, **context: object) -> HttpResponse:
    """What came after the event that the page shows last; where that is not enough, head, conversation and side anew.

    With `box` in the context also this box for writing, which was in front.
    """
    context |= {"ticket": ticket, "is_front": True}
    seq = None if request.GET.get("all") or request.GET.get("remote") else _shown_seq(request)
    news = news_since(ticket, request.user, seq, remote=_pictures(request))
    if news is None:
        belongings = belongings_of(ticket, request.user)
        all_messages = request.GET.get("all") == "1"
        page = page_for(ticket, request.user, belongings, all_messages=all_messages, remote=_pictures(request))
        return render(request, "desk/_ticket_parts.html", {"page": page, **context})
    tags = [tag.name for tag in ticket.tags.all()] if news.touches_tags or ticket.proposed else []
    parts = parts_for(ticket, request.user, tags)
    context |= {"tasks": tasks_of(ticket)} if news.touches_tasks else {}
    context |= {"participants": participants_of(ticket)} if news.touches_participants else {}
    form = form_box(ticket) if news.touches_form else None
    return render(request, "desk/_ticket_news.html", {"page": parts, "news": news, "form": form, **context})


def parts_or_page(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """After an act: the parts as they are now; without htmx, the page."""
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    return render_parts(request, ticket)


def _shown_seq(request: DeskRequest) -> int | None:
    """The event up to which the page shows everything, as it says (behaviors/conversation.js)."""
    seq = request.headers.get("Shown-Seq", "")
    return int(seq) if seq.isdecimal() and len(seq) < 10 else None


def _pictures(request: DeskRequest) -> frozenset[int]:
    return frozenset(request.session.get("remote_pictures", ()))


def _remember_pictures(request: DeskRequest) -> None:
    """A message whose foreign pictures somebody asked for keeps showing them in this session."""
    asked = request.GET.get("remote", "")
    if asked.isdecimal() and len(asked) < 16:
        kept = [pk for pk in request.session.get("remote_pictures", []) if pk != int(asked)]
        request.session["remote_pictures"] = [*kept, int(asked)][-_MOST_REMEMBERED:]
