"""No more messages that we write first, by the link of a mail: looking at it asks, sending it does (RFC 8058)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mail.outgoing import language_of
from mail.proactive.actions import is_unsubscribed, subscribe_again, unsubscribe
from mail.proactive.wording import person_of_token


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """And it may be taken back."""
    person = person_of_token(token)
    if person is None:
        return render(request, "portal/messages_stopped.html", {"is_unknown": True}, status=404)
    with translation.override(language_of(person)):
        is_back = request.method == "POST" and "back" in request.POST
        if is_back:
            subscribe_again(person)
        elif request.method == "POST":
            unsubscribe(person)
        context = {"is_done": is_unsubscribed(person), "is_back": is_back}
        return render(request, "portal/messages_stopped.html", context)
