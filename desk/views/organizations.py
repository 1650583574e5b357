"""The page of an organization: who belongs to it, what they asked, and what it gets."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.directory import AlreadyThere, change_organization
from accounts.http import staff_required
from accounts.models import Organization
from accounts.permissions import Permission, role_may
from desk.columns import heads_of
from desk.customer_forms import OrganizationForm
from desk.customers import MOST_MEMBERS, history_of, members_of, tickets_page, tickets_shown
from desk.http import DeskRequest
from desk.views.customers import around


@require_safe
@staff_required
def organization(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = _organization(pk)
    members = members_of(chosen)
    shown = tickets_shown()
    context = {
        "organization": chosen,
        "members": members[:MOST_MEMBERS],
        "has_more": len(members) > MOST_MEMBERS,
        "page": tickets_page(request.user, chosen, request.GET.get("after"), request.GET.get("before")),
        "shown": shown,
        "heads": heads_of(shown, None, ""),
        "history": history_of(chosen),
    }
    return render(request, "desk/organization.html", {**context, **around(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Name, domains and notes; leads also say what it gets."""
    chosen = _organization(pk)
    is_lead = role_may(request.user.role, Permission.ORGANIZATIONS)
    form = OrganizationForm(request.POST or None, organization=chosen, is_lead=is_lead)
    if request.method == "POST" and form.is_valid():
        try:
            change_organization(chosen, actor=request.user, **form.cleaned_data)
        except AlreadyThere:
            form.add_error("name", _("There is an organization of this name already."))
        except PermissionDenied as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("desk:organization", args=[pk]))
    context = {"form": form, "organization": chosen, "is_lead": is_lead}
    status = 422 if form.errors else 200
    return render(request, "desk/organization_edit.html", {**context, **around(request)}, status=status)


def _organization(pk: int) -> Organization:
    chosen = Organization.objects.filter(pk=pk).first() if pk < 2**63 else None
    if chosen is None:
        raise Http404
    return chosen
