"""The page for who builds the product: what customers write about, how many it concerns, and in whose words."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.http import may_required
from accounts.models import Organization, User
from accounts.permissions import Permission
from desk.http import DeskRequest
from desk.metrics.views import REASON, framed
from metrics.keeping import as_of
from metrics.questions import Inquiry
from metrics.voice import BY_TAG, Quote, areas, concerned, newest_quotes, quotes, tickets_about, ways_to_sort
from tickets.content import storable
from tickets.models import Ticket

QUOTES = 2
PAGE_SIZE = 50
MOST_CONCERNED = 500
WHOM: dict[str, Any] = {"customers": gettext_lazy("Customers"), "organizations": gettext_lazy("Organizations")}
_LONGEST_AREA = 200


@require_safe
@may_required(Permission.METRICS, REASON)
def voice(request: DeskRequest) -> HttpResponse:
    asked, context = framed(request, "voice")
    ways, by = way_asked(request)
    found = areas(asked, by)
    quoted = newest_quotes(asked, by, found, request.user, QUOTES)
    context |= {
        "title": _("Voice of the customer"),
        "as_of": as_of(asked.now),
        "ways": ways,
        "by": by,
        "before": context["filters"].before.query,
        "areas": [(area, quoted.get(area.key, [])) for area in found],
    }
    return render(request, "metrics/voice.html", context)


@require_safe
@may_required(Permission.METRICS, REASON)
def voice_area(request: DeskRequest) -> HttpResponse:
    """All tickets about one area with their customers' first words, the newest first."""
    asked, context = framed(request, "voice")
    ways, by = way_asked(request)
    area = area_asked(request)
    whom = whom_asked(request)
    context |= {
        "title": area,
        "as_of": as_of(asked.now),
        "by": by,
        "way": dict(ways)[by],
        "count": tickets_about(asked, by, area).count(),
        "whom": whom,
        "tabs": [("", _("Tickets")), *WHOM.items()],
        "most": PAGE_SIZE,
    }
    if whom:
        context |= {
            "number": concerned(asked, by, area, whom).count(),
            "lines": concerned_by(asked, by, area, whom, MOST_CONCERNED),
            "most": MOST_CONCERNED,
        }
    else:
        context["quotes"] = quotes_of(request, asked, by, area, PAGE_SIZE)
    return render(request, "metrics/voice_area.html", context)


def whom_asked(request: DeskRequest) -> str:
    """Whom an area concerns is asked for: one of `WHOM`; empty: its tickets are."""
    whom = request.GET.get("whom", "")
    return whom if whom in WHOM else ""


def concerned_by(asked: Inquiry, by: str, area: str, whom: str, most: int) -> list[tuple[str, str, int]]:
    """Name, what stands beside it, and on how many tickets."""
    rows = list(concerned(asked, by, area, whom).values_list("whose", "tickets")[:most])
    keys = [key for key, _tickets in rows]
    if whom == "customers":
        people = User.objects.select_related("organization").in_bulk(keys)
        return [(people[key].display_name, str(people[key].organization or ""), tickets) for key, tickets in rows]
    firms = Organization.objects.in_bulk(keys)
    return [(firms[key].name, firms[key].get_tier_display(), tickets) for key, tickets in rows]


def way_asked(request: DeskRequest) -> tuple[list[tuple[str, str]], str]:
    ways = ways_to_sort()
    by = request.GET.get("by", BY_TAG)
    return ways, by if by in dict(ways) else BY_TAG


def area_asked(request: DeskRequest) -> str:
    return storable(request.GET.get("area", ""))[:_LONGEST_AREA]


def quotes_of(request: DeskRequest, asked: Inquiry, by: str, area: str, most: int) -> list[Quote]:
    numbers = tickets_about(asked, by, area).values("ticket")
    visible = Ticket.objects.visible_to(request.user).filter(pk__in=numbers)
    return quotes(visible.select_related("requester", "organization").order_by("-opened_at")[:most])


def words_of(quoted: Sequence[Quote]) -> list[str | None]:
    """Of as many quotes as stand beside each area; None where there are fewer."""
    words = [quote.words for quote in quoted]
    return [*words, *[None] * (QUOTES - len(words))]
