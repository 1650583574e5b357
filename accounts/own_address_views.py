"""A customer names a further address of theirs: it is theirs once they typed the code that was sent to it; or parts with one."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.addresses import add_own_address, remove_own_address
from accounts.directory import Refusal
from accounts.form_answers import refuse, status_of
from accounts.forms import CodeForm, SignInForm
from accounts.http import PersonRequest, customer_required
from accounts.limits import TooMany
from accounts.signing_in import CodeFor, SignInRefused, mail_code, use_code

_SESSION_KEY = "adding_address"


@never_cache
@customer_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PersonRequest) -> HttpResponseBase:
    """The address; the answer is the same for every one, whether we know it or not."""
    form = SignInForm(request.POST or None)
    form.fields["email"].label = _("Your further address")
    if form.is_valid():
        try:
            return _send(request, form.cleaned_data["email"])
        except TooMany as refusal:
            refuse(form, "email", refusal)
    return render(request, "accounts/add_address.html", {"form": form}, status=status_of(form))


@never_cache
@sensitive_post_parameters("code")
@customer_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: PersonRequest) -> HttpResponseBase:
    """The code from the mail to it; `again=1` sends another one."""
    sent = request.session.get(_SESSION_KEY)
    if not sent:
        return redirect("add_address")
    if request.method == "POST" and "again" in request.POST:
        try:
            return _send(request, sent["address"])
        except TooMany as refusal:
            messages.error(request, str(refusal))
            return redirect("add_address_code")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            use_code(request, sent["code"], sent["address"], form.cleaned_data["code"], code_for=CodeFor.ADDRESS)
            add_own_address(request.user, email=sent["address"])
        except (SignInRefused, TooMany, Refusal) as refusal:
            refuse(form, "code", refusal)
        else:
            request.session.pop(_SESSION_KEY, None)
            messages.success(request, _("Confirmed. You can sign in with this address too."))
            return redirect("profile")
    context = {"form": form, "email": sent["address"]}
    return render(request, "accounts/confirm_address.html", context, status=status_of(form))


@require_POST
@customer_required
def remove(request: PersonRequest, pk: int) -> HttpResponseBase:
    address = request.user.addresses.filter(pk=pk).first()
    try:
        if address is not None and remove_own_address(request.user, email=address.address):
            messages.success(request, _("%(address)s is no longer yours here.") % {"address": address.address})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("profile")


def _send(request: PersonRequest, address: str) -> HttpResponse:
    request.session[_SESSION_KEY] = {"address": address, "code": mail_code(request, address, code_for=CodeFor.ADDRESS)}
    return redirect("add_address_code")
