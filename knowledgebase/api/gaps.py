"""What readers looked for in vain, over the API."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.fields import Number, QueryString, RequestBody, Text, UtcTime, Word
from helpdesk.api.schema import Operation
from knowledgebase.actions import close_gap, open_gap
from knowledgebase.api.shapes import LANGUAGES
from knowledgebase.gaps import Gap, gap_page
from knowledgebase.models.gap import LONGEST_GAP
from knowledgebase.nearest import name_nearest

MOST_OFFSET = 10_000


class ArticleGapTicket(serializers.Serializer):
    number = serializers.IntegerField()
    subject = serializers.CharField()


class ArticleGapNearest(serializers.Serializer):
    article = serializers.IntegerField(source="nearest.article_id")
    title = serializers.CharField(source="nearest.published.title")
    slug = serializers.CharField(source="nearest.slug")
    visibility = serializers.CharField(source="nearest.article.visibility")
    is_answer = serializers.BooleanField(
        source="is_answered", help_text="It probably answers: improve it. Otherwise write another one."
    )


class ArticleGapOut(serializers.Serializer):
    language = serializers.CharField()
    words = serializers.CharField(help_text="Names it when it is closed.")
    query = serializers.CharField(help_text="As most of them typed it.")
    searches = serializers.IntegerField()
    vain = serializers.IntegerField(help_text="Searches after which nothing was opened.")
    newest = UtcTime(allow_null=True)
    queries = serializers.ListField(child=serializers.CharField())
    tickets = ArticleGapTicket(many=True)
    article = serializers.IntegerField(
        source="text.article_id", default=None, allow_null=True, help_text="Begun for it, and not published yet."
    )
    nearest = serializers.SerializerMethodField(help_text="What a search for it finds first today.")

    @extend_schema_field(ArticleGapNearest(allow_null=True))
    def get_nearest(self, gap: Gap) -> dict[str, object] | None:
        return ArticleGapNearest(gap).data if gap.nearest is not None else None


class ArticleGapList(serializers.Serializer):
    results = ArticleGapOut(many=True, source="gaps")
    total = serializers.IntegerField()
    next = serializers.IntegerField(allow_null=True, help_text="The `offset` of the next page.")


class ArticleGapQuery(QueryString):
    language = Word(LANGUAGES, required=False)
    offset = Number(minimum=0, maximum=MOST_OFFSET, default=0, help_text="How many stand before the first one.")


class ArticleGapNamed(RequestBody):
    language = Word(LANGUAGES)
    words = Text(max_length=LONGEST_GAP)


class Gaps(ApiView):
    staff_only = True
    operations = {"get": Operation("list_article_gaps", query=ArticleGapQuery, gives=ArticleGapList)}

    def get(self, request: ApiRequest) -> Response:
        """What to write next, the most wanted first, 50 at a time, with the searches and tickets behind each."""
        asked = self.asked(request)
        page = gap_page(request.user, language=asked.get("language", ""), offset=asked["offset"])
        name_nearest(page.gaps, request.user)
        return Response(ArticleGapList(page).data)


class Close(ApiView):
    staff_only = True
    operations = {"post": Operation("close_article_gap", takes=ArticleGapNamed, status=204)}

    def post(self, request: ApiRequest) -> Response:
        """Dealt with, until somebody looks for it again."""
        close_gap(actor=request.user, **self.taken(request))
        return Response(status=204)


class Reopen(ApiView):
    staff_only = True
    operations = {"post": Operation("reopen_article_gap", takes=ArticleGapNamed, status=204)}

    def post(self, request: ApiRequest) -> Response:
        """Back in the list."""
        open_gap(actor=request.user, **self.taken(request))
        return Response(status=204)
