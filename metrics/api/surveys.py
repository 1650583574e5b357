"""Surveys and ratings over the API: reading them, answering one by the token of its mail, and which are sent."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.permissions import Permission
from helpdesk.api.fields import Flag, Id, ListOf, Number, RequestBody, Text, UtcTime, Word
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from mail.models import Mailbox
from metrics.actions.answering import LONGEST_COMMENT, answer_survey, open_until, rate_request, stop_surveys
from metrics.actions.planning import LONGEST_QUESTION, MOST_DAYS, MOST_HOURS, plan_now, plans_now, set_plan
from metrics.models import Survey, SurveyPlan
from metrics.questions import scope_for
from tickets.access import require, ticket_for
from tickets.api.references import brand_named_by
from tickets.api.settings_view import SettingsView
from tickets.errors import Invalid
from tickets.models import Ticket
from tickets.ratings import SurveyKind

_KINDS = {kind.value: kind.value for kind in SurveyKind}
_LOWEST, _HIGHEST = 0, 10


_SORTS = {"newest": Sort("pk", descending=True), "answered": Sort("answered_at", descending=True)}


class SurveyQuery(PageQuery):
    kind = Word(_KINDS, required=False)
    team = Id(required=False, help_text="Who had the ticket when it was asked about.")
    agent = Id(required=False)
    brand = Id(required=False, help_text="Whose customer was asked.")
    at_least = Number(minimum=_LOWEST, maximum=_HIGHEST, required=False, help_text="Scores from this one on.")
    at_most = Number(minimum=_LOWEST, maximum=_HIGHEST, required=False)
    q = Text(max_length=100, required=False, help_text="Words in the comment.")
    sort = Word(
        {name: name for name in _SORTS},
        required=False,
        default="newest",
        help_text="`answered` lists answered ones only.",
    )


class SurveyOut(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(list(_KINDS))
    ticket = serializers.IntegerField(source="ticket_id")
    person = serializers.IntegerField(source="person_id")
    team = serializers.IntegerField(source="team_id", allow_null=True)
    agent = serializers.IntegerField(source="agent_id", allow_null=True)
    brand = serializers.IntegerField(source="ticket.brand_id")
    language = serializers.CharField()
    question = serializers.CharField()
    sent_at = UtcTime(allow_null=True, help_text="Null: rated in the portal before a mail was due.")
    score = serializers.IntegerField(allow_null=True, help_text="Null until it is answered.")
    comment = serializers.CharField()
    answered_at = UtcTime(allow_null=True)
    changed_at = UtcTime(allow_null=True)


class SurveyPage(PageOut):
    results = SurveyOut(many=True)


class SurveyAnswerIn(RequestBody):
    score = Number(minimum=_LOWEST, maximum=_HIGHEST, help_text="csat: 1–5, nps: 0–10, ces: 1–7.")
    comment = Text(max_length=LONGEST_COMMENT, required=False, default="")


class AnswerByTokenIn(SurveyAnswerIn):
    token = Text(max_length=40, help_text="As the links of the mail carry it.")


class AnswerOut(serializers.Serializer):
    kind = serializers.ChoiceField(list(_KINDS))
    score = serializers.IntegerField()
    comment = serializers.CharField()
    until = UtcTime(help_text="Until then it can be changed.")


class StopIn(RequestBody):
    token = Text(max_length=40, help_text="As the links of the mail carry it.")


class StopOut(serializers.Serializer):
    is_stopped = serializers.BooleanField()


class BrandPercentOut(serializers.Serializer):
    brand = serializers.IntegerField()
    percent = serializers.IntegerField()


class BrandPercentIn(RequestBody):
    brand = Id(help_text="One in use.")
    percent = Number(minimum=0, maximum=100, allow_null=True, help_text="0: never; null: as `sample_percent` says.")


class SurveyPlanOut(serializers.Serializer):
    kind = serializers.ChoiceField(list(_KINDS))
    is_on = serializers.BooleanField()
    delay_hours = serializers.IntegerField(help_text="After a ticket was solved.")
    sample_percent = serializers.IntegerField(help_text="Of how many solved tickets.")
    rest_days = serializers.IntegerField(help_text="Until the same person is asked again.")
    mailboxes = serializers.SerializerMethodField(help_text="Only about tickets of these; empty: of all.")
    brand_percents = serializers.SerializerMethodField(
        help_text="Of brands that are asked otherwise than `sample_percent` says."
    )
    questions = serializers.DictField(child=serializers.CharField(), help_text="By language; else our own words.")

    def get_mailboxes(self, plan: SurveyPlan) -> list[int]:
        return sorted(mailbox.pk for mailbox in plan.mailboxes.all())

    @extend_schema_field(BrandPercentOut(many=True))
    def get_brand_percents(self, plan: SurveyPlan) -> list[dict[str, int]]:
        return [{"brand": int(key), "percent": most} for key, most in sorted(plan.brand_percents.items())]


class PlanList(serializers.Serializer):
    results = SurveyPlanOut(many=True)


class PlanIn(RequestBody):
    is_on = Flag(required=False)
    delay_hours = Number(minimum=1, maximum=MOST_HOURS, required=False)
    sample_percent = Number(minimum=1, maximum=100, required=False)
    rest_days = Number(minimum=0, maximum=MOST_DAYS, required=False)
    mailboxes = ListOf(Id(), max_length=100, required=False, help_text="Empty: about tickets of all.")
    brand_percents = BrandPercentIn(many=True, required=False, help_text="Of these brands; those of others stay.")

    def get_fields(self) -> dict[str, Any]:
        """A question of its own in each language that we speak."""
        questions = {
            f"question_{code}": Text(max_length=LONGEST_QUESTION, required=False, help_text="Empty: our own words.")
            for code, _name in settings.LANGUAGES
        }
        return {**super().get_fields(), **questions}


class Surveys(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("list_surveys", gives=SurveyPage, query=SurveyQuery)}

    def get(self, request: ApiRequest) -> Response:
        """What customers were asked and answered, of tickets that you see. Leads read those of their teams."""
        require(request.user, Permission.METRICS)
        asked = self.asked(request)
        found = Survey.objects.filter(scope_for(request.user).of_team("team"))
        found = found.filter(ticket__in=Ticket.objects.visible_to(request.user).listed())
        names = {"kind": "kind", "team": "team", "agent": "agent", "brand": "ticket__brand"}
        names |= {"at_least": "score__gte", "at_most": "score__lte"}
        found = found.filter(**{column: asked[name] for name, column in names.items() if name in asked})
        if asked.get("q"):
            found = found.filter(comment__icontains=asked["q"])
        found = found.select_related("ticket")
        sort = _SORTS[asked["sort"]]
        if sort.column == "answered_at":
            found = found.filter(answered_at__isnull=False)
        page = page_of(found, sort=sort, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, SurveyOut)


class AnswerSurvey(ApiView):
    operations: ClassVar = {"post": Operation("answer_survey", takes=AnswerByTokenIn, gives=AnswerOut)}

    def post(self, request: ApiRequest) -> Response:
        """Answer a survey, or change the answer, as the person who got its mail."""
        words = self.taken(request)
        survey = _survey_with(words["token"])
        answer_survey(survey, score=words["score"], comment=words["comment"])
        return _answered(Survey.objects.get(pk=survey.pk))


class StopSurveys(ApiView):
    operations: ClassVar = {"post": Operation("stop_surveys", takes=StopIn, gives=StopOut)}

    def post(self, request: ApiRequest) -> Response:
        """No more surveys by mail for the person who got this one."""
        stop_surveys(_survey_with(self.taken(request)["token"]).person)
        return Response(StopOut({"is_stopped": True}).data)


class RateTicket(ApiView):
    operations: ClassVar = {"post": Operation("rate_ticket", takes=SurveyAnswerIn, gives=AnswerOut)}

    def post(self, request: ApiRequest, number: int) -> Response:
        """Rate our help with a solved ticket of yours, from 1 to 5; or answer what you were asked about it."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        survey = rate_request(ticket, person=request.user, score=words["score"], comment=words["comment"])
        return _answered(Survey.objects.get(pk=survey.pk))


