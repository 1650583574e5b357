"""Where a customer says that it is them, by the link in the mail with the code; the link is the key, nobody signs in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from helpdesk import clock
from tickets.actions import confirm_identity
from tickets.errors import Refused
from tickets.identity import code_of_token, is_usable


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, token: str) -> HttpResponse:
    """Looking confirms nothing, because programs look at links too; the button does. 404 for a link that is not ours."""
    sent = code_of_token(token)
    if sent is None:
        return _page(request, {"is_over": True}, 404)
    if request.method == "POST":
        try:
            confirm_identity(sent)
        except Refused:
            return _page(request, {"is_over": True}, 409)
        return _page(request, {"is_done": True, "sent": sent})
    is_done, is_over = sent.used_at is not None, not is_usable(sent, clock.now())
    return _page(request, {"sent": sent, "is_done": is_done, "is_over": is_over and not is_done})


def _page(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    return render(request, "portal/identity.html", context, status=status)
