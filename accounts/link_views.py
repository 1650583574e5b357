"""Signing in by the link of a mail. Looking signs nobody in, because programs look at links too; the button does."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import signing_in
from accounts.signing_in import SignInRefused
from accounts.views import welcome


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """In any browser; 404 with what to do instead for one that is used, replaced, too old or not ours."""
    link = signing_in.find_link(token)
    if link is None:
        return _over(request, "")
    if request.method != "POST":
        return render(request, "accounts/sign_in_link.html", {"email": link.code.email})
    try:
        person = signing_in.person_by_link(request, link)
    except SignInRefused as refusal:
        return _over(request, str(refusal))
    return welcome(request, signing_in.complete(request, person))


def _over(request: HttpRequest, reason: str) -> HttpResponse:
    if not reason and request.user.is_authenticated and request.method == "GET":
        return redirect(signing_in.home_of(request.user))
    return render(request, "accounts/sign_in_link.html", {"is_over": True, "reason": reason}, status=404)
