"""Choosing whom a customer is merged into, reading what will happen, doing it; and the way back."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.customers import LONGEST
from accounts.http import staff_required
from accounts.models import User
from accounts.people import told_apart
from desk.customers import offered_for_merge
from desk.http import DeskRequest
from desk.views.customers import around, find_customer
from tickets.errors import Refused
from tickets.models import PersonMerge
from tickets.people_previews import preview_people_merge
from tickets.person_merges import merge_now, unmerge_now


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def merge(request: DeskRequest, pk: int) -> HttpResponse:
    """GET: the search (`q`), or what merging into `into` would do. POST: do it."""
    person, into = find_customer(pk), _chosen(request)
    error = ""
    if request.method == "POST" and into is not None:
        try:
            done = merge_now(person, actor=request.user, into=into)
        except Refused as refusal:
            error = str(refusal)
        else:
            if done is not None:
                one, other = told_apart(person, into)
                words = _("%(one)s is now one with %(other)s.") % {"one": one, "other": other}
                messages.success(request, words, extra_tags=reverse("desk:unmerge_people", args=[done.pk]))
            return HttpResponseRedirect(reverse("desk:customer", args=[into.pk]))
    text = request.GET.get("q", "").replace("\0", "")[:LONGEST]
    context = {
        "person": person,
        "into": into,
        "into_name": told_apart(person, into)[1] if into else "",
        "preview": preview_people_merge(person, actor=request.user, into=into) if into else None,
        "search_people": text,
        "people": [] if into else offered_for_merge(person, text),
        "error": error,
    }
    if request.headers.get("HX-Target", "").endswith("#people"):
        return render(request, "desk/_people.html", context)
    return render(request, "desk/merge_people.html", {**context, **around(request)}, status=409 if error else 200)


@require_POST
@staff_required
def unmerge(request: DeskRequest, pk: int) -> HttpResponse:
    """Two people again; the page of the one who was merged away shows that they are back."""
    row = PersonMerge.objects.select_related("person", "survivor").filter(pk=pk).first()
    if row is None:
        raise Http404
    try:
        if unmerge_now(row, actor=request.user) is not None:
            messages.success(request, _("%(name)s is a person of their own again.") % {"name": row.person.display_name})
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("desk:customer", args=[row.survivor_id]))
    return HttpResponseRedirect(reverse("desk:customer", args=[row.person_id]))


def _chosen(request: DeskRequest) -> User | None:
    given = (request.POST if request.method == "POST" else request.GET).get("into", "")
    return find_customer(int(given)) if given.isdecimal() and len(given) < 18 else None
