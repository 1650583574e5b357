"""Mail of ours that could not be sent: why, and what to do with it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.http import Column, listing, search_of
from mail.suppressed import suppressed, write_again
from mail.undelivered import (
    MOST_AT_ONCE,
    Undelivered,
    bring_many_back,
    chosen_emails,
    discard_many,
    kind_name,
    resend_many,
    undelivered,
)
from outbox.models import OutboundEmail

_COLUMNS = (
    Column(""),
    Column(gettext_lazy("Mail")),
    Column(gettext_lazy("Why it was not sent")),
    Column(gettext_lazy("Written"), "newest", "is-extra"),
)
_SORTS = {"newest": ("-pk",)}
_KINDS = ("reply", "acknowledgement", "notification", "notification_digest", "proactive", "known_issue", "sign_in_code",
          "account_notice", "survey", "side_conversation", "invitation", "report")  # fmt: skip


@require_safe
@may_required(Permission.SETTINGS)
def undelivered_mail(request: AgentRequest) -> HttpResponse:
    """`what` chooses what became of it, without it what was given up; `kind` which mails."""
    what, kind = request.GET.get("what", ""), request.GET.get("kind", "")
    what = what if what in Undelivered.values else Undelivered.FAILED
    kind = kind if kind in _KINDS else ""
    found = undelivered(what=what, kind=kind, text=search_of(request)).prefetch_related("recipients")
    context = {
        "listing": listing(request, found, _COLUMNS, _SORTS),
        "whats": Undelivered.choices,
        "kinds": [(code, kind_name(code)) for code in _KINDS],
        "chosen_what": what,
        "chosen_kind": kind,
        "is_discarded": what == Undelivered.DISCARDED,
        "may_discard": what == Undelivered.FAILED,
        "may_resend": what != Undelivered.WAITING,
        "suppressed": list(suppressed(search_of(request))[:MOST_AT_ONCE]) if what == Undelivered.RETURNED else [],
        "page_key": "undelivered",
    }
    return render(request, "settings/undelivered.html", context)


@require_POST
@may_required(Permission.SETTINGS)
def resend(request: AgentRequest) -> HttpResponse:
    return _done(
        request,
        resend_many,
        lambda n: ngettext("%(count)s mail is sent again.", "%(count)s mails are sent again.", n),
    )


@require_POST
@may_required(Permission.SETTINGS)
def discard(request: AgentRequest) -> HttpResponse:
    """`undo=1` brings them back."""
    if request.POST.get("undo") or request.GET.get("undo"):
        return _done(
            request,
            bring_many_back,
            lambda n: ngettext("%(count)s mail is back.", "%(count)s mails are back.", n),
        )
    return _done(
        request,
        discard_many,
        lambda n: ngettext("%(count)s mail is discarded.", "%(count)s mails are discarded.", n),
        undo=True,
    )


@require_POST
@may_required(Permission.SETTINGS)
def write_to_again(request: AgentRequest) -> HttpResponse:
    """Mail to this `address` goes by itself again, though some came back."""
    address = request.POST.get("address", "")
    if write_again(address, actor=request.user):
        messages.success(request, _("Mail goes to %(address)s again.") % {"address": address})
    return HttpResponseRedirect(f"{reverse('settings:undelivered')}?what={Undelivered.RETURNED}")


def _done(
    request: AgentRequest, act: Callable[..., int], sentence: Callable[[int], str], *, undo: bool = False
) -> HttpResponse:
    """With the mails chosen (`mail`); `next`: the page to come back to."""
    given = request.POST.getlist("mail") or request.GET.getlist("mail")
    chosen = [int(pk) for pk in given[:MOST_AT_ONCE] if pk.isdecimal() and len(pk) < 19]
    rows: list[OutboundEmail] = list(chosen_emails(chosen))
    count = act(rows, actor=request.user)
    if count:
        again = f"{request.path}?{urlencode([('undo', 1), *(('mail', pk) for pk in chosen)])}" if undo else ""
        messages.success(request, sentence(count) % {"count": count}, extra_tags=again)
    else:
        messages.info(
            request, _("Choose mails first.") if not chosen else _("Somebody was quicker: nothing is left to do.")
        )
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(back if is_ours else reverse("settings:undelivered"))
