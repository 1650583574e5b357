"""The page of smart routing, below /settings/."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import may_required
from accounts.permissions import Permission
from desk.http import DeskRequest
from desk.smart_routing.page import THRESHOLDS, field_lines
from helpdesk.nudge import nudge
from routing.measuring import FEWEST, SHARE_TESTED, TESTED
from routing.models import SmartMeasurement
from routing.neighbours import SmartField
from routing.smart_actions import USUAL_THRESHOLD, newest_result, set_choice, start_measuring
from routing.tasks import measure_smart_routing
from tickets.errors import Refused


@require_safe
@may_required(Permission.SETTINGS)
def smart_routing(request: DeskRequest) -> HttpResponse:
    measured = newest_result()
    context = {
        "lines": field_lines(measured),
        "measured": measured,
        "thresholds": [(f"{threshold:.2f}", round(threshold * 100)) for threshold in THRESHOLDS],
        "page_key": "smart_routing",
        "most_tested": TESTED,
        "enough_solved": TESTED * SHARE_TESTED,
        **_under_way(),
    }
    return render(request, "settings/smart/smart_routing.html", context)


@require_safe
@may_required(Permission.SETTINGS)
def progress(request: DeskRequest) -> HttpResponse:
    """How far the measuring is; once it has ended, the page anew."""
    context = _under_way()
    if context["running"] is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "settings/smart/_measuring.html", context)


@require_POST
@may_required(Permission.SETTINGS)
def measure(request: DeskRequest) -> HttpResponse:
    start_measuring(actor=request.user)
    nudge(measure_smart_routing)
    return HttpResponseRedirect(reverse("smart:smart_routing"))


@require_POST
@may_required(Permission.SETTINGS)
def choose(request: DeskRequest, field: str) -> HttpResponse:
    """From how sure on it acts; no threshold: it only proposes."""
    if field not in list(SmartField):
        raise Http404
    typed = request.POST.get("threshold", "")
    known = {f"{threshold:.2f}": threshold for threshold in THRESHOLDS}
    try:
        choice = set_choice(
            field, actor=request.user, is_on=typed in known, threshold=known.get(typed, USUAL_THRESHOLD)
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Smart routing acts from %(percent)s %% on.") % {"percent": round(choice.threshold * 100)}
        messages.success(request, said if choice.is_on else _("Smart routing only proposes this."))
    return HttpResponseRedirect(reverse("smart:smart_routing"))


def _under_way() -> dict[str, object]:
    newest = SmartMeasurement.objects.order_by("-pk").first()
    running = newest if newest is not None and newest.ended_at is None else None
    too_few = newest is not None and newest.ended_at is not None and newest.result is None
    return {"running": running, "too_few": too_few, "fewest": FEWEST}
