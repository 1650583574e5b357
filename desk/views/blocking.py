"""Blocking who sends spam, and the list of those who are blocked."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import forbidden, staff_required
from accounts.permissions import Permission
from desk.http import DeskRequest, on_ticket
from desk.lists import sidebar
from helpdesk.nudge import nudge
from mail.blocking import block_sender, blocked_like, ignored_of, names_of, unblock_sender
from mail.models import BlockedSender
from mail.processing import retry
from mail.tasks import process_inbound
from tickets.access import may
from tickets.content import storable
from tickets.errors import Invalid, NotAllowed, Refused
from tickets.models import Ticket

PAGE_SIZE = 50
MOST_BROUGHT_IN = 500
_LONGEST_SEARCH = 255


@require_http_methods(["GET", "HEAD", "POST"])
@on_ticket
def sender(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Whether the address that wrote this ticket is blocked; a POST blocks `what`, or with `undo` unblocks it."""
    if request.method == "POST":
        what = request.POST.get("what", "")
        if request.POST.get("undo"):
            for blocked in BlockedSender.objects.filter(what=what):
                _unblock(request, blocked, brings_in=True)
        else:
            block_sender(what, actor=request.user, ticket=ticket)
        if not request.htmx:
            return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    address = ticket.answer_address
    if not address:
        raise Invalid(_("%(name)s has no email address to block.") % {"name": ticket.requester.display_name})
    context = {
        "ticket": ticket,
        "blocked": BlockedSender.objects.filter(what__in=list(names_of(address))).first(),
        "address": address,
        "domain": f"@{address.rpartition('@')[2]}",
        "may_see_list": may(request.user, Permission.UNBLOCK),
    }
    if request.htmx:
        return render(request, "desk/_block_sender.html", context)
    page = {
        **context,
        "part": "desk/_block_sender.html",
        "title": _("Block the sender"),
        "counts": sidebar(request.user),
    }
    return render(request, "desk/part.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def blocked_senders(request: DeskRequest) -> HttpResponse:
    """The list, the newest first, with `q` those that hold it; a POST blocks `what`."""
    if not may(request.user, Permission.UNBLOCK):
        return forbidden(request, _("Team leads and admins see who is blocked."))
    what, error = "", ""
    if request.method == "POST":
        what = request.POST.get("what", "")
        try:
            blocked = block_sender(what, actor=request.user)
        except Refused as refusal:
            error = str(refusal)
        else:
            said = _("%(what)s is blocked.") if blocked else _("%(what)s was blocked already.")
            messages.success(request, said % {"what": what.strip()})
            return HttpResponseRedirect(reverse("desk:blocked_senders"))
    search = storable(request.GET.get("q", "")).strip()[:_LONGEST_SEARCH]
    before = request.GET.get("before", "")
    rows = blocked_like(search)
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE_SIZE + 1])
    context = {
        "blocked": found[:PAGE_SIZE],
        "next": found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else None,
        "search_here": search,
        "what": what,
        "error": error,
        "counts": sidebar(request.user),
        "nav_key": "blocked",
    }
    return render(request, "desk/blocked_senders.html", context, status=422 if error else 200)


@require_POST
@staff_required
def unblock(request: DeskRequest, pk: int) -> HttpResponse:
    """With `bring_in`, what was ignored meanwhile is taken in."""
    if not may(request.user, Permission.UNBLOCK):
        return forbidden(request, _("Team leads and admins decide who is let in again."))
    blocked = BlockedSender.objects.filter(pk=pk).first()
    if blocked is not None:  # a second click finds it gone
        messages.success(request, _unblock(request, blocked, brings_in=bool(request.POST.get("bring_in"))))
    return HttpResponseRedirect(reverse("desk:blocked_senders"))


def let_in_again(request: DeskRequest, ticket: Ticket) -> str:
    """It was no spam: a block that was made from this ticket ends. What is to be said of a block of its sender, or nothing."""
    blocked = BlockedSender.objects.filter(what__in=list(names_of(ticket.answer_address))).first()
    if blocked is None:
        return ""
    try:
        if blocked.ticket_id == ticket.pk:
            return _unblock(request, blocked, brings_in=True)
    except NotAllowed:
        pass
    return _("Mail from %(what)s stays blocked. A team lead can unblock it.") % {"what": blocked.what}


def _unblock(request: DeskRequest, blocked: BlockedSender, *, brings_in: bool) -> str:
    """What is said of it. `brings_in`: what was ignored meanwhile is taken in."""
    stopped = list(ignored_of(blocked)[:MOST_BROUGHT_IN]) if brings_in else []
    unblock_sender(blocked, actor=request.user)
    said = _("%(what)s may write to us again.") % {"what": blocked.what}
    if not stopped:
        return said
    count = retry(stopped)
    nudge(process_inbound)
    more = ngettext("%(count)s mail is taken in.", "%(count)s mails are taken in.", count) % {"count": count}
    return f"{said} {more}"
