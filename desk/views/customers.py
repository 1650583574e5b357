"""The pages of customers: finding, reading, editing them, and their addresses. Merging them: desk/views/merging_people.py."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.addresses import add_address, make_first, remove_address
from accounts.customers import LONGEST, organizations_like
from accounts.directory import AlreadyThere, Refusal, add_organization, change_customer, may_change
from accounts.http import staff_required
from accounts.models import EmailAddress, Organization, User
from accounts.permissions import Permission
from desk.columns import heads_of
from desk.customer_forms import CustomerForm
from desk.customers import SORTS, customers_page, history_of, merges_of, tickets_page, tickets_shown
from desk.http import DeskRequest, with_toast
from desk.lists import sidebar
from mail.suppressed import write_again
from outbox.unreachable import unreachable_among
from tickets.access import may

_MOST_SUGGESTED = 8
_LARGEST = 2**63


@require_safe
@staff_required
def customers(request: DeskRequest) -> HttpResponse:
    """Those whose name, address, phone or organization begins with `q`; `organization` keeps those of one."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "name"
    organization = _organization(request.GET.get("organization", ""))
    keyset = SORTS[sort][1]
    after, before = keyset.read(request.GET.get("after")), keyset.read(request.GET.get("before"))
    context = {
        "page": customers_page(text, organization.pk if organization else None, sort, after, before),
        "search_customers": text,
        "organization": organization,
        "sort": sort,
    }
    if request.headers.get("HX-Target", "").endswith("#customers"):
        return render(request, "desk/_customer_list.html", context)
    return render(request, "desk/customers.html", {**context, **around(request)})


