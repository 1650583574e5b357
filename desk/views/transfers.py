"""Pages on which an agent chooses where messages go, reads what will happen, and does it; and the way back."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from desk.http import DeskRequest, on_ticket
from desk.lists import sidebar
from desk.participants import participants_of
from desk.ticket_page import parts_for
from desk.transfers import candidates, find_candidate, has_just_merged, moved_back_to, split_choices, stands_on
from tickets import actions
from tickets.errors import Refused
from tickets.models import Message, Ticket
from tickets.previews import Preview, preview_merge, preview_move, preview_split


@require_http_methods(["GET", "POST"])
@on_ticket
def merge(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """GET: the search (`q`), or what merging into `into` would do. POST: do it."""
    into = _chosen(request, "into")
    error = ""
    if request.method == "POST" and into is not None:
        try:
            actions.merge(ticket, actor=request.user, into=into)
        except Refused as refusal:
            error = str(refusal)
        else:
            done = _("#%(one)s is now part of #%(other)s.") % {"one": ticket.pk, "other": into.pk}
            messages.success(request, done, extra_tags=reverse("desk:unmerge", args=[ticket.pk]))
            return _to(into.pk, request)
    preview = preview_merge(ticket, actor=request.user, into=into) if into else None
    return _page(request, "merge", ticket, chosen=into, preview=preview, error=error)


@require_POST
@on_ticket
def unmerge(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """It can be undone itself: by merging again."""
    has_begun_here = has_just_merged(request.user, ticket)
    event = actions.unmerge(ticket, actor=request.user)
    if event is not None:
        survivor = event.data["other"]
        done = _("#%(number)s is a ticket of its own again; #%(other)s goes on without it.")
        again = f"{reverse('desk:merge', args=[ticket.pk])}?into={survivor}"
        messages.success(request, done % {"number": ticket.pk, "other": survivor}, extra_tags=again)
    return _to(ticket.pk if has_begun_here else _stood_on(request, ticket.pk), request)


@require_http_methods(["GET", "POST"])
@on_ticket
def move(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    """GET: the search (`q`), or what moving the message to `into` would do. POST: do it."""
    into = _chosen(request, "into")
    if request.method == "POST" and into is not None and stands_on(pk) == into.pk != ticket.pk:
        return _to(ticket.pk, request)  # a second click
    message = _message(ticket, pk)
    error = ""
    if request.method == "POST" and into is not None:
        try:
            actions.move_message(message, actor=request.user, to=into)
        except Refused as refusal:
            error = str(refusal)
        else:
            done = _("The message stands on #%(number)s now.") % {"number": into.pk}
            messages.success(request, done, extra_tags=reverse("desk:undo_move", args=[into.pk, pk]))
            return _to(ticket.pk, request)
    preview = preview_move(message, actor=request.user, to=into) if into else None
    return _page(request, "move", ticket, chosen=into, preview=preview, error=error, message=message)


@require_POST
@on_ticket
def undo_move(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    if (back_on := moved_back_to(ticket, pk)) is not None:
        return _to(_stood_on(request, back_on), request)  # a second click
    message = _message(ticket, pk)
    event = actions.undo_move(message, actor=request.user)
    if event is not None:
        done = _("The message is back on #%(number)s.") % {"number": event.ticket_id}
        again = f"{reverse('desk:move', args=[event.ticket_id, pk])}?into={ticket.pk}"
        messages.success(request, done, extra_tags=again)
    return _to(_stood_on(request, ticket.pk if event is None else event.ticket_id), request)


@require_http_methods(["GET", "POST"])
@on_ticket
def split(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Choose messages (`messages`; those from `from` on to begin with) that become a ticket of their own."""
    choices = split_choices(ticket)
    given = request.POST if request.method == "POST" else request.GET
    chosen = _picked(choices, given.getlist("messages"), given.get("from", ""))
    subject = given.get("subject", "")
    error = ""
    if request.method == "POST":
        try:
            new = actions.split(ticket, actor=request.user, messages=chosen, subject=subject)
        except Refused as refusal:
            error = str(refusal)
        else:
            done = _("Split off into #%(number)s.") % {"number": new.pk}
            messages.success(request, done, extra_tags=reverse("desk:unsplit", args=[new.pk]))
            return _to(new.pk)
    context = {
        "ticket": ticket,
        "choices": [(message, message in chosen) for message in choices],
        "subject": subject,
        "preview": preview_split(ticket, actor=request.user, messages=chosen) if chosen else None,
        "error": error,
    }
    if _is_part(request, "split-preview"):
        return render(request, "desk/_preview.html", context)
    return render(request, "desk/split.html", context | _around(request), status=409 if error else 200)


@require_POST
@on_ticket
def unsplit(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    event = actions.unsplit(ticket, actor=request.user)
    if event is None:
        return _to(ticket.pk, request)
    messages.success(request, _("What was split off is back on #%(number)s.") % {"number": event.ticket_id})
    return _to(event.ticket_id, request)


@require_POST
@on_ticket
def follow(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Follow, or with `undo` stop following."""
    if request.POST.get("undo"):
        actions.unfollow(ticket, actor=request.user)
    else:
        actions.follow(ticket, actor=request.user)
    if not request.htmx:
        return _to(ticket.pk)
    context = {"ticket": ticket, "participants": participants_of(ticket), "page": parts_for(ticket, request.user, [])}
    return render(request, "desk/_participants.html", context)


def _page(
    request: DeskRequest,
    act: str,
    ticket: Ticket,
    *,
    chosen: Ticket | None,
    preview: Preview | None,
    error: str,
    message: Message | None = None,
) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    context: dict[str, object] = {
        "act": act,
        "ticket": ticket,
        "message": message,
        "chosen": chosen,
        "preview": preview,
    }
    if chosen is None:
        context |= {"candidates": candidates(request.user, ticket, text), "search": text}
        if _is_part(request, "candidates"):
            return render(request, "desk/_candidates.html", context)
    context |= {"error": error, **_around(request)}
    return render(request, "desk/transfer.html", context, status=409 if error else 200)


def _around(request: DeskRequest) -> dict[str, object]:
    return {"counts": sidebar(request.user)}


def _is_part(request: DeskRequest, target: str) -> bool:
    return bool(request.htmx) and request.GET.get("part") == target


def _chosen(request: DeskRequest, name: str) -> Ticket | None:
    return find_candidate(request.user, request.POST.get(name) or request.GET.get(name, ""))


def _picked(choices: list[Message], keys: list[str], first: str) -> list[Message]:
    if keys or not first:
        return [message for message in choices if str(message.pk) in keys]
    position = next((i for i, message in enumerate(choices) if str(message.pk) == first), len(choices))
    return choices[position:]


def _stood_on(request: DeskRequest, number: int) -> int:
    """The ticket in whose conversation an act was taken back (`on`); from elsewhere `number`, where the act had begun."""
    stood_on = find_candidate(request.user, request.GET.get("on", ""))
    return stood_on.pk if stood_on else number


def _message(ticket: Ticket, pk: int) -> Message:
    message = Message.objects.select_related("author").filter(ticket=ticket, pk=pk).first()
    if message is None:
        raise Http404
    message.ticket = ticket
    return message


def _to(number: int, request: DeskRequest | None = None) -> HttpResponse:
    address = reverse("desk:ticket", args=[number])
    if request is not None and request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
