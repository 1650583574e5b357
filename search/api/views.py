"""Searching tickets over the API, with the words and operators of the desk's own search."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import User
from helpdesk.api.fields import Number, QueryString, RequestBody, Text, UtcTime, Words
from helpdesk.api.schema import Operation
from search.api.links import link_to_next
from search.queries import CUSTOMER_OPERATORS, search_tickets, tickets_of
from search.query import LONGEST_QUERY
from search.recent import forget_search, forget_searches, keep_search, recent_searches
from search.spelling import mended
from search.suggestions import SuggestionKind, said_of_misread, suggestions_for
from tickets.api.output import TicketOut, TicketPage

LONGEST_PASTED = 5_000  # characters: a whole letter, as into the search field; servers refuse addresses of 64 KB


class SearchQuery(QueryString):
    q = Words(
        max_length=LONGEST_PASTED,
        help_text='Words and operators: `status:open tag:billing "exact words" created>2026-01-01`. '
        "The first 500 characters count.",
    )
    cursor = Text(max_length=30, pattern=r"^[0-9]{1,18}$", required=False, help_text="As `next` carries it.")
    limit = Number(minimum=1, maximum=100, required=False, default=25)


class FoundPage(TicketPage):
    did_you_mean = serializers.CharField(
        allow_null=True, help_text="Where nothing was found: the same with words that are, if there are such."
    )
    misread = serializers.ListField(
        child=serializers.CharField(),
        help_text="Of each operator that there is not, or whose value means nothing, and which was looked for as words: "
        "what was perhaps meant, or what it takes.",
    )


class SuggestionsQuery(QueryString):
    q = Text(
        max_length=LONGEST_PASTED, required=False, help_text="What stands in the search field, its end being typed."
    )


class SuggestionOut(serializers.Serializer):
    kind = serializers.ChoiceField([kind.value for kind in SuggestionKind])
    name = serializers.CharField()
    hint = serializers.CharField(help_text="What it is, in words.")
    text = serializers.CharField(help_text="What the field holds then; empty for a ticket.")
    number = serializers.IntegerField(allow_null=True, help_text="Of a ticket.")
    id = serializers.IntegerField(allow_null=True, help_text="Of a recent search.")


class SuggestionList(serializers.Serializer):
    results = SuggestionOut(many=True)


class RecentOut(serializers.Serializer):
    id = serializers.IntegerField()
    text = serializers.CharField()
    at = UtcTime()


class RecentIn(RequestBody):
    text = Words(max_length=LONGEST_QUERY, help_text="As in the search field.")


class RecentList(serializers.Serializer):
    results = RecentOut(many=True)


class Search(ApiView):
    operations = {"get": Operation("search_tickets", query=SearchQuery, gives=FoundPage)}

    def get(self, request: ApiRequest) -> Response:
        """Tickets with these words, newest first. Customers: in what they may read."""
        asked = self.asked(request)
        page = search_tickets(
            request.user, asked["q"], after=asked.get("cursor", "").strip() or None, limit=asked["limit"]
        )
        rows = TicketOut(tickets_of(request.user, page), many=True, context={"person": request.user}).data
        found = {"next": link_to_next(request, page.next_cursor), "previous": None, "results": rows}
        meant = None if rows else _meant(request.user, asked["q"])
        return Response({**found, "did_you_mean": meant, "misread": said_of_misread(page.query)})


class Suggestions(ApiView):
    staff_only = True
    operations = {"get": Operation("suggest_searches", query=SuggestionsQuery, gives=SuggestionList)}

    def get(self, request: ApiRequest) -> Response:
        """What a search may go on with: operators and their values, people, tags, tickets, your recent searches."""
        found = suggestions_for(request.user, self.asked(request).get("q", ""))
        return Response({"results": SuggestionOut(found, many=True).data})


class RecentSearches(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_recent_searches", gives=RecentList),
        "post": Operation("keep_recent_search", takes=RecentIn, gives=RecentList, status=201),
        "delete": Operation("forget_recent_searches", status=204),
    }

    def get(self, request: ApiRequest) -> Response:
        """What you searched for on the desk, the newest first."""
        return Response({"results": RecentOut(recent_searches(request.user), many=True).data})

    def post(self, request: ApiRequest) -> Response:
        """Keep one as the newest; the last twenty are kept."""
        keep_search(request.user, self.taken(request)["text"])
        return Response({"results": RecentOut(recent_searches(request.user), many=True).data}, 201)

    def delete(self, request: ApiRequest) -> Response:
        """Forget all of them."""
        forget_searches(request.user)
        return Response(status=204)


class RecentSearch(ApiView):
    staff_only = True
    operations = {"delete": Operation("forget_recent_search", status=204)}

    def delete(self, request: ApiRequest, pk: int) -> Response:
        """Forget one of them; one that is gone already is no error."""
        forget_search(request.user, pk)
        return Response(status=204)


def _meant(person: User, text: str) -> str | None:
    return mended(person, text, operators=None if person.is_staff else CUSTOMER_OPERATORS)