@require_safe
@staff_required
def customer(request: DeskRequest, pk: int) -> HttpResponse:
    """All that is known of a person, and all of their tickets; who was merged away leads to who they are."""
    person = find_customer(pk)
    if person.merged_into_id is not None:
        return HttpResponseRedirect(reverse("desk:customer", args=[person.merged_into_id]))
    shown = tickets_shown()
    context = {
        "person": person,
        "may_edit": may_change(request.user, person),
        **_addresses_of(person),
        "merges": merges_of(person),
        "page": tickets_page(request.user, person, request.GET.get("after"), request.GET.get("before")),
        "shown": shown,
        "heads": heads_of(shown, None, ""),
        "history": history_of(person),
        "may_erase": may(request.user, Permission.PRIVACY) and not person.is_staff and person.erased_at is None,
    }
    return render(request, "desk/customer.html", {**context, **around(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    """The card as a form, in its place; `cancel=1` brings the card back. Without htmx a page of its own."""
    person = find_customer(pk)
    if request.GET.get("cancel") and request.htmx:
        return _card(request, person)
    form = CustomerForm(request.POST or None, person=person)
    offer_new = False
    if request.method == "POST" and form.is_valid():
        try:
            return _saved(request, person, form)
        except Organization.DoesNotExist:
            offer_new = True
            form.add_error("organization", _("There is none of this name. Choose one of the list, or add it as new."))
        except AlreadyThere as taken:
            form.add_error(
                "email", _("%(name)s has this address. Merge the two if they are one person.") % {"name": taken.thing}
            )
        except (Refusal, PermissionDenied) as refusal:
            form.add_error(None, str(refusal) or _("You are not allowed to do this."))
    context = {"form": form, "person": person, "offer_new": offer_new}
    status = 422 if form.errors else 200
    if request.htmx:
        return render(request, "desk/_customer_form.html", context, status=200)
    return render(request, "desk/customer_edit.html", {**context, **around(request)}, status=status)


@require_safe
@staff_required
def organization_names(request: DeskRequest) -> HttpResponse:
    """What the field of an organization suggests while somebody types."""
    found = organizations_like(request.GET.get("organization", "").replace("\0", "")).order_by("name")
    names = found.values_list("name", flat=True)[:_MOST_SUGGESTED]
    return render(request, "desk/_organization_names.html", {"names": names})


@require_POST
@staff_required
def add(request: DeskRequest, pk: int) -> HttpResponse:
    """A further address. One that is somebody else's offers to merge the two."""
    person = find_customer(pk)
    email = request.POST.get("address", "").strip()
    try:
        validate_email(email)
    except ValidationError:
        return _addresses(request, person, email, _("Write an address such as ann@example.net."))
    try:
        add_address(person, actor=request.user, email=email)
    except AlreadyThere as taken:
        return _addresses(request, person, email, "", taken_by=taken.thing)
    except Refusal as refusal:
        return _addresses(request, person, email, str(refusal))
    return _addresses(request, person)


@require_POST
@staff_required
def remove(request: DeskRequest, pk: int, address: int) -> HttpResponse:
    return _on_address(request, pk, address, remove_address)


@require_POST
@staff_required
def first(request: DeskRequest, pk: int, address: int) -> HttpResponse:
    return _on_address(request, pk, address, make_first)


def find_customer(pk: int) -> User:
    person = User.objects.select_related("organization").filter(pk=pk).first() if pk < _LARGEST else None
    if person is None:
        raise Http404
    return person


def around(request: DeskRequest) -> dict[str, object]:
    """What the frame of every page shows."""
    return {"counts": sidebar(request.user), "nav_key": "customers"}


def _saved(request: DeskRequest, person: User, form: CustomerForm) -> HttpResponse:
    with transaction.atomic():
        if request.POST.get("new_organization"):
            add_organization(actor=request.user, name=form.cleaned_data["organization"].strip())
        organization = form.organization_named()
        change_customer(person, actor=request.user, organization=organization, **form.fields_of_person)
    if request.htmx:
        return with_toast(_card(request, person), _("Saved."))
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("desk:customer", args=[person.pk]))


def _card(request: DeskRequest, person: User) -> HttpResponse:
    return render(request, "desk/_customer_card.html", {"person": person})


@require_POST
@staff_required
def write_to_again(request: DeskRequest, pk: int) -> HttpResponse:
    """Mail to this `address` of theirs goes by itself again, though some came back."""
    person = find_customer(pk)
    address = request.POST.get("address", "")
    if address in [person.email, *person.addresses.values_list("address", flat=True)]:
        write_again(address, actor=request.user)
    return _addresses(request, person)


def _on_address(request: DeskRequest, pk: int, address: int, act: Callable[..., object]) -> HttpResponse:
    """What is gone already, by a second press or a colleague, is no error."""
    person = find_customer(pk)
    row = EmailAddress.objects.filter(person=person, pk=address).first()
    try:
        if row is not None:
            act(person, actor=request.user, email=row.address)
    except Refusal as refusal:
        return _addresses(request, person, "", str(refusal))
    return _addresses(request, find_customer(pk))


def _addresses_of(person: User) -> dict[str, Any]:
    """Each with whether mail to it goes by itself; `main_suppressed` of the first one."""
    further = list(person.addresses.all())
    gone = unreachable_among([person.email or "", *(one.address for one in further)])
    told = [
        {"pk": one.pk, "address": one.address, "is_verified": one.is_verified, "suppressed": gone.get(one.address)}
        for one in further
    ]
    return {"addresses": told, "main_suppressed": gone.get(person.email or "")}


def _addresses(
    request: DeskRequest, person: User, typed: str = "", error: str = "", taken_by: object = None
) -> HttpResponse:
    if not request.htmx:
        if error or taken_by:
            messages.error(request, error or _("%(name)s has this address.") % {"name": taken_by})
        return HttpResponseRedirect(reverse("desk:customer", args=[person.pk]))
    context = {
        "person": person,
        **_addresses_of(person),
        "may_edit": may_change(request.user, person),
        "typed": typed,
        "error": error,
        "taken_by": taken_by,
    }
    return render(request, "desk/_addresses.html", context)


def _organization(text: str) -> Organization | None:
    return Organization.objects.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 18 else None