class SurveyPlans(SettingsView):
    operations: ClassVar = {"get": Operation("list_survey_plans", gives=PlanList)}

    def get(self, request: ApiRequest) -> Response:
        """Which surveys are sent, when, and to whom."""
        return Response(PlanList({"results": plans_now()}).data)


class OneSurveyPlan(SettingsView):
    operations: ClassVar = {"patch": Operation("change_survey_plan", takes=PlanIn, gives=SurveyPlanOut)}

    def patch(self, request: ApiRequest, kind: str) -> Response:
        """Change what is named; the rest stays."""
        if kind not in _KINDS:
            raise Http404
        words = self.taken(request)
        questions = {
            name.removeprefix("question_"): words.pop(name) for name in [*words] if name.startswith("question_")
        }
        kept = plan_now(kind).questions
        percents = {one["brand"]: one["percent"] for one in words.pop("brand_percents", ())}
        _refuse_unknown(percents)
        plan = set_plan(
            kind,
            actor=request.user,
            mailboxes=_mailboxes(words.pop("mailboxes")) if "mailboxes" in words else None,
            questions={**kept, **questions} if questions else None,
            brand_percents={**_percents_of(kind), **percents} if percents else None,
            **words,
        )
        return Response(SurveyPlanOut(plan).data)


def _refuse_unknown(brand_keys: Iterable[int]) -> None:
    for key in brand_keys:
        brand_named_by(key)


def _percents_of(kind: str) -> dict[int, int]:
    return {int(key): percent for key, percent in plan_now(kind).brand_percents.items()}


def _mailboxes(keys: list[int]) -> list[Mailbox]:
    found = list(Mailbox.objects.filter(pk__in=keys))
    if len(found) < len(set(keys)):
        raise Invalid(_("One of these mailboxes is no longer there."))
    return found


def _answered(survey: Survey) -> Response:
    return Response(
        AnswerOut(
            {"kind": survey.kind, "score": survey.score, "comment": survey.comment, "until": open_until(survey)}
        ).data
    )


def _survey_with(token: str) -> Survey:
    survey = Survey.objects.select_related("ticket", "person").filter(token=token).first()
    if survey is None:
        raise Http404
    return survey
