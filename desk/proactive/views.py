"""Messages to customers: the list, writing one with a preview of whom it reaches, starting, watching and stopping it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.form_answers import status_of
from accounts.http import may_required
from accounts.models import User
from accounts.permissions import Permission
from desk.http import DeskRequest
from desk.lists import sidebar
from desk.proactive.forms import MessageForm
from mail.proactive.actions import change_proactive, start_proactive, stop_proactive, write_proactive
from mail.proactive.models import ProactiveMessage, ProactiveState
from mail.proactive.progress import answers_to, progress_of, with_figures
from mail.proactive.segments import customers_in, preview_of, reachable
from mail.proactive.wording import NAMES, wording_for
from tickets.content import storable
from tickets.errors import Refused
from tickets.models import Tag, Ticket

PAGE_SIZE = 50
MOST_ANSWERS = 20
_WHY_NOT = gettext_lazy("Messages to customers are written by managers.")


@require_safe
@may_required(Permission.PROACTIVE, _WHY_NOT)
def messages_page(request: DeskRequest) -> HttpResponse:
    search = storable(request.GET.get("q", "")).strip()[:100]
    found = with_figures(ProactiveMessage.objects.filter(subject__icontains=search)).select_related("author")
    number = request.GET.get("before", "")
    if number.isdecimal() and len(number) < 19:
        found = found.filter(pk__lt=int(number))
    rows = list(found.order_by("-pk")[: PAGE_SIZE + 1])
    older = rows[PAGE_SIZE - 1].pk if len(rows) > PAGE_SIZE else None
    context = {"rows": rows[:PAGE_SIZE], "older": older, "search_here": search}
    return render(request, "desk/proactive/messages.html", {**context, **_around(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.PROACTIVE, _WHY_NOT)
def new(request: DeskRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.PROACTIVE, _WHY_NOT)
def message(request: DeskRequest, pk: int) -> HttpResponse:
    return _edit(request, _message(pk))


@require_safe
@may_required(Permission.PROACTIVE, _WHY_NOT)
def progress(request: DeskRequest, pk: int) -> HttpResponse:
    """How far it has come; the page asks again while it runs."""
    return render(request, "desk/proactive/_progress.html", _progress(request.user, _message(pk)))


@require_POST
@may_required(Permission.PROACTIVE, _WHY_NOT)
def start(request: DeskRequest, pk: int) -> HttpResponse:
    return _act(request, start_proactive, pk, _("It is started. What has not left yet can be stopped."))


@require_POST
@may_required(Permission.PROACTIVE, _WHY_NOT)
def stop(request: DeskRequest, pk: int) -> HttpResponse:
    return _act(request, stop_proactive, pk, _("Stopped. Whoever has it keeps it; nobody else gets it."))


def _act(request: DeskRequest, act: Any, pk: int, said: str) -> HttpResponse:
    try:
        if act(_message(pk), actor=request.user):
            messages.success(request, said)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("messages:message", args=[pk]))


def _edit(request: DeskRequest, chosen: ProactiveMessage | None) -> HttpResponse:
    form = MessageForm(request.POST or None, message=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            if chosen is None:
                chosen = write_proactive(actor=request.user, **form.words)
            else:
                change_proactive(chosen, actor=request.user, **form.words)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Look at who gets it, then start it."))
            return HttpResponseRedirect(reverse("messages:message", args=[chosen.pk]))
    context: dict[str, Any] = {
        "form": form,
        "message_html": form.data.get("html", "") if form.is_bound else (chosen.html if chosen else ""),
        "placeholders": NAMES.items(),
        "tag_names": Tag.objects.order_by("name").values_list("name", flat=True)[:200],
        "chosen": chosen,
        "is_editable": chosen is None or chosen.state in (ProactiveState.DRAFT, ProactiveState.STOPPED),
        **_around(request),
    }
    if chosen is not None:
        context |= _preview(chosen) | _progress(request.user, chosen)
        context["history"] = chosen.history.select_related("person")[:20]
    return render(request, "desk/proactive/message.html", context, status=status_of(form))


def _preview(chosen: ProactiveMessage) -> dict[str, Any]:
    """Whom it reaches, and what the first of them reads."""
    people = reachable(customers_in(chosen.segment, author=chosen.author)).select_related("organization")
    first = people.first()
    wording = wording_for(chosen, first or User(name=_("Ann Example")), stop_link=f"{settings.SITE_URL}/…")
    return {"preview": preview_of(chosen.segment, author=chosen.author), "first": first, "wording": wording}


def _progress(person: User, chosen: ProactiveMessage) -> dict[str, Any]:
    answers = list(answers_to(chosen)[:MOST_ANSWERS])
    seen = Ticket.objects.visible_to(person).filter(pk__in=[answer.ticket_id for answer in answers])
    visible = set(seen.values_list("pk", flat=True))
    return {
        "chosen": chosen,
        "progress": progress_of(chosen) if chosen.started_at else None,
        "answers": [answer for answer in answers if answer.ticket_id in visible],
    }


def _message(pk: int) -> ProactiveMessage:
    found = ProactiveMessage.objects.select_related("author", "mailbox").filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def _around(request: DeskRequest) -> dict[str, object]:
    """What the frame of every page shows."""
    return {"counts": sidebar(request.user), "nav_key": "messages"}
