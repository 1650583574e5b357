"""Asking: the form, and confirming the address of whoever is not signed in."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import signing_in
from accounts.form_answers import refuse, status_of
from accounts.forms import CodeForm
from accounts.limits import TooMany
from accounts.models import User
from accounts.signing_in import SignInRefused
from accounts.views import keep_theme, send_again
from knowledgebase.queries import language_shown
from portal import asking, files, helping
from portal.confirming import find_pending, keep_until_confirmed, open_pending
from portal.forms import RequestForm, StrangersRequestForm
from tickets.errors import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_request(request: HttpRequest) -> HttpResponseBase:
    """The form; whoever is not signed in confirms their address before the request is opened."""
    person = request.user if isinstance(request.user, User) else None
    form = (RequestForm if person else StrangersRequestForm)(request.POST or None)
    attachments, problems = files.of_form(request) if request.method == "POST" else ([], [])
    for problem in problems:
        form.add_error("text", problem)
    if form.is_valid():
        try:
            if person is None:
                keep_until_confirmed(request, form.cleaned_data, attachments)
                return redirect("portal:confirm")
            ticket = asking.ask(person=person, attachments=attachments, **form.cleaned_data)
        except (Refused, TooMany) as refusal:
            refuse(form, "text", refusal)
        else:
            helping.needed_a_person(request, ticket)
            messages.success(request, _("Your request is with us. We answer by email and here."))
            return redirect("portal:request", ticket.number)
    language = language_shown(get_language() or "")
    context = {"form": form, "files": attachments, "person": person, "language": language}
    return render(request, "portal/new_request.html", context, status=status_of(form))


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponseBase:
    """The code for a request that waits for it: with it the address is confirmed, the person in, the request opened."""
    pending = find_pending(request)
    if pending is None:
        return redirect("portal:home")
    if isinstance(request.user, User):
        if request.method == "POST":
            return open_pending(request, pending, request.user)
        return render(request, "portal/confirm.html", {"pending": pending})
    if signing_in.who(request) != pending.email:
        signing_in.begin(request, pending.email)
    if request.method == "POST" and request.POST.get("again"):
        return send_again(request, "portal:confirm")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            person = signing_in.person_by_code(request, form.cleaned_data["code"])
        except (SignInRefused, TooMany) as refusal:
            refuse(form, "code", refusal)
        else:
            signing_in.complete(request, person)
            return keep_theme(open_pending(request, pending, person), person.theme)
    context = {"pending": pending, "form": form, "demo": settings.DEMO}
    return render(request, "portal/confirm.html", context, status=status_of(form))
