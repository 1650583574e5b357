"""The palette of commands, what the search field offers, and the sheet of keys."""

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.http import staff_required
from desk.http import DeskRequest
from desk.keys import GROUPS
from desk.lists import sidebar
from desk.palette import found_for, places_for
from search.recent import forget_search, forget_searches, keep_search
from search.suggestions import suggestions_for


@require_safe
@staff_required
def palette(request: DeskRequest) -> JsonResponse:
    """What `q` finds; without it, where one can go."""
    text = request.GET.get("q", "")
    groups = found_for(request.user, text) if text.strip() else places_for(request.user)
    return JsonResponse({"groups": [group.as_data() for group in groups]})


@require_safe
@staff_required
def suggestions(request: DeskRequest) -> JsonResponse:
    """For what stands in the search field."""
    found = suggestions_for(request.user, request.GET.get("q", ""))
    rows = [
        {
            **suggestion._asdict(),
            "url": reverse("desk:ticket", args=[suggestion.number]) if suggestion.number is not None else "",
        }
        for suggestion in found
    ]
    return JsonResponse({"suggestions": rows})


@require_POST
@staff_required
def keep(request: DeskRequest) -> HttpResponse:
    """`q`, to be offered again. Told by the page as it searches, so that reading what was found writes nothing."""
    keep_search(request.user, request.POST.get("q", ""))
    return HttpResponse(status=204)


@require_POST
@staff_required
def forget(request: DeskRequest) -> HttpResponse:
    """One recent search (`id`), or all of them."""
    chosen = request.POST.get("id", "")
    if not chosen:
        forget_searches(request.user)
    elif chosen.isdecimal() and len(chosen) < 16:
        forget_search(request.user, int(chosen))
    if request.htmx or request.headers.get("X-Requested-With"):
        return HttpResponse(status=204)
    return HttpResponseRedirect(reverse("desk:search"))


@require_safe
@staff_required
def keys(request: DeskRequest) -> HttpResponse:
    """All keys, drawn from where they are given."""
    context: dict[str, object] = {"groups": GROUPS}
    if request.htmx:
        return render(request, "desk/_keys.html", context)
    return render(request, "desk/keys.html", {**context, "counts": sidebar(request.user), "nav_key": "keys"})
