"""Organizations: the list, adding and changing one. Its people and tickets stand on its page at the desk."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.directory import ORGANIZATION, AlreadyThere, add_organization, change_customer, change_organization
from accounts.http import AgentRequest, may_required
from accounts.models import Organization, User
from accounts.models.organization import Tier
from accounts.people import find_person
from accounts.permissions import Permission
from desk.customer_forms import OrganizationForm
from desk.settings.http import REFUSED, Column, edited, history_context, listing, row_of, search_of, status_of
from desk.settings.queries import organizations_with

_REASON = gettext_lazy("Organizations are kept by team leads and admins.")
_COLUMNS = (
    Column(gettext_lazy("Name"), "name"),
    Column(gettext_lazy("Tier"), "tier"),
    Column(gettext_lazy("Mail domains"), css="is-extra"),
    Column(gettext_lazy("People"), "people", "is-number is-extra"),
)
_SORTS = {"name": ("name",), "tier": ("tier", "name"), "people": ("people_count", "name")}


@require_safe
@may_required(Permission.ORGANIZATIONS, _REASON)
def organizations(request: AgentRequest) -> HttpResponse:
    """`tier` narrows it."""
    tier = request.GET.get("tier", "")
    tier = tier if tier in Tier.values else ""
    found = organizations_with(search_of(request), tier=tier)
    context = {
        "listing": listing(request, found, _COLUMNS, _SORTS),
        "tiers": Tier.choices,
        "chosen_tier": tier,
        "page_key": "organizations",
    }
    return render(request, "settings/organizations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.ORGANIZATIONS, _REASON)
def new_organization(request: AgentRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.ORGANIZATIONS, _REASON)
def organization(request: AgentRequest, pk: int) -> HttpResponse:
    return _edit(request, row_of(Organization.objects.all(), pk))


@require_POST
@may_required(Permission.ORGANIZATIONS, _REASON)
def add_manager(request: AgentRequest, pk: int) -> HttpResponse:
    """Somebody of the organization, by name or address."""
    chosen = row_of(Organization.objects.all(), pk)
    typed = request.POST.get("person", "").replace("\0", "").strip()
    person = find_person(typed) or chosen.people.filter(name__iexact=typed, merged_into=None).first() if typed else None
    if person is None or person.organization_id != chosen.pk:
        messages.error(request, _("Nobody of this organization has this name or address. Look at its people first."))
    else:
        _set_manager(request, person, manages=True)
    return HttpResponseRedirect(f"{reverse('settings:organization', args=[pk])}#managers")


@require_POST
@may_required(Permission.ORGANIZATIONS, _REASON)
def remove_manager(request: AgentRequest, pk: int, person: int) -> HttpResponse:
    chosen = row_of(Organization.objects.all(), pk)
    manager = chosen.people.filter(pk=person, manages_organization=True).first()
    if manager is not None:
        _set_manager(request, manager, manages=False)
    return HttpResponseRedirect(f"{reverse('settings:organization', args=[pk])}#managers")


def _set_manager(request: AgentRequest, person: User, *, manages: bool) -> None:
    try:
        change_customer(person, actor=request.user, manages_organization=manages)
    except REFUSED as refusal:
        messages.error(request, str(refusal))
        return
    words = _("%(name)s reads its reports now.") if manages else _("%(name)s reads its reports no longer.")
    messages.success(request, words % {"name": person.display_name})


def _joined(count: int) -> str:
    return ngettext(
        "%(count)s known customer with such an address belongs to it from now on.",
        "%(count)s known customers with such addresses belong to it from now on.",
        count,
    ) % {"count": count}


def _edit(request: AgentRequest, chosen: Organization | None) -> HttpResponse:
    form = OrganizationForm(request.POST or None, organization=chosen or Organization(), is_lead=True)

    def save() -> None:
        before = chosen.people.count() if chosen is not None else 0
        saved = (
            add_organization(actor=request.user, **form.cleaned_data)
            if chosen is None
            else change_organization(chosen, actor=request.user, **form.cleaned_data)
        )
        if joined := saved.people.count() - before:
            messages.info(request, _joined(joined))

    try:
        saved = edited(request, form, save, kind=ORGANIZATION, thing=chosen, to=reverse("settings:organizations"))
    except AlreadyThere:
        form.add_error("name", _("There is an organization of this name already."))
    else:
        if saved:
            return saved
    context = {
        "form": form,
        "organization": chosen,
        "heading": chosen.name if chosen else _("New organization"),
        "back": reverse("settings:organizations"),
        "page_key": "organizations",
        "managers": chosen.people.filter(manages_organization=True, merged_into=None).order_by("name")
        if chosen
        else (),
        **history_context(ORGANIZATION, chosen),
    }
    return render(request, "settings/organization.html", context, status=status_of(form))
