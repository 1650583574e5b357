"""The signed link to one request: who holds it reads the request and answers it, without an account and without signing in.

It stands for one person on one request and opens no more than that person may see there at that moment: it leads nowhere once the
request is deleted or somebody else's, or they were switched off or erased. Each mail that goes to the requester alone brings a
fresh one (mail/request_line.py). The browser that opened it remembers it in its session, so that addresses of pages tell no key.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from helpdesk import clock
from tickets.access import sees, survivor_of
from tickets.models import Ticket

LIFE = timedelta(days=30)
# So long a browser knows it; the session may end earlier.
_REMEMBERED = timedelta(days=14)
_MOST_REMEMBERED = 20
_SALT = "tickets.request_link"
_SESSION_KEY = "request_links"


class LinkOver(Exception):
    """It was ours, and its days are over."""


@dataclass(frozen=True, slots=True)
class RequestLink:
    number: int
    person: User


def path_for(number: int, person_id: int) -> str:
    """The path of a fresh link."""
    return reverse("portal:request_link", args=[signing.dumps([number, person_id], salt=_SALT)])


def without_keys(words: str) -> str:
    """Text or HTML that goes to somebody else, with every such link leading to our first page instead.

    A customer who answered within our mail has quoted theirs.
    """
    return re.sub(r"/requests/link/[\w:%.-]+/?", "/", words)


def link_of(token: str) -> RequestLink | None:
    """None for a link that is not ours or leads nowhere any more. Raises LinkOver."""
    try:
        number, person_id = signing.loads(token, salt=_SALT, max_age=LIFE)
    except signing.SignatureExpired as expired:
        raise LinkOver from expired
    except (signing.BadSignature, ValueError):
        return None
    person = _person(person_id)
    ticket = Ticket.objects.filter(pk=number).first()
    return RequestLink(number, person) if person is not None and ticket is not None and sees(person, ticket) else None


def remember(request: HttpRequest, number: int, person: User) -> None:
    """This browser may read and answer the request as this person."""
    known = {key: value for key, value in _remembered(request).items() if key != str(number)}
    latest = list(known.items())[1 - _MOST_REMEMBERED :]
    until = (clock.now() + _REMEMBERED).timestamp()
    request.session[_SESSION_KEY] = {**dict(latest), str(number): [person.pk, until]}


def reader_by_link(request: HttpRequest, number: int) -> User | None:
    """As whom this browser may read this request, by a link that it opened; also by that of one merged into it."""
    for person_id in _person_ids(request, number):
        person = _person(person_id)
        ticket = Ticket.objects.select_related("team").filter(pk=number).first() if person else None
        if person is not None and ticket is not None and sees(person, ticket):
            return person
    return None


def opened_links(request: HttpRequest) -> bool:
    """Whether this browser opened any; asked without a statement where there is no session."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and bool(_remembered(request))


def _person_ids(request: HttpRequest, number: int) -> list[int]:
    now, known = clock.now().timestamp(), _remembered(request)
    usable = {int(key): person for key, (person, until) in known.items() if until > now}
    if number in usable or not usable:
        return [usable[number]] if number in usable else []
    merged = Ticket.objects.filter(pk__in=usable, merged_into__isnull=False)
    return [usable[ticket.pk] for ticket in merged if survivor_of(ticket).pk == number]


def _remembered(request: HttpRequest) -> dict[str, list]:
    return request.session.get(_SESSION_KEY, {})


def _person(key: int) -> User | None:
    """Who it is now, after merges; never one of ours, nobody who was switched off or erased."""
    person = User.objects.select_related("merged_into", "organization").filter(pk=key).first()
    while person is not None and person.merged_into is not None:
        person = person.merged_into
    return None if person is None or not person.is_active or person.is_staff or person.erased_at else person
