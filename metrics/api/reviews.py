"""Case reviews over the API: a week's sample, the scorecard of each case, what is shared of it."""

from datetime import date
from typing import Any, ClassVar

from django.http import Http404
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import Team
from helpdesk import clock
from helpdesk.api.fields import LARGEST_ID, Id, Number, RequestBody, Text, UtcTime, Word
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from metrics.actions.reviews import LONGEST, draw_more, draw_reviews, review_case, share_case, unshare_case
from metrics.api.asking import Day
from metrics.models import CaseReview
from metrics.models.review import BEST, WORST, Why
from metrics.reviews import last_week
from tickets.api.output import NamedRef, PersonRef
from tickets.models.announcement import AnnouncementKind

WHY = {why.value: why.value for why in Why}
SHOWN = {name: name for name in ("to_do", "done", "lessons", "wins")}
_KINDS = (AnnouncementKind.LESSON, AnnouncementKind.WIN)
_NEWEST = Sort("pk", descending=True)


class ReviewQuery(PageQuery):
    week = Day(required=False, help_text="The Monday of the week; all weeks when left out.")
    team = Id(required=False)
    why = Word(WHY, required=False, help_text="Why it was drawn.")
    show = Word(SHOWN, required=False, help_text="Only cases to do, done, with a lesson, or with a win.")
    q = Text(max_length=100, required=False, help_text="Words in the case, its agent, the comment, lesson or win.")


class ReviewOut(serializers.Serializer):
    id = serializers.IntegerField()
    week = serializers.DateField(help_text="The Monday of the week in which it was solved.")
    ticket = serializers.IntegerField(source="ticket_id")
    subject = serializers.CharField(source="ticket.subject")
    team = NamedRef()
    agent = PersonRef(allow_null=True)
    why = serializers.ChoiceField(list(WHY))
    empathy = serializers.IntegerField(allow_null=True)
    accuracy = serializers.IntegerField(allow_null=True)
    completeness = serializers.IntegerField(allow_null=True)
    tone = serializers.IntegerField(allow_null=True)
    comment = serializers.CharField()
    lesson = serializers.CharField()
    win = serializers.CharField()
    is_lesson_shared = serializers.SerializerMethodField()
    is_win_shared = serializers.SerializerMethodField()
    reviewed_by = PersonRef(allow_null=True)
    reviewed_at = UtcTime(allow_null=True)
    version = serializers.IntegerField(help_text="To be given with changes, so that two writers notice each other.")

    def get_is_lesson_shared(self, review: CaseReview) -> bool:
        return review.shared_lesson_id is not None

    def get_is_win_shared(self, review: CaseReview) -> bool:
        return review.shared_win_id is not None


class ReviewPage(PageOut):
    results = ReviewOut(many=True)


class Draw(RequestBody):
    week = Day(required=False, help_text="A day of the week; the last whole week when left out.")
    team = Id(required=False, help_text="Only of this team; of all of yours when left out.")
    known = Number(
        minimum=1,
        maximum=1_000_000,
        required=False,
        help_text="Draw some more for a team that has so many cases already.",
    )


class DrawnOut(serializers.Serializer):
    drawn = serializers.IntegerField(help_text="How many cases came to the sample.")


class ReviewChange(RequestBody):
    empathy = Number(minimum=WORST, maximum=BEST, required=False)
    accuracy = Number(minimum=WORST, maximum=BEST, required=False)
    completeness = Number(minimum=WORST, maximum=BEST, required=False)
    tone = Number(minimum=WORST, maximum=BEST, required=False)
    comment = Text(max_length=LONGEST, required=False, help_text="To the agent, who is told.")
    lesson = Text(max_length=LONGEST, required=False)
    win = Text(max_length=LONGEST, required=False)
    version = Number(minimum=0, maximum=LARGEST_ID, required=False, help_text="As you read it; refused when it moved.")


class Reviews(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("list_case_reviews", query=ReviewQuery, gives=ReviewPage)}

    def get(self, request: ApiRequest) -> Response:
        """The cases that you see, the newest first: leads those of their teams, others what was written about theirs."""
        given = self.asked(request)
        found = CaseReview.objects.visible_to(request.user)
        found = found.filter(**{name: given[name] for name in ("week", "team", "why") if name in given})
        if "show" in given:
            found = found.showing(given["show"])
        if words := given.get("q", "").strip():
            found = found.saying(words)
        rows = found.select_related("ticket", "team", "agent", "reviewed_by")
        page = page_of(rows, sort=_NEWEST, request=request, limit=given["limit"], cursor=given.get("cursor", ""))
        return Response(ReviewPage({"next": page.next, "previous": page.previous, "results": page.rows}).data)


class DrawReviews(ApiView):
    staff_only = True
    operations: ClassVar = {"post": Operation("draw_case_reviews", takes=Draw, gives=DrawnOut)}

    def post(self, request: ApiRequest) -> Response:
        """Draw the sample of a week for teams that have none, or some more for one team."""
        given = self.taken(request)
        week: date = given.get("week") or last_week(clock.now())
        team = _team(given)
        if team is not None and "known" in given:
            drawn = draw_more(actor=request.user, week=week, team=team, known=given["known"])
        else:
            drawn = draw_reviews(actor=request.user, week=week, team=team)
        return Response({"drawn": drawn})


class OneReview(ApiView):
    staff_only = True
    operations: ClassVar = {
        "get": Operation("get_case_review", gives=ReviewOut),
        "patch": Operation("review_case", takes=ReviewChange, gives=ReviewOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return _shown(request, pk)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Score the case, and write what is to be said of it; fields left out stay."""
        review_case(review_for(request, pk), actor=request.user, **self.taken(request))
        return _shown(request, pk)


class SharedReview(ApiView):
    staff_only = True
    operations: ClassVar = {
        "put": Operation("share_case_review", gives=ReviewOut),
        "delete": Operation("unshare_case_review", gives=ReviewOut),
    }

    def put(self, request: ApiRequest, pk: int, kind: str) -> Response:
        """Tell all colleagues its lesson (`lesson`) or win (`win`), without the agent's name and scores."""
        share_case(review_for(request, pk), actor=request.user, kind=_kind(kind))
        return _shown(request, pk)

    def delete(self, request: ApiRequest, pk: int, kind: str) -> Response:
        """Take it out of the news again."""
        unshare_case(review_for(request, pk), actor=request.user, kind=_kind(kind))
        return _shown(request, pk)


def review_for(request: ApiRequest, pk: int) -> CaseReview:
    found = CaseReview.objects.visible_to(request.user).select_related("ticket", "team", "agent", "reviewed_by")
    review = found.filter(pk=pk).first()
    if review is None:
        raise Http404
    return review


def _kind(kind: str) -> AnnouncementKind:
    if kind not in _KINDS:
        raise Http404
    return AnnouncementKind(kind)


def _team(given: dict[str, Any]) -> Team | None:
    if "team" not in given:
        return None
    team = Team.objects.filter(pk=given["team"]).first()
    if team is None:
        raise Http404
    return team


def _shown(request: ApiRequest, pk: int) -> Response:
    return Response(ReviewOut(review_for(request, pk)).data)
