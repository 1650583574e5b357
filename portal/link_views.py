"""The signed link of a mail to one request: it needs no account, and nobody signs in by it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tickets.request_links import LinkOver, link_of, remember


@never_cache
@require_safe
def request_link(request: HttpRequest, token: str) -> HttpResponse:
    """This browser remembers it and goes on to the request, so that no page of ours has the key in its address.

    410 for a link whose days are over, 404 for one that is not ours or leads nowhere any more.
    """
    try:
        link = link_of(token)
    except LinkOver:
        return render(request, "portal/link_over.html", {"is_old": True}, status=410)
    if link is None:
        return render(request, "portal/link_over.html", {"is_old": False}, status=404)
    remember(request, link.number, link.person)
    return redirect("portal:request", link.number)
