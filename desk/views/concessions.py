"""Concessions: granting one on a ticket, deciding in the queue, exporting what was filtered, and the limits."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.form_answers import refuse, status_of
from accounts.http import forbidden, staff_required
from accounts.permissions import Permission, role_may
from desk.concession_forms import ConcessionForm, LimitsForm, another_after
from desk.concessions import (
    FOR_ME,
    PAGE_SIZE,
    ConcessionFilter,
    askers,
    csv_lines,
    filtered,
    shown,
    sums_of,
)
from desk.http import DeskRequest, on_ticket, refused, with_toast
from desk.lists import sidebar
from desk.settings.history import changes_of, told
from desk.settings.http import MOST_SHOWN
from desk.views.ticket import render_parts
from tickets import actions
from tickets.actions.concession_limits import CONCESSION_LIMITS, set_concession_limits
from tickets.concessions import limit_of
from tickets.currencies import money_text
from tickets.errors import Refused
from tickets.models import Concession, ConcessionLimit, Ticket
from tickets.models.concession import LIMITED_ROLES, ConcessionKind, ConcessionState


@require_http_methods(["GET", "HEAD", "POST"])
@on_ticket
def grant(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """The form, with what this person may grant by themselves."""
    form = ConcessionForm(request.POST or None)
    if form.is_valid():
        try:
            fields = {**form.cleaned_data, "kind": ConcessionKind(form.cleaned_data["kind"])}
            concession = actions.grant_concession(ticket, actor=request.user, **fields)
        except Refused as refusal:
            refuse(form, "reason", refusal)
        else:
            another = another_after(form) if concession is None else None
            if another is None:
                messages.success(request, _said(concession))
                return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
            form = another
    context = {
        "form": form,
        "ticket": ticket,
        "limits": _own_limits(request),
        "counts": sidebar(request.user),
    }
    return render(request, "desk/concession.html", context, status=status_of(form))


@require_safe
@on_ticket
def of_ticket(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """What was granted and asked for on this ticket, newest first; comes into its page when there is any."""
    concessions = ticket.concessions.select_related("asked_by", "decided_by")
    context = {"ticket": ticket, "concessions": shown(request.user, concessions)}
    if request.htmx:
        return render(request, "desk/_concessions.html", context)
    page = {**context, "part": "desk/_concessions.html", "title": _("Concessions"), "counts": sidebar(request.user)}
    return render(request, "desk/part.html", page)


@require_POST
@staff_required
def approve(request: DeskRequest, pk: int) -> HttpResponse:
    words = request.POST.get("words", "")
    said, undo = _("Approved. Your colleague sees it on the ticket."), _undo_of(request, pk)
    act = partial(actions.approve_concession, actor=request.user, words=words)
    return _decide(request, pk, act, said, undo=undo)


@require_POST
@staff_required
def decline(request: DeskRequest, pk: int) -> HttpResponse:
    words = request.POST.get("words", "")
    said, undo = _("Declined. Your colleague sees why on the ticket."), _undo_of(request, pk)
    act = partial(actions.decline_concession, actor=request.user, words=words)
    return _decide(request, pk, act, said, undo=undo)


@require_POST
@staff_required
def reopen(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a decision back: at once by who made it, later with `words` that say why."""
    act = partial(actions.reopen_concession, actor=request.user, words=request.POST.get("words", ""))
    return _decide(request, pk, act, _("Taken back. It waits to be decided again."))


@require_POST
@staff_required
def withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, partial(actions.withdraw_concession, actor=request.user), _("Withdrawn."))


