"""The page of quality: how customers rate us, what was solved at once and what came back, and the newest words."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import may_required
from accounts.permissions import Permission
from desk.http import DeskRequest
from desk.metrics.cards import cards
from desk.metrics.comments import comments_page, read_wanted
from desk.metrics.series import Chart, Drill, bars, over_time
from desk.metrics.views import REASON, framed
from desk.metrics.words import worded
from metrics import rows
from metrics.catalogue import Unit
from metrics.keeping import as_of
from metrics.questions import Inquiry
from tickets.ratings import FACES

CARDS = ("csat", "csat_response_rate", "nps", "ces", "fcr", "reopen_rate")
NEWEST = 5


@require_safe
@may_required(Permission.METRICS, REASON)
def quality(request: DeskRequest) -> HttpResponse:
    asked, context = framed(request, "quality")
    ratings = rows.csat_ratings(asked)
    lines = (
        (_("Ratings"), ratings, "muted", Drill("csat", {})),
        (_("Satisfied"), ratings.filter(rows.SATISFIED), "accent", Drill("csat", {"which": "yes"})),
    )
    context |= {
        "title": _("Quality"),
        "as_of": as_of(asked.now),
        "cards": cards(CARDS, asked),
        "charts": [
            over_time(
                asked,
                "ratings",
                _("Ratings"),
                _("All of them, and those of 4 and 5: the nearer, the better."),
                "answered_at",
                lines,
            ),
            _heights(asked),
        ],
        "lines": comments_page(request.user, asked, read_wanted({}), "", "").rows[:NEWEST],
    }
    return render(request, "metrics/quality.html", context)


def _heights(asked: Inquiry) -> Chart:
    counted = dict(rows.csat_ratings(asked).order_by().values_list("score").annotate(n=Count("pk")))
    found = [
        (str(words), float(counted.get(score, 0)), Drill("csat", {"score": score}))
        for score, (_face, _icon, words) in sorted(FACES.items(), reverse=True)
    ]
    return bars(
        "heights", _("How happy customers were"), _("Each rating from 1 to 5, in its words."), _("Rating"), found,
        _("Ratings"), lambda number: worded(number, Unit.TICKETS),
    )  # fmt: skip
