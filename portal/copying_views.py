"""Copying a colleague in on a request."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest, customer_required
from accounts.limits import COLLEAGUES_COPIED, TooMany, spend
from accounts.people import person_for_address
from mail.models import Mailbox
from portal.forms import AnswerForm, CopyForm
from portal.queries import request_page, ticket_or_404
from tickets.actions import copy_colleague
from tickets.errors import Invalid, Refused


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
            return redirect("portal:request", number)
    context = {"page": request_page(request.user, number), "form": AnswerForm(), "files": (), "copying": form}
    return render(request, "portal/request.html", context, status=422)
