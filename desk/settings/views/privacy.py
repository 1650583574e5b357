"""The queue of what customers ask of their data: who wants to be erased, what that would be, and the record of what was done."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AgentRequest, may_required
from accounts.models import User
from accounts.permissions import Permission
from desk.settings.http import REFUSED, Column, listing, row_of, search_of
from desk.views.customers import find_customer
from privacy.actions import LONGEST_REASON, ask_copy, ask_erasure, carry_out, decline
from privacy.erasing import progress_of
from privacy.models import Erasure, ErasureState
from privacy.queries import copies_like, erased_lines, erasures_like
from tickets.models import Ticket

_COLUMNS = (
    Column(gettext_lazy("Customer")),
    Column(gettext_lazy("State")),
    Column(gettext_lazy("Asked"), "newest"),
    Column(gettext_lazy("Decided by"), "", "is-extra"),
)
_COPY_COLUMNS = (
    Column(gettext_lazy("Customer")),
    Column(gettext_lazy("State")),
    Column(gettext_lazy("Asked"), "newest"),
    Column(gettext_lazy("There until"), "", "is-extra"),
)
_SORTS = {"newest": ("turn", "-pk")}
_COPY_SORTS = {"newest": ("-pk",)}


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is not done"),
        help_text=gettext_lazy("The customer reads it, by mail and in their profile."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say why, so that the customer understands it.")},
    )


@require_safe
@may_required(Permission.PRIVACY)
def wishes(request: AgentRequest) -> HttpResponse:
    """`state` narrows it."""
    state = request.GET.get("state", "")
    state = state if state in ErasureState.values else ""
    context = {
        "listing": listing(request, erasures_like(search_of(request), state=state), _COLUMNS, _SORTS),
        "states": ErasureState.choices,
        "chosen_state": state,
        "page_key": "privacy",
    }
    return render(request, "settings/privacy/wishes.html", context)


@require_safe
@may_required(Permission.PRIVACY)
def copies(request: AgentRequest) -> HttpResponse:
    found = listing(request, copies_like(search_of(request)), _COPY_COLUMNS, _COPY_SORTS)
    return render(request, "settings/privacy/copies.html", {"listing": found, "page_key": "privacy"})


@require_safe
@may_required(Permission.PRIVACY)
def wish(request: AgentRequest, pk: int) -> HttpResponse:
    return _wish_page(request, pk, DeclineForm())


@require_POST
@may_required(Permission.PRIVACY)
def carry_it_out(request: AgentRequest, pk: int) -> HttpResponse:
    erasure = _erasure(pk)
    try:
        if carry_out(erasure, actor=request.user):
            messages.success(request, _("It has begun. The customer was told, and this page says how far it is."))
    except REFUSED as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("settings:erasure", args=[pk]))


@require_POST
@may_required(Permission.PRIVACY)
def decline_it(request: AgentRequest, pk: int) -> HttpResponse:
    form = DeclineForm(request.POST)
    if form.is_valid():
        try:
            if decline(_erasure(pk), actor=request.user, reason=form.cleaned_data["reason"]):
                messages.success(request, _("Declined. The customer was told why."))
        except REFUSED as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("settings:erasure", args=[pk]))
    return _wish_page(request, pk, form, status=422)


@require_POST
@may_required(Permission.PRIVACY)
def ask_for(request: AgentRequest, pk: int) -> HttpResponse:
    """In the name of a customer who asked by mail or on the phone: a wish to be looked at like any other."""
    person = find_customer(pk)
    try:
        erasure = ask_erasure(person, actor=request.user)
    except REFUSED as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("desk:customer", args=[pk]))
    return HttpResponseRedirect(reverse("settings:erasure", args=[erasure.pk]))


@require_POST
@may_required(Permission.PRIVACY)
def copy_for(request: AgentRequest, pk: int) -> HttpResponse:
    """The customer gets the mail; who asks for it sees nothing of the file."""
    try:
        ask_copy(find_customer(pk), actor=request.user)
        messages.success(request, _("A copy is being put together. The customer gets a mail when it is ready."))
    except REFUSED as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("desk:customer", args=[pk]))


def _wish_page(request: AgentRequest, pk: int, form: DeclineForm, status: int = 200) -> HttpResponse:
    erasure = _erasure(pk)
    context = {
        "erasure": erasure,
        "person": erasure.person,
        "lines": erased_lines(erasure, request.user),
        "progress": progress_of(erasure),
        "open_requests": _open_requests(erasure.person),
        "form": form,
        "page_key": "privacy",
    }
    return render(request, "settings/privacy/wish.html", context, status=status)


def _open_requests(person: User) -> int:
    return Ticket.objects.unfinished().filter(requester=person).count()


def _erasure(pk: int) -> Erasure:
    return row_of(Erasure.objects.select_related("person", "asked_by", "decided_by"), pk)
