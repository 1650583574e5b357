"""The ledger of incoming mail: what was stopped and why, what the pipeline makes of each, and taking it in after all."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.http import REFUSED, Column, listing, row_of, search_of
from mail.explained_words import in_words
from mail.explaining import explained
from mail.models import InboundEmail, InboundReason, InboundState, TrustedSender
from mail.quarantine import MOST_AT_ONCE, forget_trust, is_stopped, ledger, recover_many, why_beyond
from mail.sources import source_response

_COLUMNS = (
    Column(""),
    Column(gettext_lazy("Mail")),
    Column(gettext_lazy("What became of it")),
    Column(gettext_lazy("Arrived"), "newest", "is-extra"),
)
_SORTS = {"newest": ("-pk",)}


@require_safe
@may_required(Permission.SETTINGS)
def incoming(request: AgentRequest) -> HttpResponse:
    """`state` and `reason` narrow it; without a state, what became no message."""
    state, reason = request.GET.get("state", ""), request.GET.get("reason", "")
    state = state if state in InboundState.values else ""
    reason = reason if reason in InboundReason.values else ""
    found = ledger(state=state, reason=reason, text=search_of(request))
    context = {
        "listing": listing(request, found, _COLUMNS, _SORTS),
        "states": InboundState.choices,
        "reasons": InboundReason.choices,
        "chosen_state": state,
        "chosen_reason": reason,
        "page_key": "incoming",
    }
    return render(request, "settings/incoming.html", context)


@require_safe
@may_required(Permission.SETTINGS)
def incoming_mail(request: AgentRequest, pk: int) -> HttpResponse:
    """One mail: what became of it, and what the pipeline makes of it now."""
    row = row_of(InboundEmail.objects.select_related("recovered_by", "mailbox"), pk)
    told, beyond = explained(bytes(row.raw)), why_beyond(row)
    context = {
        "row": row,
        "told": told,
        "words": in_words(told),
        "may_recover": is_stopped(row) and not beyond,
        "beyond": beyond,
        "page_key": "incoming",
    }
    return render(request, "settings/incoming_mail.html", context)


@require_safe
@may_required(Permission.SETTINGS)
def source(request: AgentRequest, pk: int) -> HttpResponse:
    return source_response(row_of(InboundEmail.objects.all(), pk))


@require_POST
@may_required(Permission.SETTINGS)
def recover(request: AgentRequest) -> HttpResponse:
    """The mails chosen (`mail`), with `trust` their senders too; `next`: the page to come back to."""
    chosen = [int(pk) for pk in request.POST.getlist("mail")[:MOST_AT_ONCE] if pk.isdecimal() and len(pk) < 19]
    rows = InboundEmail.objects.defer("raw").filter(pk__in=chosen).order_by("pk")
    count, refusals = recover_many(rows, actor=request.user, trust=bool(request.POST.get("trust")))
    if count:
        said = ngettext("%(count)s mail is taken in.", "%(count)s mails are taken in.", count) % {"count": count}
        messages.success(request, said)
    elif not refusals:
        messages.info(request, _("Choose mails first.") if not chosen else _("These are taken in already."))
    for refusal in refusals:
        messages.error(request, refusal)
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(back if is_ours else reverse("settings:incoming"))


@require_safe
@may_required(Permission.SETTINGS)
def trusted_senders(request: AgentRequest) -> HttpResponse:
    found = TrustedSender.objects.select_related("trusted_by")
    search = search_of(request)
    found = found.filter(address__contains=search.lower()) if search else found
    columns = (
        Column(gettext_lazy("Address"), "address"),
        Column(gettext_lazy("Trusted"), "newest", "is-extra"),
        Column(""),
    )
    sorts = {"newest": ("-pk",), "address": ("address",)}
    context = {"listing": listing(request, found, columns, sorts), "page_key": "incoming"}
    return render(request, "settings/trusted_senders.html", context)


@require_POST
@may_required(Permission.SETTINGS)
def forget(request: AgentRequest, pk: int) -> HttpResponse:
    trusted = TrustedSender.objects.filter(pk=pk).first()
    try:
        if trusted is not None and forget_trust(trusted, actor=request.user):
            messages.success(request, _("Mail of %(address)s is checked again.") % {"address": trusted.address})
    except REFUSED as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("settings:trusted_senders"))
