"""Brands: what customers see of the house, each at its own address."""

import re
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.brands import BRAND, COLOUR, add_brand, change_brand, colours_refused, default_brand
from accounts.branding import BrandNow, dark_of, shades
from accounts.brands import brand_of
from accounts.http import AgentRequest, may_required
from accounts.models import DEFAULT_BRAND, Brand
from accounts.permissions import Permission
from desk.settings.brand_form import BrandForm
from desk.settings.http import (
    Column,
    archive_or_bring_back,
    archived_asked,
    edited,
    history_context,
    listing,
    row_of,
    search_of,
    status_of,
)
from mail.keeping import change_mailbox
from mail.models import Mailbox

_COLUMNS = (
    Column(gettext_lazy("Name"), "name"),
    Column(gettext_lazy("Address")),
    Column(gettext_lazy("Mailboxes"), css="is-extra"),
    Column("", css="is-act"),
)
_SORTS = {"order": ("pk",), "name": ("name",)}


@require_safe
@may_required(Permission.SETTINGS)
def brands(request: AgentRequest) -> HttpResponse:
    default_brand()
    is_archived = archived_asked(request)
    found = Brand.objects.filter(archived_at__isnull=not is_archived).defer("logo")
    if search := search_of(request):
        found = found.filter(Q(name__icontains=search) | Q(host__icontains=search))
    shown = listing(request, found, _COLUMNS, _SORTS)
    mailboxes = Mailbox.objects.order_by("address").values_list("brand_id", "address")
    rows = [(row, brand_of(row.pk), [address for pk, address in mailboxes if pk == row.pk]) for row in shown.page.rows]
    return render(request, "settings/brands/brands.html", {"listing": shown, "lines": rows, "page_key": "brands"})


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def new_brand(request: AgentRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def brand(request: AgentRequest, pk: int) -> HttpResponse:
    return _edit(request, row_of(Brand.objects.all(), pk))


@require_POST
@may_required(Permission.SETTINGS)
def preview(request: AgentRequest) -> HttpResponse:
    """How it would look, in both themes, with what stands in the form; nothing is kept."""
    colours = [request.POST.get(name, "").strip().lower() for name in ("colour", "dark_colour")]
    name, logo = request.POST.get("name", "")[:60], request.POST.get("logo", "")
    return render(request, "settings/brands/_preview.html", _previewed(name, logo, *colours))


@require_POST
@may_required(Permission.SETTINGS)
def archive(request: AgentRequest, pk: int) -> HttpResponse:
    """`undo=1` brings it back."""
    return archive_or_bring_back(
        request,
        row_of(Brand.objects.all(), pk),
        archive=partial(change_brand, is_archived=True),
        bring_back=partial(change_brand, is_archived=False),
        to=reverse("settings:brands"),
    )


def _edit(request: AgentRequest, chosen: Brand | None) -> HttpResponse:
    form = BrandForm(request.POST or None, request.FILES or None, brand=chosen)

    @transaction.atomic
    def save() -> None:
        fields = form.fields_of_brand
        kept = change_brand(chosen, actor=request.user, **fields) if chosen else add_brand(actor=request.user, **fields)
        _give_mailboxes(kept, form.cleaned_data.get("mailboxes"), request)

    if saved := edited(request, form, save, kind=BRAND, thing=chosen, to=reverse("settings:brands")):
        return saved
    words = {name: str(form[name].value() or "") for name in ("name", "colour", "dark_colour")}
    is_default = chosen is not None and chosen.pk == DEFAULT_BRAND
    context = {
        "form": form,
        "brand": chosen,
        "is_default": is_default,
        "site": settings.SITE_URL,
        "heading": brand_of(chosen.pk).name if chosen else _("New brand"),
        "back": reverse("settings:brands"),
        "page_key": "brands",
        **_previewed(words["name"], form.logo_now, words["colour"].lower(), words["dark_colour"].lower()),
        **history_context(BRAND, chosen),
    }
    return render(request, "settings/brands/brand.html", context, status=status_of(form))


def _give_mailboxes(kept: Brand, chosen: Any, request: AgentRequest) -> None:
    """Those chosen are its own; what was and is no longer goes back to the default brand."""
    if chosen is None:
        return
    for mailbox in Mailbox.objects.filter(Q(brand=kept.pk) | Q(pk__in=[one.pk for one in chosen])):
        change_mailbox(mailbox, actor=request.user, brand_id=kept.pk if mailbox in chosen else DEFAULT_BRAND)


def _previewed(name: str, logo: str, colour: str, dark_colour: str) -> dict[str, Any]:
    """Both themes with the colours as they are; where they cannot be, the sentence that says so."""
    well_written = [one for one in (colour, dark_colour) if re.fullmatch(COLOUR, one)]
    problem = ""
    if len(well_written) < sum(bool(one) for one in (colour, dark_colour)):
        problem = _("Write the colour such as #4353d6.")
        colour, dark_colour = (one if one in well_written else "" for one in (colour, dark_colour))
    problem = problem or colours_refused(colour, dark_colour)
    light, dark = shades(colour, dark_colour or dark_of(colour)) if colour else (None, None)
    themes = (("light", _("Light"), light), ("dark", _("Dark"), dark))
    return {"themes": themes, "problem": problem, "shown_name": name or BrandNow().name, "shown_logo": logo}
