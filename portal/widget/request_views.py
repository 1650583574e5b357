"""How requests stand, in the widget: for who is known by the website's signature or by a code."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.brands import brand_shown
from accounts.models import User
from portal import asking
from portal.forms import AnswerForm
from portal.queries import request_list, request_page
from portal.widget.parts import PartRequest, shown, widget_part
from tickets.access import ticket_for
from tickets.errors import Refused
from tickets.models import Channel, Ticket

_MOST_REQUESTS = 20


@require_safe
@widget_part
def requests(request: PartRequest, language: str) -> HttpResponseBase:
    """The newest first; all of them are in the portal."""
    person = request.visit.person
    rows = request_list(person).rows[:_MOST_REQUESTS] if person is not None else []
    portal = f"{brand_shown().site}{reverse('portal:home')}"
    return shown(request, "requests", language, rows=rows, visit=request.visit, portal=portal)


@require_safe
@widget_part
def one_request(request: PartRequest, language: str, number: int) -> HttpResponseBase:
    return _request(request, language, number, AnswerForm())


@require_POST
@widget_part
def answer(request: PartRequest, language: str, number: int) -> HttpResponseBase:
    person = request.visit.person
    form = AnswerForm(request.POST)
    if person is not None and form.is_valid():
        try:
            ticket = ticket_for(person, number)
            landed = asking.answer(ticket, person=person, channel=Channel.WIDGET, **form.cleaned_data)
            return _request(request, language, landed.number, AnswerForm())
        except Ticket.DoesNotExist:
            return shown(request, "gone", language, 404)
        except Refused as refusal:
            form.add_error("text", str(refusal))
    return _request(request, language, number, form)


def _request(request: PartRequest, language: str, number: int, form: AnswerForm) -> HttpResponseBase:
    person: User | None = request.visit.person
    try:
        page = request_page(person, number) if person is not None else None
    except Ticket.DoesNotExist:
        page = None
    if page is None:
        return shown(request, "gone", language, 404)
    address = f"{brand_shown().site}{reverse('portal:request', args=[page.ticket.number])}"
    return shown(request, "request", language, 422 if form.errors else 200, page=page, form=form, portal=address)
