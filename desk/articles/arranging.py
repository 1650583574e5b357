"""Categories and sections: their names in each language, and their order."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.brands import brands, has_several
from accounts.http import staff_required
from desk.articles.http import around
from desk.http import DeskRequest
from knowledgebase.actions import (
    add_category,
    add_section,
    order_categories,
    order_sections,
    remove_category,
    remove_section,
    set_brands,
    set_names,
)
from knowledgebase.models import Category, Section
from knowledgebase.queries import language_shown
from tickets.errors import Refused


@require_safe
@staff_required
def categories(request: DeskRequest) -> HttpResponse:
    found = Category.objects.annotate(count=Count("articles")).order_by("position", "pk")
    sections: dict[int, list[Section]] = {}
    for section in Section.objects.annotate(count=Count("articles")).order_by("position", "pk"):
        sections.setdefault(section.category_id, []).append(section)
    context = {
        "shown": [(category, sections.get(category.pk, [])) for category in found],
        "languages": settings.LANGUAGES,
        "brands": brands() if has_several() else [],
        "open": request.GET.get("open", ""),
    }
    return render(request, "desk/articles/categories.html", {**context, **around(request)})


@require_POST
@staff_required
def add(request: DeskRequest) -> HttpResponse:
    language = language_shown(get_language() or "")
    name = request.POST.get("name", "")
    return _done(request, lambda: add_category(actor=request.user, name=name, language=language))


@require_POST
@staff_required
def add_to(request: DeskRequest, pk: int) -> HttpResponse:
    category, name = _category(pk), request.POST.get("name", "")
    language = language_shown(get_language() or "")
    return _done(request, lambda: add_section(category, actor=request.user, name=name, language=language))


@require_POST
@staff_required
def order(request: DeskRequest) -> HttpResponse:
    """`order`: keys in their new order; or `move` one `up` or `down`."""
    keys = _in_order(request, list(Category.objects.values_list("pk", flat=True)))
    return _done(request, lambda: order_categories(actor=request.user, keys=keys))


@require_POST
@staff_required
def order_within(request: DeskRequest, pk: int) -> HttpResponse:
    category = _category(pk)
    keys = _in_order(request, list(category.sections.values_list("pk", flat=True)))
    return _done(request, lambda: order_sections(category, actor=request.user, keys=keys))


@require_POST
@staff_required
def rename(request: DeskRequest, pk: int) -> HttpResponse:
    category, names = _category(pk), _names(request)

    @transaction.atomic
    def save() -> None:
        set_names(category, actor=request.user, names=names)
        if has_several():
            chosen = [int(key) for key in request.POST.getlist("brands") if key.isdecimal() and len(key) < 18]
            set_brands(category, actor=request.user, brands=chosen)

    return _done(request, save, _("Saved."))


@require_POST
@staff_required
def rename_section(request: DeskRequest, pk: int) -> HttpResponse:
    section, names = _section(pk), _names(request)
    return _done(request, lambda: set_names(section, actor=request.user, names=names), _("Saved."))


@require_POST
@staff_required
def remove(request: DeskRequest, pk: int) -> HttpResponse:
    """What a second press finds gone is no error."""
    category = Category.objects.filter(pk=pk).first()
    return _done(request, lambda: remove_category(category, actor=request.user) if category else None, _("Removed."))


@require_POST
@staff_required
def remove_one_section(request: DeskRequest, pk: int) -> HttpResponse:
    section = Section.objects.filter(pk=pk).first()
    return _done(request, lambda: remove_section(section, actor=request.user) if section else None, _("Removed."))


def _done(request: DeskRequest, act: Callable[[], object], said: str = "") -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if said:
            messages.success(request, said)
    return HttpResponseRedirect(reverse("articles:categories"))


def _names(request: DeskRequest) -> dict[str, str]:
    return {code: request.POST.get(f"name_{code}", "") for code, _name in settings.LANGUAGES}


def _in_order(request: DeskRequest, keys: list[int]) -> list[int]:
    moved, way = request.POST.get("move", ""), request.POST.get("way", "")
    if moved.isdecimal() and int(moved) in keys:
        place = keys.index(int(moved))
        keys.insert(max(0, place + (-1 if way == "up" else 1)), keys.pop(place))
        return keys
    wanted = [int(key) for key in request.POST.getlist("order") if key.isdecimal() and len(key) < 18]
    return [key for key in dict.fromkeys(wanted) if key in keys] + [key for key in keys if key not in wanted]


def _category(pk: int) -> Category:
    found = Category.objects.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def _section(pk: int) -> Section:
    found = Section.objects.select_related("category").filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found
