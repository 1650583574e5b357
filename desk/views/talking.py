"""Logging a call or a visit: who it was, on which ticket it is kept, and what was said."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.callers import callers_like, customers_by_number
from accounts.http import staff_required
from accounts.models import User
from accounts.once import done_once
from accounts.people import person_for_caller
from desk.forms_talk import TalkForm, who_is
from desk.http import DeskRequest, find_ticket
from desk.lists import sidebar
from tickets.actions import log_talk, open_with_talk
from tickets.content import Body, storable
from tickets.door import verb
from tickets.errors import Invalid, Refused
from tickets.models import Status, Ticket
from tickets.recipients import refuse_ours

MOST_OFFERED = 5
_LONGEST_SEARCH = 100


@require_safe
@staff_required
def callers(request: DeskRequest) -> HttpResponse:
    """Customers whom `q` may mean: a number, a name or an address."""
    text = storable(request.GET.get("q", ""))[:_LONGEST_SEARCH].strip()
    context = {"callers": callers_like(text), "search": text}
    if request.htmx:
        return render(request, "desk/_callers.html", context)
    return _page(request, {**context, "form": TalkForm(initial=who_is(text), is_known=False, is_new=True)})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def log(request: DeskRequest) -> HttpResponse:
    """With `person` (a customer's key) or `ticket` (a number) in the address, what is known of them; else for anybody."""
    ticket = find_ticket(request, _number(request, "ticket")) if request.GET.get("ticket") else None
    person = ticket.requester if ticket else _person(request)
    form = _form(request, person, ticket)
    known: list[User] = []
    if form.is_valid():
        try:
            address, is_new = done_once(
                request, request.user, lambda: _address(_log(request.user, form, person, ticket))
            )
        except _KnownNumber as asked:
            known = asked.people
            form.add_error(None, str(asked))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if not is_new:
                messages.info(request, _("This was logged already; nothing was done twice."))
            return HttpResponseRedirect(address)
    context: dict[str, object] = {
        "form": form,
        "person": person,
        "ticket": ticket,
        "offered": _offered(request.user, person),
        "callers": known,
        "somebody_new": form.data.get("phone", "").strip() if known else request.POST.get("somebody_new", ""),
    }
    return _page(request, context, status=422 if form.errors else 200)


class _KnownNumber(Invalid):
    """Somebody new has the number of somebody known; raised by what was to open the ticket, so that a second press is one."""

    def __init__(self, people: list[User]) -> None:
        self.people = people
        names = ", ".join(person.display_name for person in people)
        sentence = _("We know this number: %(names)s. Choose them above, or press the button again for somebody new.")
        super().__init__(sentence % {"names": names})


@verb
def _log(actor: User, form: TalkForm, person: User | None, ticket: Ticket | None) -> Ticket:
    data = form.cleaned_data
    words: dict[str, Any] = {
        "said": Body.from_text(data["said"]),
        "notes": Body.from_text(data["notes"]),
        "status": Status(data["status"]) if data["status"] else None,
    }
    if ticket is not None:
        log_talk(ticket, actor=actor, talk=form.talk(), **words)
        return ticket
    caller = person or _somebody_new(form)
    return open_with_talk(
        actor=actor, requester=caller, subject=data["subject"], talk=form.talk(), assignee=actor, **words
    )


def _somebody_new(form: TalkForm) -> User:
    """Raises _KnownNumber once for a number that somebody has, where no address says who it is."""
    data = form.cleaned_data
    known = (
        [] if data["email"] or form.data.get("somebody_new") == data["phone"] else customers_by_number(data["phone"])
    )
    if known:
        raise _KnownNumber(known)
    return person_for_caller(email=data["email"], name=data["name"], phone=data["phone"], before_making=refuse_ours)


def _address(ticket: Ticket) -> str:
    return reverse("desk:ticket", args=[ticket.number])


def _form(request: DeskRequest, person: User | None, ticket: Ticket | None) -> TalkForm:
    return TalkForm(request.POST or None, is_known=person is not None, is_new=ticket is None)


def _offered(viewer: User, person: User | None) -> list[Ticket]:
    """The caller's tickets that can go on, the newest first."""
    if person is None:
        return []
    tickets = Ticket.objects.visible_to(viewer).listed().not_merged().filter(requester=person)
    return list(tickets.exclude(status=Status.CLOSED).order_by("-updated_at")[:MOST_OFFERED])


def _person(request: DeskRequest) -> User | None:
    if not request.GET.get("person"):
        return None
    person = User.objects.select_related("organization").filter(pk=_number(request, "person"), is_active=True).first()
    if person is None or person.is_staff:
        raise Http404(_("There is no such customer."))
    return person


def _number(request: DeskRequest, name: str) -> int:
    value = request.GET[name]
    if not (value.isascii() and value.isdecimal() and len(value) < 19):
        raise Http404
    return int(value)


def _page(request: DeskRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    context |= {"counts": sidebar(request.user), "nav_key": "new"}
    return render(request, "desk/talk.html", context, status=status)
