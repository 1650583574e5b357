"""Choosing, changing and giving up one's password. Being signed in is not enough: the old one, or a code from the mail, too."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.form_answers import refuse, status_of
from accounts.forms_password import ChoosePasswordForm
from accounts.frames import render_framed
from accounts.http import PersonRequest, forbidden, person_required
from accounts.limits import TooMany
from accounts.passwords import choose_password, remove_password
from accounts.signing_in import CodeFor, SignInRefused, mail_code, require_password, use_code

_SESSION_KEY = "choosing_password"


@never_cache
@sensitive_post_parameters("password", "code", "new_password1", "new_password2")
@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: PersonRequest) -> HttpResponseBase:
    """`send=1` mails a code, for who has none yet or forgot it; with `known=1` who remembered is asked for the old one again."""
    if request.method == "POST" and ("send" in request.POST or "again" in request.POST):
        return _send(request)
    if request.method == "POST" and "known" in request.POST:
        request.session.pop(_SESSION_KEY, None)
        return redirect("profile_password")
    has_one, sent = request.user.has_usable_password(), request.session.get(_SESSION_KEY)
    form = ChoosePasswordForm(request.user, request.POST or None, by_code=bool(sent)) if sent or has_one else None
    if form is not None and form.is_valid():
        try:
            if sent:
                use_code(request, sent, request.user.email, form.cleaned_data["code"], code_for=CodeFor.PASSWORD)
            else:
                require_password(request, request.user, form.cleaned_data["password"])
        except (SignInRefused, TooMany) as refusal:
            refuse(form, "code" if sent else "password", refusal)
        else:
            choose_password(request.user, form.cleaned_data["new_password1"])
            request.session.pop(_SESSION_KEY, None)
            update_session_auth_hash(request, request.user)
            messages.success(request, _("Your password is set. Wherever else you were signed in, you are signed out."))
            return redirect("profile")
    context = {"form": form, "has_one": has_one, "by_code": bool(sent), "section": "profile"}
    return render_framed(request, "accounts/password.html", context, status=status_of(form) if form else 200)


@require_POST
@person_required
def remove(request: PersonRequest) -> HttpResponseBase:
    """For customers: whoever works here may have to get in while no mail leaves."""
    if request.user.is_staff:
        return forbidden(request, _("People of the support team keep their password."))
    if remove_password(request.user):
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your password is gone. A code by mail signs you in."))
    return redirect("profile")


def _send(request: PersonRequest) -> HttpResponse:
    try:
        request.session[_SESSION_KEY] = mail_code(request, request.user.email, code_for=CodeFor.PASSWORD)
    except TooMany as refusal:
        messages.error(request, str(refusal))
    return redirect("profile_password")
