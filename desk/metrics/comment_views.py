"""The page of ratings and comments, below /metrics/."""

from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import may_required
from accounts.permissions import Permission
from desk.http import DeskRequest
from desk.metrics.cards import cards
from desk.metrics.comments import SCORES, comments_page, read_wanted
from desk.metrics.views import REASON, framed
from metrics.keeping import as_of
from tickets.ratings import SurveyKind

_ALWAYS = ("csat", "csat_response_rate")


@require_safe
@may_required(Permission.METRICS, REASON)
def comments(request: DeskRequest) -> HttpResponse:
    """How customers rate us, with how sure that is, and in which words."""
    asked, context = framed(request, "comments")
    wanted = read_wanted(request.GET)
    context |= {
        "title": _("Comments"),
        "as_of": as_of(asked.now),
        "cards": [card for card in cards((*_ALWAYS, "nps", "ces"), asked) if card.figure.n or card.key in _ALWAYS],
        "wanted": wanted,
        "kept": parse_qsl(context["filters"].query),
        "kinds": SurveyKind.choices,
        "scores": SCORES.items(),
        "page": comments_page(request.user, asked, wanted, request.GET.get("after", ""), request.GET.get("before", "")),
    }
    return render(request, "metrics/comments.html", context)
