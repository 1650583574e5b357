"""What readers looked for in vain, over the API."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.fields import QueryString, RequestBody, Text, UtcTime, Word
from helpdesk.api.schema import Operation
from knowledgebase.actions import close_gap, open_gap
from knowledgebase.api.shapes import LANGUAGES
from knowledgebase.gaps import gaps

_LONGEST = 400


class GapTicket(serializers.Serializer):
    number = serializers.IntegerField()
    subject = serializers.CharField()


class GapOut(serializers.Serializer):
    language = serializers.CharField()
    words = serializers.CharField(help_text="Names it when it is closed.")
    query = serializers.CharField(help_text="As most of them typed it.")
    searches = serializers.IntegerField()
    vain = serializers.IntegerField(help_text="Searches after which nothing was opened.")
    newest = UtcTime(allow_null=True)
    queries = serializers.ListField(child=serializers.CharField())
    tickets = GapTicket(many=True)


class GapList(serializers.Serializer):
    results = GapOut(many=True)


class GapQuery(QueryString):
    language = Word(LANGUAGES, required=False)


class GapNamed(RequestBody):
    language = Word(LANGUAGES)
    words = Text(max_length=_LONGEST)


class Gaps(ApiView):
    staff_only = True
    operations = {"get": Operation("list_article_gaps", query=GapQuery, gives=GapList)}

    def get(self, request: ApiRequest) -> Response:
        """What to write next, the most wanted first, with the searches and tickets behind each."""
        found = gaps(request.user, language=self.asked(request).get("language", ""))
        return Response(GapList({"results": found}).data)


class Close(ApiView):
    staff_only = True
    operations = {"post": Operation("close_article_gap", takes=GapNamed, status=204)}

    def post(self, request: ApiRequest) -> Response:
        """Dealt with, until somebody looks for it again."""
        close_gap(actor=request.user, **self.taken(request))
        return Response(status=204)


class Reopen(ApiView):
    staff_only = True
    operations = {"post": Operation("reopen_article_gap", takes=GapNamed, status=204)}

    def post(self, request: ApiRequest) -> Response:
        """Back in the list."""
        open_gap(actor=request.user, **self.taken(request))
        return Response(status=204)
