"""The time that was spent on a ticket: what its fold shows, an entry written, corrected and taken away, and the export."""

from datetime import date

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.general import general
from accounts.http import forbidden, staff_required
from accounts.once import done_once
from desk.http import DeskRequest, on_ticket, with_toast
from desk.time_export import csv_lines, entries_between
from desk.views.choices import part_response
from desk.views.ticket import parts_or_page
from tickets import actions
from tickets.errors import Invalid
from tickets.models import Ticket, TimeEntry


@require_safe
@on_ticket
def entries(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """The newest first; one's own with what can be done."""
    rows = ticket.time_entries.select_related("person").order_by("-spent_at", "-pk")
    return part_response(request, ticket, "desk/_time.html", _("Time"), {"entries": rows})


@require_POST
@on_ticket
def log(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """The same form sent again is the same time; `key` tells one form from the next."""
    minutes, words = minutes_in(request), request.POST.get("words", "")

    def keep() -> str:
        actions.log_time(ticket, actor=request.user, minutes=minutes, words=words)
        return reverse("desk:ticket", args=[ticket.number])

    _address, is_new = done_once(request, request.user, keep)
    return _changed(request, ticket, _("Time kept.") if is_new else _("This was kept already; nothing was done twice."))


@require_POST
@on_ticket
def change(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    actions.change_time(
        _entry(ticket, pk), actor=request.user, minutes=minutes_in(request), words=request.POST.get("words", "")
    )
    return _changed(request, ticket, _("Corrected."))


@require_POST
@on_ticket
def remove(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    """What is gone already is no error."""
    if found := ticket.time_entries.filter(pk=pk).first():
        actions.remove_time(found, actor=request.user)
    return _changed(request, ticket, _("Taken away."))


@require_safe
@staff_required
def export(request: DeskRequest) -> HttpResponse | StreamingHttpResponse:
    """All times from `from` to `to` (days, both included; else this month) on tickets that the reader sees, as CSV."""
    if not general().keeps_time:
        raise Http404
    if not request.user.is_lead:
        return forbidden(request, _("Times are exported by team leads."))
    today = timezone.localdate()
    start, end = _day(request.GET.get("from", "")), _day(request.GET.get("to", ""))
    rows = entries_between(request.user, start or today.replace(day=1), end or today)
    headers = {"Content-Disposition": f'attachment; filename="times-{today.isoformat()}.csv"'}
    return StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8", headers=headers)


def minutes_in(request: DeskRequest) -> int:
    """Raises Invalid for what is no number."""
    written = request.POST.get("minutes", "").strip()
    if not (written.isascii() and written.isdecimal() and len(written) < 6):
        raise Invalid(_("Write how many minutes it took, at most a day."))
    return int(written)


def _entry(ticket: Ticket, pk: int) -> TimeEntry:
    found = ticket.time_entries.filter(pk=pk).first()
    if found is None:
        raise Invalid(_("Somebody took this entry away."))
    return found


def _changed(request: DeskRequest, ticket: Ticket, said: str) -> HttpResponse:
    ticket.refresh_from_db()
    response = parts_or_page(request, ticket)
    return with_toast(response, said) if request.htmx else response


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError as wrong:
        raise Http404 from wrong
