"""What all parts of the widget share: who may frame them, and that nothing but its own script asks for them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.http import client_ip
from accounts.limits import HELP_QUESTIONS, TooMany, spend
from chat.models import Widget
from portal.languages import in_language
from portal.widget import visit as visits
from portal.widget.visit import HEADER, Visit


class PartRequest(HttpRequest):
    """What the frame's script asks; `visit` is what is kept after it, too."""

    visit: Visit


def widget_part(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A part of the frame, in the language of its address.

    Cookies are not looked at, so there is nothing that another site could borrow; and no form of another site can send our
    header, nor may a script of one (CORS).
    """

    @csrf_exempt
    @never_cache
    @in_language
    @wraps(view)
    def part(request: PartRequest, language: str, **values: str) -> HttpResponseBase:
        word = request.headers.get(HEADER)
        if word is None:
            return HttpResponse(_("Open this in the help widget of a website."), status=403, content_type="text/plain")
        request.visit = before = visits.read(word)
        response = view(request, language, **values)
        if request.visit != before:
            response.headers[HEADER] = visits.written(request.visit)
        return response

    return part


def shown(request: HttpRequest, template: str, language: str, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"portal/widget/{template}.html", {"language": language, **context}, status=status)


def framed_by(response: HttpResponseBase, widget: Widget) -> HttpResponseBase:
    """Only websites that an admin allows, and our own pages, may show it in a frame."""
    sites = ["'self'", *widget.sites]
    response._csp_replace = {"frame-ancestors": sites}  # type: ignore[attr-defined]  # as csp.decorators does
    response.xframe_options_exempt = True  # type: ignore[attr-defined]  # that header knows no list
    return response


def may_ask(request: HttpRequest) -> bool:
    """Who asks without end gets no answers any more, and can write to us all the same."""
    try:
        spend(HELP_QUESTIONS, client_ip(request))
    except TooMany:
        return False
    return True