@require_safe
@staff_required
def queue(request: DeskRequest) -> HttpResponse:
    """What waits for approval, longest first, and whatever else the filters ask for."""
    if not role_may(request.user.role, Permission.DECIDE_CONCESSIONS):
        return forbidden(request, _("Concessions are decided by team leads. Yours stand on their tickets."))
    chosen = ConcessionFilter.read(request.GET)
    found = filtered(request.user, chosen)
    after, before = (chosen.keyset.read(request.GET.get(name)) for name in ("after", "before"))
    rows = list(chosen.keyset.window(found, size=PAGE_SIZE, after=after, before=before))
    page = chosen.keyset.page(rows, size=PAGE_SIZE, after=after, before=before)
    sums, has_more = sums_of(found)
    context = {
        "page": page,
        "concessions": shown(request.user, page.rows),
        "chosen": chosen,
        "sums": sums,
        "has_more_than_summed": has_more,
        "states": [(FOR_ME, _("For you")), *ConcessionState.choices, ("all", _("All"))],
        "nav_key": "concessions",
    }
    if request.htmx and not request.htmx.boosted:
        return render(request, "desk/_concession_list.html", context)
    context |= {"askers": askers(), "counts": sidebar(request.user), "may_set_limits": request.user.is_admin}
    return render(request, "desk/concessions.html", context)


@require_safe
@staff_required
def export(request: DeskRequest) -> HttpResponse | StreamingHttpResponse:
    """What the filters hold, as CSV for spreadsheets."""
    if not role_may(request.user.role, Permission.DECIDE_CONCESSIONS):
        return forbidden(request, _("Concessions are exported by team leads."))
    found = filtered(request.user, ConcessionFilter.read(request.GET))
    name = f"concessions-{timezone.localdate().isoformat()}.csv"
    return StreamingHttpResponse(
        csv_lines(found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def limits(request: DeskRequest) -> HttpResponse:
    """How much each role grants by itself; a field left empty is no limit of that role."""
    if not role_may(request.user.role, Permission.SETTINGS):
        return forbidden(request, _("The limits are set by admins."))
    form = LimitsForm(request.POST or None)
    if form.is_valid():
        by_currency: dict[str, dict[str, Decimal | None]] = {}
        for (currency, role), most in form.cleaned_data["limits"].items():
            by_currency.setdefault(currency, {})[role] = most
        for currency, limits in by_currency.items():
            set_concession_limits(actor=request.user, currency=currency, limits=limits)
        messages.success(request, _("The limits are saved. They hold for what is granted from now on."))
        return HttpResponseRedirect(reverse("desk:concession_limits"))
    context = {
        "form": form,
        "roles": [role.label for role in LIMITED_ROLES],
        "page_key": "concession_limits",
        "history": told(changes_of(CONCESSION_LIMITS)[:MOST_SHOWN]),
    }
    return render(request, "desk/concession_limits.html", context, status=status_of(form))


def _undo_of(request: DeskRequest, pk: int) -> str:
    """What the toast offers; the list behind it refreshes itself."""
    return reverse("desk:reopen_concession", args=[pk]) + ("?queue=1" if request.POST.get("queue") else "")


def _decide(
    request: DeskRequest, pk: int, act: Callable[[Concession], object], said: str, *, undo: str = ""
) -> HttpResponse:
    """In the queue the row as it is then, on a ticket's page its parts; without htmx, back to where it was decided."""
    concession = Concession.objects.visible_to(request.user).select_related("ticket").filter(pk=pk).first()
    if concession is None:
        raise Http404
    ticket = concession.ticket
    try:
        act(concession)
    except Refused as refusal:
        return refused(request, refusal, ticket)
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    if request.POST.get("queue") or request.GET.get("queue"):
        row = Concession.objects.select_related("ticket", "asked_by", "decided_by").get(pk=pk)
        context = {"shown": shown(request.user, [row])[0], "is_queue": True}
        answer = render(request, "desk/_concession.html", context)
        return with_toast(answer, said, undo=undo)
    return with_toast(render_parts(request, ticket), said, undo=undo)


def _said(concession: Concession | None) -> str:
    if concession is None:
        return _("This was granted already; nothing was done twice.")
    if concession.is_waiting:
        return _("It is above your limit and waits for approval. You see here what becomes of it.")
    return _("Granted.")


def _own_limits(request: DeskRequest) -> list[str]:
    """What this person grants by themselves, in each currency that has a limit at all."""
    currencies = sorted(set(ConcessionLimit.objects.values_list("currency", flat=True)))
    own = [(currency, limit_of(request.user.role, currency)) for currency in currencies]
    return [money_text(most, currency) for currency, most in own if most]
