"""A pretend shop of the demo's company, on which the help widget stands as on any website."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chat.actions import widget_now
from chat.identity import signature_of
from demo.catcher.views import demo_only
from demo.people import ANN
from helpdesk import clock


@demo_only
@require_safe
def shop(request: HttpRequest) -> HttpResponse:
    """`customer=ann`: as the shop shows itself to somebody signed in there, for whom its server signs.

    The tag's address names no host, so that the button is there by whichever name of this machine the shop was opened.
    """
    secret = widget_now().secret
    context = {
        "script": reverse("widget:script"),
        "can_sign": bool(secret),
        "visitor": _signed(secret) if secret and request.GET.get("customer") == "ann" else None,
    }
    return render(request, "demo/site.html", context)


def _signed(secret: str) -> dict[str, str]:
    signed = {"email": ANN.email, "name": ANN.name, "timestamp": str(int(clock.now().timestamp()))}
    return {**signed, "signature": signature_of(secret, **signed)}
