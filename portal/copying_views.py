"""Copying a colleague in on a request, and taking them out again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest, customer_required
from accounts.limits import COLLEAGUES_COPIED, TooMany, spend
from accounts.people import person_for_address
from mail.models import Mailbox
from portal.forms import AnswerForm, CopyForm
from portal.queries import request_page, ticket_or_404
from portal.reading import as_reader
from tickets.actions import copy_colleague, uncopy_colleague
from tickets.errors import Invalid, NotAllowed, Refused
from tickets.models import Ticket


@require_POST
@customer_required
def copy(request: PersonRequest, number: int) -> HttpResponse:
    ticket = ticket_or_404(request.user, number)
    form = CopyForm(request.POST)
    if form.is_valid():
        address = form.cleaned_data["email"]
        try:
            spend(COLLEAGUES_COPIED, str(request.user.pk))
            if Mailbox.objects.filter(address=address).exists():
                raise Invalid(_("This is an address of ours: we read your request anyway."))
            copied = copy_colleague(ticket, actor=request.user, person=person_for_address(address))
        except (Refused, TooMany) as refusal:
            form.add_error("email", str(refusal))
        else:
            if copied is not None:
                messages.success(request, _("%(address)s reads along from now on.") % {"address": address})
            else:
                messages.info(request, _("%(address)s reads along already.") % {"address": address})
            return redirect("portal:request", number)
    context = {"page": request_page(request.user, number), "form": AnswerForm(), "files": (), "copying": form}
    return render(as_reader(request), "portal/request.html", context, status=422)


@require_POST
@customer_required
def uncopy(request: PersonRequest, number: int, person: int) -> HttpResponse:
    """Who takes themselves out comes to their list: the request is theirs no longer."""
    ticket = ticket_or_404(request.user, number)
    copied = ticket.participants.filter(role="cc", person=person).select_related("person").first()
    try:
        if copied is not None and uncopy_colleague(ticket, actor=request.user, person=copied.person):
            name = copied.person.display_name
            messages.success(request, _("%(name)s reads along no longer.") % {"name": name})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    if not Ticket.objects.visible_to(request.user).filter(pk=number).exists():
        return redirect("portal:home")
    return redirect(f"{reverse('portal:request', args=[number])}#copied")
