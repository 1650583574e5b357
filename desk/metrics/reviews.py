"""The pages of case reviews: a week's sample to be gone through together, and the scorecard of each case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Avg, Count, F, FloatField
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.form_answers import status_of
from accounts.http import may_required, staff_required
from accounts.models import Team
from accounts.permissions import Permission, role_may
from desk.http import DeskRequest
from desk.keyset import Keyset, Page
from desk.lists import sidebar
from desk.metrics.filters import teams_for
from desk.metrics.sections import SECTION_LINKS
from desk.metrics.views import REASON
from helpdesk import clock
from metrics.actions.reviews import (
    LONGEST,
    SCORES,
    draw_more,
    draw_reviews,
    may_review,
    review_case,
    share_case,
    unshare_case,
)
from metrics.models import CaseReview
from metrics.models.review import BEST, WORST, CaseReviewQuerySet, Why
from metrics.reviews import MORE, last_week
from tickets.content import storable
from tickets.errors import Refused
from tickets.models.announcement import AnnouncementKind

PAGE_SIZE = 30
_NEWEST = Keyset("-drawn_at", "-pk")
_LONGEST_SEARCH = 100
_MOST_WEEKS = 60
SHOWN: Mapping[str, Any] = {
    "to_do": gettext_lazy("To go through"),
    "done": gettext_lazy("Gone through"),
    "lessons": gettext_lazy("Lessons"),
    "wins": gettext_lazy("Wins"),
}
# Each score: its name and what it asks.
QUESTIONS: Mapping[str, tuple[Any, Any]] = {
    "empathy": (gettext_lazy("Empathy"), gettext_lazy("Did the customer feel understood?")),
    "accuracy": (gettext_lazy("Accuracy"), gettext_lazy("Was what we said right?")),
    "completeness": (gettext_lazy("Completeness"), gettext_lazy("Was everything answered?")),
    "tone": (gettext_lazy("Tone"), gettext_lazy("Did it sound like us?")),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """`week` None: all of them."""

    week: date | None
    team: Team | None
    why: str
    shown: str
    search: str

    @property
    def is_narrowed(self) -> bool:
        return bool(self.why or self.shown or self.search)


@dataclass(frozen=True, slots=True)
class Progress:
    """`means`: name and mean of each score, of what was gone through."""

    cases: int
    done: int
    means: list[tuple[str, float]]


class ScoreForm(forms.Form):
    comment = forms.CharField(
        label=gettext_lazy("To the agent"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("They are told, and read your scores and these words. No other agent does."),
    )
    lesson = forms.CharField(
        label=gettext_lazy("Lesson"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "What everybody can learn from it. Kept in the list of lessons; share it with the button below."
        ),
    )
    win = forms.CharField(
        label=gettext_lazy("Win"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What went so well that others should hear of it."),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, asks) in QUESTIONS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                help_text=asks,
                choices=[(score, str(score)) for score in range(WORST, BEST + 1)],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Choose a score from 1 to 5."),
                    "invalid_choice": _("Choose a score from 1 to 5."),
                },
            )

    @property
    def scores(self) -> list[forms.BoundField]:
        return [self[name] for name in SCORES]


@require_safe
@staff_required
def reviews(request: DeskRequest) -> HttpResponse:
    """The sample for leads and managers; for everybody else, what was written about cases of theirs."""
    visible = CaseReview.objects.visible_to(request.user)
    weeks = weeks_of(visible)
    leads = role_may(request.user.role, Permission.METRICS)
    wanted = read_wanted(request.GET, request, weeks)
    found = found_by(request, visible, weeks)
    in_week = _of_week(visible, wanted)
    context = {
        **_around(request),
        "title": _("Case reviews"),
        "leads": leads,
        "wanted": wanted,
        "weeks": weeks,
        "last_week": last_week(clock.now()),
        "as_of": clock.now(),
        "reasons": Why.choices,
        "shown": SHOWN.items(),
        "teams": teams_for(request.user) if leads else [],
        "progress": _progress(in_week),
        "may_draw": leads and _may_draw(wanted, in_week, request),
        "known": in_week.count() if leads and wanted.team else 0,
        "more": MORE,
        "page": _page(found, request.GET.get("after", ""), request.GET.get("before", "")),
    }
    return render(request, "metrics/reviews.html", context)


@require_POST
@may_required(Permission.METRICS, REASON)
def draw(request: DeskRequest) -> HttpResponse:
    """The sample of a week for teams that have none; of one team that has, some more."""
    week = _day(request.POST.get("week", "")) or last_week(clock.now())
    team = _team(request, request.POST.get("team", ""))
    known = request.POST.get("known", "")
    try:
        if team is not None and known.isdecimal() and known not in ("", "0"):
            drawn = draw_more(actor=request.user, week=week, team=team, known=int(known[:9]))
        else:
            drawn = draw_reviews(actor=request.user, week=week, team=team)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("%(n)s case is drawn.", "%(n)s cases are drawn.", drawn) % {"n": drawn}
        nothing = _("Nothing came to it: no further answered ticket was solved in that week.")
        messages.success(request, said if drawn else nothing)
    to = f"{reverse('metrics:reviews')}?week={week}" + (f"&team={team.pk}" if team else "")
    return HttpResponseRedirect(to)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def review(request: DeskRequest, pk: int) -> HttpResponse:
    """One case: its scorecard to be filled in, or, for its agent, to be read."""
    found = _review(request, pk)
    may = may_review(request.user, found)
    form = ScoreForm(request.POST if request.method == "POST" and may else None, initial=_initial(found))
    if request.method == "POST" and not may:
        raise Http404
    if form.is_bound and form.is_valid():
        try:
            saved = review_case(found, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _saved(request, found, is_news=saved is not None)
    context = {
        **_around(request),
        "title": _("Case review"),
        "review": found,
        "form": form if may else None,
        "is_own": found.agent_id == request.user.pk,
        "leads": role_may(request.user.role, Permission.METRICS),
        "may_share": may,
        "best": BEST,
        "scores": [(QUESTIONS[name][0], getattr(found, name)) for name in SCORES],
        "position": _position(request, found) if may else None,
    }
    return render(request, "metrics/review.html", context, status=status_of(form) if form.is_bound else 200)


@require_POST
@may_required(Permission.METRICS, REASON)
def share(request: DeskRequest, pk: int) -> HttpResponse:
    """`kind`: lesson or win. `undo=1` takes it out of the news again."""
    found = _review(request, pk)
    kind = request.POST.get("kind", "") or request.GET.get("kind", "")
    if kind not in (AnnouncementKind.LESSON, AnnouncementKind.WIN):
        raise Http404
    undo = request.POST.get("undo") or request.GET.get("undo")
    try:
        if undo:
            unshare_case(found, actor=request.user, kind=AnnouncementKind(kind))
            messages.success(request, _("It is no longer among the news."))
        elif share_case(found, actor=request.user, kind=AnnouncementKind(kind)) is not None:
            again = f"{reverse('metrics:share_review', args=[pk])}?undo=1&kind={kind}"
            messages.success(request, _("Shared: everybody reads it in the news."), extra_tags=again)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("metrics:review", args=[pk]))


def read_wanted(query: Mapping[str, str], request: DeskRequest, weeks: list[date]) -> Wanted:
    """From a query string; nonsense counts as not given. Without a week, the newest that there is; a search is over all."""
    search = storable(query.get("q", "")).strip()[:_LONGEST_SEARCH]
    week = _day(query.get("week", ""))
    if week is None and query.get("week", "") != "all" and not search:
        week = weeks[0] if weeks else last_week(clock.now())
    why, shown = query.get("why", ""), query.get("show", "")
    return Wanted(
        week=week,
        team=_team(request, query.get("team", "")),
        why=why if why in Why.values else "",
        shown=shown if shown in SHOWN else "",
        search=search,
    )


def weeks_of(visible: CaseReviewQuerySet) -> list[date]:
    return list(visible.order_by("-week").values_list("week", flat=True).distinct()[:_MOST_WEEKS])


def found_by(request: DeskRequest, visible: CaseReviewQuerySet, weeks: list[date]) -> CaseReviewQuerySet:
    """What the list shows, and its export."""
    return _found(visible, read_wanted(request.GET, request, weeks))


def _of_week(visible: CaseReviewQuerySet, wanted: Wanted) -> CaseReviewQuerySet:
    found = visible.filter(week=wanted.week) if wanted.week else visible
    return found.filter(team=wanted.team) if wanted.team else found


def _found(visible: CaseReviewQuerySet, wanted: Wanted) -> CaseReviewQuerySet:
    found = _of_week(visible, wanted)
    if wanted.why:
        found = found.filter(why=wanted.why)
    if wanted.shown:
        found = found.showing(wanted.shown)
    return found.saying(wanted.search) if wanted.search else found


def _page(found: CaseReviewQuerySet, after: str, before: str) -> Page[CaseReview]:
    start, end = _NEWEST.read(after), _NEWEST.read(before)
    rows = found.select_related("ticket__requester", "team", "agent", "reviewed_by")
    return _NEWEST.page(
        list(_NEWEST.window(rows, size=PAGE_SIZE, after=start, before=end)), size=PAGE_SIZE, after=start, before=end
    )


def _progress(found: CaseReviewQuerySet) -> Progress:
    means = {name: Avg(F(name), output_field=FloatField()) for name in SCORES}
    counted = found.order_by().aggregate(cases=Count("pk"), done=Count("reviewed_at"), **means)
    known = [(str(QUESTIONS[name][0]), counted[name]) for name in SCORES if counted[name] is not None]
    return Progress(counted["cases"], counted["done"], known)


def _may_draw(wanted: Wanted, in_week: CaseReviewQuerySet, request: DeskRequest) -> bool:
    """Some more for one team; else while a team has no sample of this week."""
    if wanted.week is None:
        return False
    if wanted.team is not None:
        return True
    have = in_week.order_by().values_list("team", flat=True).distinct().count()
    return have < len(teams_for(request.user))


def _position(request: DeskRequest, review: CaseReview) -> tuple[int, int, CaseReview | None]:
    """How many of its week and team are gone through, of how many, and which comes next."""
    found = CaseReview.objects.visible_to(request.user).filter(week=review.week, team=review.team)
    progress = _progress(found)
    left = found.filter(reviewed_at__isnull=True).exclude(pk=review.pk).exclude(agent=request.user)
    return progress.done, progress.cases, left.order_by("-pk").first()


def _saved(request: DeskRequest, review: CaseReview, *, is_news: bool) -> HttpResponse:
    if is_news:
        told = review.agent is not None
        said = (
            _("Saved. %(agent)s is told.") % {"agent": review.agent.display_name}
            if told and review.agent
            else _("Saved.")
        )
        messages.success(request, said)
    return HttpResponseRedirect(reverse("metrics:review", args=[review.pk]))


def _initial(review: CaseReview) -> dict[str, Any]:
    return {name: getattr(review, name) for name in (*SCORES, "comment", "lesson", "win", "version")}


def _review(request: DeskRequest, pk: int) -> CaseReview:
    visible = CaseReview.objects.visible_to(request.user)
    found = visible.select_related(
        "ticket__requester", "team", "agent", "reviewed_by", "shared_lesson", "shared_win"
    ).filter(pk=pk)
    one = found.first()
    if one is None:
        raise Http404
    return one


def _around(request: DeskRequest) -> dict[str, Any]:
    leads = role_may(request.user.role, Permission.METRICS)
    return {
        "counts": sidebar(request.user),
        "nav_key": "metrics",
        "section": "reviews",
        "sections": SECTION_LINKS if leads else (),
    }


def _team(request: DeskRequest, given: str) -> Team | None:
    if not given.isdecimal() or len(given) > 9 or not role_may(request.user.role, Permission.METRICS):
        return None
    return next((team for team in teams_for(request.user) if team.pk == int(given)), None)


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # a day, no moment
    except ValueError:
        return None
