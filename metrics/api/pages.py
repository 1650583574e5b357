"""What the further pages of figures show: levels, each agent, self-service."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.schema import Operation
from knowledgebase.models.suggestion import SuggestionKind
from knowledgebase.offered import offered_between
from metrics.api.asking import MetricsQuery, inquiry
from metrics.by_agent import OfAgent, by_agent
from metrics.flow import flow
from metrics.further import FURTHER, turned_around
from metrics.keeping import keep_few_stale
from metrics.self_service import FIGURES, in_vain, sessions, values_of_articles, whole


class TookOut(serializers.Serializer):
    n = serializers.IntegerField(help_text="Of how many.")
    value = serializers.FloatField(source="median", allow_null=True, help_text="The median, in seconds.")
    before = serializers.FloatField(allow_null=True, help_text="What it was in as many days before.")


class OfAgentOut(serializers.Serializer):
    agent = serializers.SerializerMethodField(help_text="Null: colleagues whose names you do not see, together.")
    name = serializers.SerializerMethodField()
    open = serializers.IntegerField(help_text="Theirs, and not solved at the end of the period.")
    solved = serializers.IntegerField()
    solved_share = serializers.FloatField(source="share", allow_null=True, help_text="Of all that they had.")
    solved_per_working_day = serializers.FloatField(
        source="per_day", allow_null=True, help_text="In eight of their working hours; null where there are none."
    )
    first_response_time = TookOut(source="first")
    resolution_time = TookOut(source="resolution")
    ratings = serializers.IntegerField()
    csat = serializers.FloatField(allow_null=True)

    def get_agent(self, of: OfAgent) -> int | None:
        return of.agent.pk if of.agent else None

    def get_name(self, of: OfAgent) -> str:
        return of.agent.display_name if of.agent else ""


class OfAgentList(serializers.Serializer):
    results = OfAgentOut(many=True)


class Agents(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("get_metrics_of_agents", gives=OfAgentList, query=MetricsQuery)}

    def get(self, request: ApiRequest) -> Response:
        """Figures of each agent, by name: no ranking. Leads read names of their teams only."""
        asked, _team = inquiry(self.asked(request), request.user)
        keep_few_stale()
        return Response(OfAgentList({"results": by_agent(asked, request.user)}).data)


class LevelFigureOut(serializers.Serializer):
    key = serializers.ChoiceField([metric.key for metric in FURTHER])
    name = serializers.CharField()
    value = serializers.FloatField(allow_null=True, help_text="A share, from 0 to 1.")
    n = serializers.IntegerField()
    definition = serializers.CharField()


class FlowStepOut(serializers.Serializer):
    stage = serializers.IntegerField(help_text="0: from the opening to the first move; 1: from there to the end.")
    level = serializers.IntegerField()
    to = serializers.IntegerField(help_text="The same level: they stayed.")
    tickets = serializers.IntegerField()


class TurnedAroundOut(serializers.Serializer):
    times = serializers.IntegerField(help_text="How often they turned around between levels; 4: or more often.")
    tickets = serializers.IntegerField()


class LevelsOut(serializers.Serializer):
    figures = LevelFigureOut(many=True)
    flow = FlowStepOut(many=True)
    turned_around = TurnedAroundOut(many=True)


class Levels(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("get_metrics_of_levels", gives=LevelsOut, query=MetricsQuery)}

    def get(self, request: ApiRequest) -> Response:
        """How tickets opened in these days flowed between levels, how often they turned around, and what came of escalating."""
        asked, _team = inquiry(self.asked(request), request.user)
        keep_few_stale()
        answer: dict[str, Any] = {
            "figures": [_told(metric, asked) for metric in FURTHER],
            "flow": [step._asdict() for step in flow(asked)],
            "turned_around": [{"times": times, "tickets": tickets} for times, tickets in turned_around(asked)],
        }
        return Response(LevelsOut(answer).data)


class SelfServiceFigureOut(serializers.Serializer):
    key = serializers.ChoiceField([metric.key for metric in FIGURES])
    name = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()
    definition = serializers.CharField()


class SessionsOut(serializers.Serializer):
    solved = serializers.IntegerField(help_text="And no ticket of the same person within 48 hours.")
    ticket = serializers.IntegerField()
    silent = serializers.IntegerField(help_text="In no rate.")


class MissingArticleOut(serializers.Serializer):
    query = serializers.CharField()
    language = serializers.CharField()
    searches = serializers.IntegerField()


class ArticleValueOut(serializers.Serializer):
    article = serializers.IntegerField(source="key")
    title = serializers.CharField()
    shown = serializers.IntegerField()
    read = serializers.IntegerField()
    solved = serializers.IntegerField(help_text="Sessions that ended solved and in which it was read.")
    tickets = serializers.IntegerField(help_text="Sessions that ended in a ticket although it was read.")


class BesideTicketsOut(serializers.Serializer):
    kind = serializers.ChoiceField(SuggestionKind.values)
    shown = serializers.IntegerField(help_text="First shown in the period, once for each agent and ticket.")
    inserted = serializers.IntegerField(help_text="Of these, put into a reply.")
    sent = serializers.IntegerField(help_text="Of these, sent with one.")


class SelfServiceOut(serializers.Serializer):
    figures = SelfServiceFigureOut(many=True)
    sessions = SessionsOut()
    found_nothing = MissingArticleOut(many=True)
    articles = ArticleValueOut(many=True)
    beside_tickets = BesideTicketsOut(many=True)


class SelfService(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("get_self_service", gives=SelfServiceOut, query=MetricsQuery)}

    def get(self, request: ApiRequest) -> Response:
        """Searches, how help sessions ended, what was looked for in vain, what articles were worth, and what agents used.

        Of the whole house: only the days narrow it.
        """
        given, _team = inquiry(self.asked(request), request.user)
        asked = whole(given)
        answer: dict[str, Any] = {
            "figures": [_told(metric, asked) for metric in FIGURES],
            "sessions": {end: sessions(end, asked).count() for end in ("solved", "ticket", "silent")},
            "found_nothing": [
                {"query": query, "language": language, "searches": times} for query, language, times in in_vain(asked)
            ],
            "articles": values_of_articles(asked, request.user.language or "en"),
            "beside_tickets": offered_between(asked.period.start, asked.period.end),
        }
        return Response(SelfServiceOut(answer).data)


def _told(metric: Any, asked: Any) -> dict[str, Any]:
    figure = metric.compute(asked)
    words = {"name": str(metric.name), "definition": str(metric.definition)}
    return {"key": metric.key, "value": figure.value, "n": figure.n, **words}
