"""What a customer may do with their own data: have a copy, and have all of it erased."""

import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.form_answers import refuse, status_of
from accounts.forms import CodeForm
from accounts.http import PersonRequest, customer_required
from accounts.limits import TooMany
from accounts.signing_in import CodeFor, SignInRefused, mail_code, use_code
from privacy.actions import ask_copy, ask_erasure, withdraw_erasure
from privacy.models import DataCopy, Erasure
from tickets.errors import Refused

_SESSION_KEY = "erasing_data"


@never_cache
@require_safe
@customer_required
def your_data(request: PersonRequest) -> HttpResponseBase:
    context = {
        "copy": DataCopy.objects.filter(person=request.user).first(),
        "erasure": Erasure.objects.filter(person=request.user).first(),
    }
    return render(request, "portal/data/your_data.html", context)


@require_POST
@customer_required
def copy(request: PersonRequest) -> HttpResponseBase:
    try:
        ask_copy(request.user, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("portal:your_data")


@never_cache
@require_safe
@customer_required
def download(request: PersonRequest, key: uuid.UUID) -> HttpResponseBase:
    """The file, to whose it is alone, as long as it is there."""
    found = DataCopy.objects.filter(person=request.user, key=key).first()
    if found is None:
        raise Http404
    try:
        if not found.is_ready:
            raise FileNotFoundError
        file = found.file.open("rb")
    except FileNotFoundError:
        messages.info(request, _("This copy is no longer there. Ask for a new one."))
        return redirect("portal:your_data")
    response = FileResponse(file, as_attachment=True, filename="data.zip", content_type="application/zip")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@customer_required
def erase(request: PersonRequest) -> HttpResponseBase:
    """What happens then; `send=1` mails a code, which says that they mean it."""
    erasure = Erasure.objects.filter(person=request.user).first()
    if erasure is not None and erasure.is_open:
        return redirect("portal:your_data")
    if request.method == "POST" and (request.POST.get("send") or request.POST.get("again")):
        return _send(request)
    sent = request.session.get(_SESSION_KEY)
    form = CodeForm(request.POST or None) if sent else None
    if form is not None and form.is_valid():
        try:
            use_code(request, sent or 0, request.user.email, form.cleaned_data["code"], code_for=CodeFor.ERASURE)
            ask_erasure(request.user, actor=request.user)
        except (SignInRefused, TooMany, Refused) as refusal:
            refuse(form, "code", refusal)
        else:
            request.session.pop(_SESSION_KEY, None)
            messages.success(request, _("We have your wish. Somebody decides on it and tells you by mail."))
            return redirect("portal:your_data")
    context = {"form": form, "email": request.user.email}
    return render(request, "portal/data/erase.html", context, status=status_of(form) if form else 200)


@require_POST
@customer_required
def keep(request: PersonRequest) -> HttpResponseBase:
    """They want to keep their data after all."""
    erasure = Erasure.objects.filter(person=request.user).first()
    if erasure is not None:
        try:
            if withdraw_erasure(erasure, actor=request.user):
                messages.success(request, _("Taken back: your data stay."))
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect("portal:your_data")


def _send(request: PersonRequest) -> HttpResponseBase:
    try:
        request.session[_SESSION_KEY] = mail_code(request, request.user.email, code_for=CodeFor.ERASURE)
    except TooMany as refusal:
        messages.error(request, str(refusal))
    return redirect("portal:erase_data")
