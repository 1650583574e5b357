"""What stands behind figures of self-service: the very sessions and searches, page by page."""

from typing import Any, ClassVar

from django.db.models.functions import Coalesce
from django.http import Http404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.fields import Id, Number, Text, UtcTime, Word
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from knowledgebase.models import Article, HelpOutcome, HelpPlace, HelpSession, SearchSession
from metrics import self_service as counted
from metrics.api.asking import Day, MetricsQuery, inquiry
from metrics.cuts import CUTS, SEARCHES, cut, cuts_given
from tickets.models import Ticket

_ENDS = ("counted", "solved", "ticket", "silent", "any")
_WORTHS = ("shown", "read", "solved", "tickets")
_BY_LAST = Sort("last_at", descending=True)
_BY_TIME = Sort("at", descending=True)
_CUTS = ("step", "weekday", "hour", "searched")


class SessionQuery(PageQuery, MetricsQuery):
    end = Word(
        {end: end for end in _ENDS},
        required=False,
        help_text="How they ended; `counted`, when this and `article` are left out: solved or in a ticket. `any`: all that were "
        "over by now, also those that no figure counts, to be counted once more with the events of `/metrics/events/`.",
    )
    article = Id(required=False, help_text="Those in which this article was shown; with `end`, of those.")
    worth = Word(
        {worth: worth for worth in _WORTHS},
        required=False,
        help_text="Of the `article`: was shown (when left out), was read, or was read and ended solved or in a ticket.",
    )


class ArticleOfSessionOut(serializers.Serializer):
    article = serializers.IntegerField()
    title = serializers.CharField(help_text="In your language, else in its own.")


class HelpSessionOut(serializers.Serializer):
    id = serializers.IntegerField()
    place = serializers.ChoiceField(HelpPlace.values)
    language = serializers.CharField()
    question = serializers.CharField(help_text="The newest of the session.")
    person = serializers.IntegerField(
        source="who", allow_null=True, help_text="Who asked, by what they are merged into; null: nobody had signed in."
    )
    outcome = serializers.ChoiceField(["", *HelpOutcome.values], help_text="Empty: nobody ended it.")
    started_at = UtcTime()
    last_at = UtcTime()
    ended_at = UtcTime(allow_null=True)
    read = serializers.SerializerMethodField(help_text="In their order.")
    ticket = serializers.SerializerMethodField(help_text="Null: none, or none that you see.")

    @extend_schema_field(ArticleOfSessionOut(many=True))
    def get_read(self, session: HelpSession) -> list[dict[str, Any]]:
        return [{"article": article, "title": title} for article, title in self.context["read"].get(session.pk, [])]

    def get_ticket(self, session: HelpSession) -> int | None:
        return session.ticket_id if session.ticket_id in self.context["tickets"] else None


class HelpSessionPage(PageOut):
    count = serializers.IntegerField(help_text="Of all pages: what the figure was counted from.")
    results = HelpSessionOut(many=True)


class HelpSessions(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("list_help_sessions", gives=HelpSessionPage, query=SessionQuery)}

    def get(self, request: ApiRequest) -> Response:
        """The sessions behind deflection and behind what an article was worth: what was asked and read, what came of it.

        Of the whole house: only the days narrow them.
        """
        given = self.asked(request)
        asked = counted.whole(inquiry(given, request.user)[0])
        if "article" in given:
            if not Article.objects.filter(pk=given["article"]).exists():
                raise Http404
            found = counted.sessions_with(given["article"], given.get("worth", "shown"), asked)
            if "end" in given:
                found = found.filter(pk__in=counted.sessions(given["end"], asked).order_by().values("pk"))
        else:
            found = counted.sessions(given.get("end", "counted"), asked)
        found = found.annotate(who=Coalesce("person__merged_into__merged_into", "person__merged_into", "person"))
        page = page_of(found, sort=_BY_LAST, request=request, limit=given["limit"], cursor=given.get("cursor", ""))
        seen = Ticket.objects.visible_to(request.user).filter(pk__in=[one.ticket_id for one in page.rows])
        context = {
            "read": counted.read_in(page.rows, request.user.language or "en"),
            "tickets": set(seen.values_list("pk", flat=True)),
        }
        results = HelpSessionOut(page.rows, many=True, context=context).data
        return Response({"count": found.count(), "next": page.next, "previous": page.previous, "results": results})


class SearchQuery(PageQuery, MetricsQuery):
    which = Word(
        {which: which for which in SEARCHES},
        required=False,
        default="all",
        help_text="`vain` found nothing, `found` something, of which `unopened` led to no article.",
    )
    step = Day(required=False, help_text=CUTS["step"].about)
    weekday = Number(minimum=0, maximum=6, required=False, help_text=CUTS["weekday"].about)
    hour = Number(minimum=0, maximum=23, required=False, help_text=CUTS["hour"].about)
    searched = Text(max_length=300, pattern=r"^[^:]+:[\s\S]+$", required=False, help_text=CUTS["searched"].about)


class HelpSearchOut(serializers.Serializer):
    id = serializers.IntegerField()
    at = UtcTime()
    query = serializers.CharField(help_text="As it was typed.")
    language = serializers.CharField()
    found = serializers.IntegerField(help_text="How many articles.")
    opened = serializers.IntegerField(source="clicked_id", allow_null=True, help_text="The article that was opened.")
    opened_title = serializers.SerializerMethodField()

    def get_opened_title(self, search: SearchSession) -> str:
        titles: dict[int, str] = self.context["titles"]
        return titles.get(search.clicked_id or 0, "")


class HelpSearchPage(PageOut):
    count = serializers.IntegerField(help_text="Of all pages: what the figure was counted from.")
    results = HelpSearchOut(many=True)


class HelpSearches(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("list_help_searches", gives=HelpSearchPage, query=SearchQuery)}

    def get(self, request: ApiRequest) -> Response:
        """The searches behind the figures of self-service, newest first. Of the whole house: only the days narrow them."""
        given = self.asked(request)
        asked = counted.whole(inquiry(given, request.user)[0])
        which = given["which"]
        cuts = cuts_given({name: str(given[name]) for name in _CUTS if name in given}, which)
        found = cut(counted.searches(asked, which), "at", cuts, asked)
        page = page_of(found, sort=_BY_TIME, request=request, limit=given["limit"], cursor=given.get("cursor", ""))
        titles = counted.titles_of([one.clicked_id for one in page.rows], request.user.language or "en")
        results = HelpSearchOut(page.rows, many=True, context={"titles": titles}).data
        return Response({"count": found.count(), "next": page.next, "previous": page.previous, "results": results})
