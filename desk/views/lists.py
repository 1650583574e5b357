"""How lists look to somebody, and the next ticket to work on."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import staff_required
from desk.columns import DENSITIES
from desk.http import DeskRequest, refused
from helpdesk.templatetags.ui import relative_time
from search.saved_views import change_view, set_density, show_columns
from tickets.actions import take_next
from tickets.actions.taking import DUE_SOON
from tickets.errors import Refused
from tickets.models import SavedView, Ticket
from tickets.models.saved_view import ListColumn


@require_POST
@staff_required
def settings(request: DeskRequest) -> HttpResponse:
    """`density` for all lists; `columns` for the saved view named `view`, else for all lists. Back to `next`."""
    density = request.POST.get("density", "")
    if density in dict(DENSITIES):
        set_density(density, actor=request.user)
    if "has_columns" in request.POST:
        columns = [column for column in request.POST.getlist("columns") if column in ListColumn.values]
        try:
            _show(request, columns)
        except Refused as refusal:
            return refused(request, refusal)
    return HttpResponseRedirect(_next(request))


@require_POST
@staff_required
def take(request: DeskRequest) -> HttpResponse:
    """Assign the most urgent ticket that the agent can work, say why this one, and show it."""
    try:
        ticket = take_next(actor=request.user)
    except Refused as refusal:
        return refused(request, refusal)
    if ticket is None:
        messages.info(request, _("Nothing waits that you can work. Enjoy the quiet."))
        return HttpResponseRedirect(_next(request))
    messages.success(request, why_next(ticket))
    return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))


def why_next(ticket: Ticket) -> str:
    """Why it was this one, as a sentence."""
    due, now = ticket.next_due_at, timezone.now()
    if due is not None and due <= now + DUE_SOON:
        words = {"due": relative_time(due, short=False), "who": ticket.requester.display_name}
        if due < now:
            return (
                _("Yours now: what was promised to %(who)s was due %(due)s. Nothing that you can work is more urgent.")
                % words
            )
        return (
            _("Yours now: what was promised to %(who)s is due %(due)s. Nothing that you can work is more urgent.")
            % words
        )
    particulars = {"priority": ticket.get_priority_display(), "who": ticket.requester.display_name}
    if ticket.waiting_since is None:
        return _("Yours now: priority %(priority)s, the most urgent that you can work.") % particulars
    particulars["ago"] = relative_time(ticket.waiting_since, short=False)
    return (
        _("Yours now: priority %(priority)s, and %(who)s wrote %(ago)s. Nothing that you can work is more urgent.")
        % particulars
    )


def _show(request: DeskRequest, columns: list[str]) -> None:
    number = request.POST.get("view", "")
    if number.isdecimal() and len(number) < 16:
        saved = SavedView.objects.visible_to(request.user).filter(pk=int(number)).first()
        if saved is not None:
            change_view(saved, actor=request.user, columns=columns)
            return
    show_columns(columns, actor=request.user)


def _next(request: DeskRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else reverse("desk:start")
