"""The least that a signed-in page and a signed-in action can cost in this project: the measure for all others.

They go through the project's own middleware, session, sign-in check, CSRF check, ORM and templates.
"""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bench.models import FloorItem, FloorLine
from tickets.models import Ticket

ROWS = 25


@require_GET
@login_required
def read(request: HttpRequest) -> HttpResponse:
    """One query of 25 rows along an index, a minimal template."""
    return render(request, "bench/floor.html", {"tickets": Ticket.objects.order_by("-updated_at", "-number")[:ROWS]})


@require_POST
@login_required
def write(request: HttpRequest) -> HttpResponse:
    """One locked row updated, three rows inserted, a redirect."""
    with transaction.atomic():
        item = FloorItem.objects.select_for_update().get(pk=request.POST["item"])
        item.times += 1
        item.save(update_fields=["times", "changed_at"])
        for kind in ("message", "event", "mail"):
            FloorLine.objects.create(item=item, kind=kind, text=request.POST["text"])
    return redirect("bench_read_floor")
