"""Signing in at Google or Microsoft, so that a mailbox's mail can be fetched from there: by redirect, or by a code."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.http import REFUSED
from mail.fetching.consents import unsealed
from mail.fetching.oauth import (
    DeviceCode,
    consent_address,
    device_code_for,
    new_verifier,
    refused_consent,
    take_consent,
    take_device_consent,
)
from mail.imap_models import ImapAccount, SignIn

_CONSENT, _DEVICE = "mail_consent", "mail_device"


@require_safe
@may_required(Permission.SETTINGS)
def sign_in(request: AgentRequest, pk: int) -> HttpResponse:
    """Off to the provider. What comes back is believed only in this session."""
    account = _account(pk)
    state, verifier = get_random_string(32), new_verifier()
    request.session[_CONSENT] = {"state": state, "verifier": verifier, "mailbox": pk}
    return HttpResponseRedirect(consent_address(account, state=state, verifier=verifier))


@sensitive_variables("code")
@require_safe
@may_required(Permission.SETTINGS)
def back(request: AgentRequest) -> HttpResponse:
    """The provider sends the admin here, with a code or a reason why there is none."""
    begun = _begun(request)
    if begun is None:
        messages.error(request, _("This sign-in was not begun here, or is over already. Begin it again."))
        return HttpResponseRedirect(reverse("settings:mailboxes"))
    code = request.GET.get("code", "")
    try:
        if code:
            take_consent(_account(begun["mailbox"]), actor=request.user, code=code, verifier=begun["verifier"])
            messages.success(request, _("Signed in. The connection is being tested."))
        else:
            said = (request.GET.get(name, "") for name in ("error", "error_description"))
            messages.error(request, refused_consent(_account(begun["mailbox"]), *said))
    except REFUSED as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("settings:imap", args=[begun["mailbox"]]))


def _begun(request: AgentRequest) -> dict[str, Any] | None:
    """The sign-in that came back: of this session, or begun over the API by the same person."""
    state = request.GET.get("state", "")
    kept: dict[str, Any] | None = request.session.pop(_CONSENT, None)
    if kept and constant_time_compare(state, kept["state"]):
        return kept
    return unsealed(state, request.user)


@require_POST
@may_required(Permission.SETTINGS)
def device(request: AgentRequest, pk: int) -> HttpResponse:
    """A code that is typed at the provider, on whatever device."""
    try:
        request.session[_DEVICE] = {"mailbox": pk, **asdict(device_code_for(_account(pk)))}
    except REFUSED as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("settings:imap", args=[pk]))
    return HttpResponseRedirect(reverse("settings:oauth_code", args=[pk]))


@require_safe
@may_required(Permission.SETTINGS)
def device_code(request: AgentRequest, pk: int) -> HttpResponse:
    return render(request, "settings/imap/code.html", _code_context(request, pk))


@require_POST
@may_required(Permission.SETTINGS)
def device_done(request: AgentRequest, pk: int) -> HttpResponse:
    """Asked every few seconds by the page, and by its button: whether the code was typed."""
    context = _code_context(request, pk)
    account, code = _account(pk), context["code"]
    try:
        is_done = take_device_consent(account, actor=request.user, device_code=code.device_code)
    except REFUSED as refusal:
        request.session.pop(_DEVICE, None)
        messages.error(request, str(refusal))
        return _onward(request, pk)
    if is_done:
        request.session.pop(_DEVICE, None)
        messages.success(request, _("Signed in. The connection is being tested."))
        return _onward(request, pk)
    if not request.headers.get("HX-Request"):
        messages.info(request, _("The code was not typed yet."))
        return HttpResponseRedirect(reverse("settings:oauth_code", args=[pk]))
    return HttpResponse(status=204)


def _onward(request: AgentRequest, pk: int) -> HttpResponse:
    to = reverse("settings:imap", args=[pk])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return HttpResponseRedirect(to)


def _code_context(request: AgentRequest, pk: int) -> dict[str, Any]:
    """Raises Http404 where no code was asked for in this session."""
    kept = dict(request.session.get(_DEVICE) or {})
    if kept.pop("mailbox", None) != pk:
        raise Http404
    account = _account(pk)
    return {"mailbox": account.mailbox, "account": account, "code": DeviceCode(**kept), "page_key": "mailboxes"}


def _account(pk: int) -> ImapAccount:
    """Raises Http404 where the mailbox does not sign in so."""
    found = ImapAccount.objects.select_related("mailbox").exclude(sign_in=SignIn.PASSWORD)
    account = found.filter(mailbox=pk).first() if pk < 2**63 else None
    if account is None:
        raise Http404
    return account
