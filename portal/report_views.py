"""The figures of an organization, for its managers."""

import csv

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.http import PersonRequest, customer_required
from accounts.models import Organization
from helpdesk import clock
from metrics.keeping import keep_few_stale
from metrics.questions import Inquiry
from portal.reports import PERIODS, USUAL, asked_about, cards, open_by_age, per_month


@never_cache
@require_safe
@customer_required
def reports(request: PersonRequest) -> HttpResponseBase:
    organization, period, asked = _asked(request)
    context = {
        "organization": organization,
        "period": period,
        "periods": [(key, words) for key, (_months, words) in PERIODS.items()],
        "zone": asked.period.zone.key,
        "cards": cards(asked),
        "charts": [per_month(asked), open_by_age(asked)],
    }
    return render(request, "portal/reports/reports.html", context)


@never_cache
@require_safe
@customer_required
def export(request: PersonRequest) -> HttpResponseBase:
    """The figures, then each month, as CSV."""
    organization, period, asked = _asked(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="requests-{asked.period.first}-{asked.period.last}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(["figure", "value", "from", "to", "zone", "meaning"])
    for card in cards(asked):
        value = "" if card.number is None else round(card.number, 4)
        writer.writerow(
            [
                card.key,
                value,
                asked.period.first,
                asked.period.last,
                asked.period.zone.key,
                f"{card.name}: {card.about}",
            ]
        )
    for chart in (per_month(asked), open_by_age(asked)):
        writer.writerow([])
        writer.writerow([chart.head, *(one.name for one in chart.series)])
        writer.writerows([label, *numbers] for label, numbers in chart.lines)
    return response


def _asked(request: PersonRequest) -> tuple[Organization, str, Inquiry]:
    """Raises Http404 for who manages no organization: for them there are no reports."""
    person = request.user
    if not person.manages_organization or person.organization is None:
        raise Http404
    keep_few_stale()
    period = request.GET.get("period", USUAL)
    period = period if period in PERIODS else USUAL
    zone, now = timezone.get_current_timezone(), clock.now()
    today = timezone.localtime(now, zone).date()
    asked = asked_about(person.organization, period=period, today=today, zone=zone, now=now)
    return person.organization, period, asked
