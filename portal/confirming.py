"""The words of a stranger, from the form to the code that confirms their address. The session knows which words are theirs."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import signing_in
from accounts.http import client_ip
from accounts.limits import STRANGERS_REQUESTS, spend
from accounts.models import User
from accounts.people import is_address_of
from portal import asking, drafts, files, helping
from portal.models import PendingRequest
from tickets.models import Attachment

_SESSION_KEY = "pending_request"


def find_pending(request: HttpRequest) -> PendingRequest | None:
    """The request that was written in this browser and still waits for its code; None for somebody else."""
    pk = request.session.get(_SESSION_KEY)
    pending = PendingRequest.objects.filter(pk=pk).first() if pk else None
    if pending is not None and isinstance(request.user, User) and not is_address_of(request.user, pending.email):
        return None
    return pending


def keep_until_confirmed(request: HttpRequest, words: dict, attachments: Sequence[Attachment]) -> None:
    """Keep the form's words and files, and mail the code. Raises TooMany; the words are kept all the same."""
    spend(STRANGERS_REQUESTS, client_ip(request))
    pending = asking.keep(
        token=words["token"],
        email=words["email"],
        name=words["name"],
        subject=words["subject"],
        text=words["text"],
        form=words["form"],
        answers=words["answers"],
        attachments=attachments,
    )
    request.session[_SESSION_KEY] = pending.pk
    # No link: opened elsewhere, it would sign them in without their words.
    signing_in.begin(request, pending.email, by_link=False)
    signing_in.send_code(request)


def open_pending(request: HttpRequest, pending: PendingRequest, person: User) -> HttpResponse:
    """The kept words become a request of this person, who has shown that the address is theirs."""
    words = [pending.subject, pending.text]
    ticket = asking.open_pending(pending, person=person)
    helping.needed_a_person(request, ticket, words)
    request.session.pop(_SESSION_KEY, None)
    files.forget_kept(request)
    drafts.forget_here(request, None)
    messages.success(request, _("Your request is with us. We answer by email and here."))
    return redirect("portal:request", ticket.number)
