"""Who reads a request: the customer who is signed in and may, else whoever came by the signed link of a mail."""

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.http import PersonRequest, customer_required, forbidden, uncached
from accounts.languages import language_shown_to
from accounts.middleware import find_zone
from accounts.models import User
from tickets.access import ticket_for
from tickets.models import Ticket
from tickets.request_links import reader_by_link

P = ParamSpec("P")


class ReaderRequest(HttpRequest):
    """The request of somebody who reads a request of theirs."""

    reader: User
    is_by_link: bool  # nobody is signed in as them: this one request is all that they reach


def as_reader(request: PersonRequest) -> ReaderRequest:
    """For views that take nobody but who is signed in, and show the page that both read."""
    request.reader, request.is_by_link = request.user, False  # type: ignore[attr-defined]
    return cast(ReaderRequest, request)


View = Callable[Concatenate[Any, int, P], HttpResponseBase]


def reader_required(view: View[P]) -> View[P]:
    """For customers who are signed in, and for a browser that opened the link of this request; others are asked to sign in.

    Who came by the link is shown it in the language and zone of the person whom it was sent to.
    """

    @customer_required
    @functools.wraps(view)
    def signed_in(request: PersonRequest, number: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(as_reader(request), number, *args, **kwargs)

    @functools.wraps(view)
    def guarded(request: HttpRequest, number: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        reader = None if _sees_signed_in(request, number) else reader_by_link(request, number)
        if reader is None:
            return signed_in(request, number, *args, **kwargs)
        if request.method == "POST" and isinstance(request.user, User) and request.user.is_staff:
            return forbidden(
                request, _("You see what the customer sees, by the link of their mail. Answer from the desk.")
            )
        request.reader, request.is_by_link = reader, True  # type: ignore[attr-defined]  # a ReaderRequest from here on
        language = language_shown_to(reader, translation.get_language() or "")
        with (
            translation.override(language),
            timezone.override(find_zone(reader.time_zone) or timezone.get_current_timezone()),
        ):
            return uncached(view(request, number, *args, **kwargs))

    return guarded


def _sees_signed_in(request: HttpRequest, number: int) -> bool:
    """One of ours does not: their side is the desk, and who opens a customer's link wants to see what it shows."""
    if not isinstance(request.user, User) or request.user.is_staff:
        return False
    try:
        ticket_for(request.user, number)
    except Ticket.DoesNotExist:
        return False
    return True
