"""The signatures of the mailboxes, for admins."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import forbidden, staff_required
from accounts.permissions import Permission
from desk.http import DeskRequest
from desk.lists import sidebar
from mail.models import Mailbox
from mail.signatures import set_signature
from tickets.access import may
from tickets.content import html_of
from tickets.errors import Refused
from tickets.placeholders import PLACEHOLDERS


@require_safe
@staff_required
def mailboxes(request: DeskRequest) -> HttpResponse:
    """Every mailbox with the signature below what is sent from it."""
    if not may(request.user, Permission.SETTINGS):
        return forbidden(request, _("Only admins change what is sent from a mailbox."))
    context = {"mailboxes": Mailbox.objects.order_by("-is_default", "address"), **_around(request)}
    return render(request, "desk/mailboxes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def mailbox(request: DeskRequest, pk: int) -> HttpResponse:
    if not may(request.user, Permission.SETTINGS):
        return forbidden(request, _("Only admins change what is sent from a mailbox."))
    chosen = Mailbox.objects.filter(pk=pk).first()
    if chosen is None:
        raise Http404
    html, text, error = chosen.signature_html, chosen.signature_text, ""
    if request.method == "POST":
        html = request.POST.get("html", "") or html_of(request.POST.get("plain", ""))
        text = request.POST.get("text", "")
        try:
            set_signature(chosen, actor=request.user, html=html, text=text)
        except Refused as refusal:
            error = str(refusal)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("desk:mailboxes"))
    context = {"mailbox": chosen, "html": html, "text": text, "error": error, "placeholders": PLACEHOLDERS.items()}
    return render(request, "desk/mailbox.html", {**context, **_around(request)}, status=422 if error else 200)


def _around(request: DeskRequest) -> dict[str, object]:
    return {"counts": sidebar(request.user), "nav_key": "mailboxes"}
