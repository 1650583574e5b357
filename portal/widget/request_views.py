"""How requests stand, in the widget: for who is known by the website's signature or by a code."""

from collections.abc import Sequence

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.brands import brand_shown
from accounts.models import User
from portal import asking, files
from portal.forms import AnswerForm
from portal.queries import request_list, request_page
from portal.widget.parts import PartRequest, shown, widget_part
from tickets.access import ticket_for
from tickets.errors import Refused
from tickets.models import Attachment, Channel, Ticket

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
    attachments, problems = files.gathered(request, person, None) if person is not None else ([], [])
    for problem in problems:
        form.add_error("text", problem)
    if person is not None and form.is_valid():
        try:
            ticket = ticket_for(person, number)
            words = form.cleaned_data
            landed = asking.answer(ticket, person=person, channel=Channel.WIDGET, attachments=attachments, **words)
            return _request(request, language, landed.number, AnswerForm())
        except Ticket.DoesNotExist:
            return shown(request, "gone", language, 404)
        except Refused as refusal:
            form.add_error("text", str(refusal))
    return _request(request, language, number, form, attachments)


def _request(
    request: PartRequest, language: str, number: int, form: AnswerForm, attachments: Sequence[Attachment] = ()
) -> HttpResponseBase:
    person: User | None = request.visit.person
    try:
        page = request_page(person, number) if person is not None else None
    except Ticket.DoesNotExist:
        page = None
    if page is None:
        return shown(request, "gone", language, 404)
    address = f"{brand_shown().site}{reverse('portal:request', args=[page.ticket.number])}"
    context = {"page": page, "form": form, "files": attachments, "portal": address}
    return shown(request, "request", language, 422 if form.errors else 200, **context)
