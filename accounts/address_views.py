"""Confirming a further address: a code goes to it, and who is signed in and types it has shown that they read both."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.addresses import confirm_address
from accounts.form_answers import refuse, status_of
from accounts.forms import CodeForm
from accounts.http import PersonRequest, person_required
from accounts.limits import TooMany
from accounts.signing_in import CodeFor, SignInRefused, mail_code, use_code

_SESSION_KEY = "confirming_address"


@never_cache
@sensitive_post_parameters("code")
@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The form for the code; `send=1` sends one to the address first, `again=1` another one."""
    address = request.user.addresses.filter(pk=pk).first()
    if address is None:
        raise Http404
    if address.is_verified:
        return redirect("profile")
    if request.method == "POST" and (request.POST.get("send") or request.POST.get("again")):
        return _send(request, pk, address.address)
    sent = request.session.get(_SESSION_KEY, {})
    if sent.get("address") != pk:
        return redirect("profile")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            use_code(request, sent["code"], address.address, form.cleaned_data["code"], code_for=CodeFor.ADDRESS)
        except (SignInRefused, TooMany) as refusal:
            refuse(form, "code", refusal)
        else:
            confirm_address(request.user, email=address.address)
            request.session.pop(_SESSION_KEY, None)
            messages.success(request, _("Confirmed. You can sign in with this address too."))
            return redirect("profile")
    context = {"form": form, "email": address.address}
    return render(request, "accounts/confirm_address.html", context, status=status_of(form))


def _send(request: HttpRequest, pk: int, address: str) -> HttpResponseBase:
    try:
        request.session[_SESSION_KEY] = {"address": pk, "code": mail_code(request, address, code_for=CodeFor.ADDRESS)}
    except TooMany as refusal:
        messages.error(request, str(refusal))
        return redirect("profile")
    return redirect("confirm_address", pk)
