"""The page for who builds the product: what customers write about, how many it concerns, and in whose words."""

import csv
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import may_required
from accounts.permissions import Permission
from desk.http import DeskRequest
from desk.metrics.files import as_csv, harmless
from desk.metrics.views import REASON, framed
from metrics.keeping import as_of
from metrics.questions import Inquiry
from metrics.voice import BY_TAG, Quote, areas, newest_quotes, quotes, tickets_about, ways_to_sort
from tickets.content import storable
from tickets.models import Ticket

QUOTES = 2
PAGE_SIZE = 50
MOST_EXPORTED = 2_000
_LONGEST_AREA = 200


@require_safe
@may_required(Permission.METRICS, REASON)
def voice(request: DeskRequest) -> HttpResponse:
    asked, context = framed(request, "voice")
    ways, by = _by(request)
    found = areas(asked, by)
    quoted = newest_quotes(asked, by, found, request.user, QUOTES)
    context |= {
        "title": _("Voice of the customer"),
        "as_of": as_of(asked.now),
        "ways": ways,
        "by": by,
        "areas": [(area, quoted.get(area.key, [])) for area in found],
    }
    return render(request, "metrics/voice.html", context)


@require_safe
@may_required(Permission.METRICS, REASON)
def voice_area(request: DeskRequest) -> HttpResponse:
    """All tickets about one area with their customers' first words, the newest first."""
    asked, context = framed(request, "voice")
    ways, by = _by(request)
    area = storable(request.GET.get("area", ""))[:_LONGEST_AREA]
    count = tickets_about(asked, by, area).count()
    context |= {
        "title": area,
        "as_of": as_of(asked.now),
        "by": by,
        "way": dict(ways)[by],
        "count": count,
        "quotes": _quotes(request, asked, by, area, PAGE_SIZE),
        "most": PAGE_SIZE,
    }
    return render(request, "metrics/voice_area.html", context)


@require_safe
@may_required(Permission.METRICS, REASON)
def export_voice(request: DeskRequest) -> HttpResponse:
    """For the product team: the areas; with `area`, the words of all its tickets."""
    asked, context = framed(request, "voice")
    _ways, by = _by(request)
    response = as_csv("voice", context["filters"])
    writer = csv.writer(response)
    area = storable(request.GET.get("area", ""))[:_LONGEST_AREA]
    if area:
        writer.writerow(["area", "ticket", "opened", "organization", "tier", "quote"])
        for quote in _quotes(request, asked, by, area, MOST_EXPORTED):
            writer.writerow([harmless(area), *_columns(quote)])
        return response
    writer.writerow(["area", "tickets", "tickets_before", "customers", "organizations"])
    for one in areas(asked, by):
        writer.writerow([harmless(one.name), one.tickets, one.before, one.customers, one.organizations])
    return response


def _by(request: DeskRequest) -> tuple[list[tuple[str, str]], str]:
    ways = ways_to_sort()
    by = request.GET.get("by", BY_TAG)
    return ways, by if by in dict(ways) else BY_TAG


def _quotes(request: DeskRequest, asked: Inquiry, by: str, area: str, most: int) -> list[Quote]:
    numbers = tickets_about(asked, by, area).values("ticket")
    visible = Ticket.objects.visible_to(request.user).filter(pk__in=numbers)
    return quotes(visible.select_related("requester", "organization").order_by("-opened_at")[:most])


def _columns(quote: Quote) -> list[Any]:
    organization = quote.ticket.organization
    company = [harmless(organization.name), organization.tier] if organization else ["", ""]
    return [quote.ticket.pk, quote.ticket.opened_at.isoformat(), *company, harmless(quote.words)]
