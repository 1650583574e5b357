"""Who may reach a view: decorators, and the typed requests that views behind them take."""

import functools
import ipaddress
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, role_may

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

P = ParamSpec("P")


class PersonRequest(HttpRequest):
    """The request of somebody signed in."""

    user: User


class AgentRequest(PersonRequest):
    """The request of somebody of ours."""


View = Callable[Concatenate[Any, P], HttpResponseBase]


def person_required(view: View[P]) -> View[P]:
    """Only for people who are signed in; others are asked to sign in and come back."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        return uncached(view(request, *args, **kwargs))

    return guarded


def staff_required(view: View[P]) -> View[P]:
    """Only for our own people: others are asked to sign in, customers are told that this is not theirs (403)."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        if not request.user.is_staff:
            return forbidden(request, _("This page is for our support team. Your own requests are on the start page."))
        return uncached(view(request, *args, **kwargs))

    return guarded


def may_required(permission: Permission, reason: "_StrOrPromise" = "") -> Callable[[View[P]], View[P]]:
    """Only for people of ours whose role has this permission; others of ours are told why not (403)."""

    def decorate(view: View[P]) -> View[P]:
        @staff_required
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not role_may(request.user.role, permission):  # type: ignore[union-attr]  # staff_required saw to it
                return forbidden(request, str(reason or _("Settings are changed by admins.")))
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def customer_required(view: View[P]) -> View[P]:
    """Only for customers: our own people are shown to the desk, others are asked to sign in."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        if request.user.is_staff and request.method == "GET":
            return _go(request, settings.STAFF_HOME_URL)
        if request.user.is_staff:
            return forbidden(request, _("This is the customers' side. Do it at the desk."))
        return uncached(view(request, *args, **kwargs))

    return guarded


def forbidden(request: HttpRequest, reason: str) -> HttpResponse:
    """They see that it is there and may not; the sentence says why."""
    return render(request, "403.html", {"reason": reason}, status=403)


def client_ip(request: HttpRequest) -> str:
    """The address to count tries by; an IPv6 network (/64) is one address, because whoever has one has all of it."""
    try:
        parsed = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return str(parsed)


def uncached(response: HttpResponseBase) -> HttpResponseBase:
    """The back button shows a page as it is now, not the words that were sent since, and nothing after signing out."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"detail": _("You are signed out. Sign in and try again.")}, status=401)
    if request.headers.get("HX-Request") == "true":
        # Back to the page that the person was looking at, not to the part of it that was asked for.
        current = request.headers.get("HX-Current-URL", "")
        path = current.removeprefix(f"{request.scheme}://{request.get_host()}")
        # An error, so that no form believes that its words have arrived.
        url = redirect_to_login(path if path.startswith("/") else "/").url
        return HttpResponse(status=401, headers={"HX-Redirect": url})
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def _go(request: HttpRequest, url: str) -> HttpResponseBase:
    """To another page, also when only a part of this one was asked for."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
