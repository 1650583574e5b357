"""The page for who builds the product: what customers write about, how many it concerns, and in whose words."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import may_required
from accounts.permissions import Permission
from desk.http import DeskRequest
from desk.metrics.views import REASON, framed
from metrics.keeping import as_of
from metrics.questions import Inquiry
from metrics.voice import BY_TAG, Quote, areas, newest_quotes, quotes, tickets_about, ways_to_sort
from tickets.content import storable
from tickets.models import Ticket

QUOTES = 2
PAGE_SIZE = 50
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
    count = tickets_about(asked, by, area).count()
    context |= {
        "title": area,
        "as_of": as_of(asked.now),
        "by": by,
        "way": dict(ways)[by],
        "count": count,
        "quotes": quotes_of(request, asked, by, area, PAGE_SIZE),
        "most": PAGE_SIZE,
    }
    return render(request, "metrics/voice_area.html", context)


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
