"""Articles over the API: what is published, for whoever may read it."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from helpdesk.api.fields import Flag, Number, QueryString, RequestBody, Text, UtcTime, Word, Words
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from knowledgebase.actions import give_feedback
from knowledgebase.actions.reading import LONGEST_COMMENT
from knowledgebase.api.shapes import LANGUAGES, ArticleAtDesk, ArticleChange, NewArticle, WrittenOut
from knowledgebase.api.writing import begin, change
from knowledgebase.models import Article, Translation, Visibility
from knowledgebase.queries import readable
from knowledgebase.searching import answers_to


class TextOut(serializers.Serializer):
    language = serializers.CharField()
    slug = serializers.CharField()
    title = serializers.CharField(source="published.title")
    body = serializers.CharField(source="published.body", help_text="Markdown.")
    html = serializers.CharField(help_text="The same, sanitised.")
    published_at = UtcTime()


class ArticleOut(serializers.Serializer):
    id = serializers.IntegerField()
    key = serializers.CharField(help_text="Names it in imports and exports.")
    category = serializers.CharField(source="category.slug")
    visibility = serializers.ChoiceField(Visibility.values)
    tags = serializers.ListField(child=serializers.CharField())
    translations = TextOut(many=True)


class ArticleRow(serializers.Serializer):
    id = serializers.IntegerField(source="article_id")
    language = serializers.CharField()
    slug = serializers.CharField()
    title = serializers.CharField(source="published.title")
    category = serializers.CharField(source="article.category.slug")
    published_at = UtcTime()


class ArticlePage(PageOut):
    results = ArticleRow(many=True)


class ArticleQuery(PageQuery):
    language = Word(LANGUAGES, required=False)


class QuestionQuery(QueryString):
    q = Text(max_length=500, help_text="A question, in one's own words.")
    language = Word(LANGUAGES, required=False, help_text="The question's own when left out.")
    limit = Number(minimum=1, maximum=20, required=False, default=5)


class PassageOut(serializers.Serializer):
    heading = serializers.CharField()
    anchor = serializers.CharField()
    text = serializers.CharField()


class FoundOut(serializers.Serializer):
    article = ArticleRow(source="translation")
    passage = PassageOut(allow_null=True, help_text="What answers best.")
    score = serializers.FloatField()


class FoundList(serializers.Serializer):
    language = serializers.CharField()
    is_likely = serializers.BooleanField(help_text="Whether one of the first is probably about the question.")
    confidence = serializers.FloatField(help_text="0 to 1.")
    results = FoundOut(source="hits", many=True)


class FeedbackIn(RequestBody):
    is_helpful = Flag()
    language = Word(LANGUAGES, required=False, help_text="Which text was read; the article's source when left out.")
    comment = Words(max_length=LONGEST_COMMENT, required=False, help_text="What was missing.")


class Articles(ApiView):
    operations = {
        "get": Operation("list_articles", query=ArticleQuery, gives=ArticlePage),
        "post": Operation("add_article", takes=NewArticle, gives=WrittenOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """What is published and yours to read, one row a language."""
        asked = self.asked(request)
        found: QuerySet[Translation] = Translation.objects.readable_by(request.user)
        found = found.select_related("article__category", "published")
        if "language" in asked:
            found = readable(request.user, asked["language"])
        page = page_of(found, sort=Sort("pk"), request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, ArticleRow, person=request.user)

    def post(self, request: ApiRequest) -> Response:
        """Begin an article, as a draft."""
        return begin(request, self.taken(request))


class SearchArticles(ApiView):
    operations = {"get": Operation("search_articles", query=QuestionQuery, gives=FoundList)}

    def get(self, request: ApiRequest) -> Response:
        """The articles that answer a question, the best first, by words and by meaning."""
        asked = self.asked(request)
        answers = answers_to(request.user, asked["q"], language=asked.get("language", ""), limit=asked["limit"])
        return Response(FoundList(answers).data)


class OneArticle(ApiView):
    operations = {
        "get": Operation("get_article", gives=ArticleOut),
        "put": Operation("change_article", takes=ArticleChange, gives=ArticleAtDesk),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        """With its text in each language in which it is published."""
        return _shown(request, pk)

    def put(self, request: ApiRequest, pk: int) -> Response:
        """Where it stands, who may read it, who cares for it, its tags; as one."""
        return change(request, pk, self.taken(request))


class ArticleFeedback(ApiView):
    operations = {"post": Operation("give_article_feedback", takes=FeedbackIn, gives=ArticleOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Say whether it helped, and why not; your newest word counts."""
        words: dict[str, Any] = self.taken(request)
        article = _articles(request).get(pk=pk)
        language = words.get("language", article.source_language)
        translation = Translation.objects.readable_by(request.user).get(article=article, language=language)
        give_feedback(
            translation,
            reader=f"person:{request.user.pk}",
            is_helpful=words["is_helpful"],
            comment=words.get("comment", ""),
        )
        return _shown(request, pk)


def _articles(request: ApiRequest) -> QuerySet[Article]:
    """Those with a published text; of several texts the article comes once."""
    texts = Translation.objects.readable_by(request.user).select_related("published").order_by("language")
    return (
        Article.objects.visible_to(request.user)
        .filter(pk__in=texts.order_by().values("article"))
        .select_related("category")
        .prefetch_related(Prefetch("translations", texts))
    )


def _shown(request: ApiRequest, pk: int) -> Response:
    return Response(ArticleOut(_articles(request).get(pk=pk)).data)
