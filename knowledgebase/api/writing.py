"""Writing articles over the API: what an article is besides its texts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.models import User
from helpdesk.api.pagination import Sort, page_of
from helpdesk.api.problems import BodyTooLarge, UnknownReference
from helpdesk.api.schema import Operation
from knowledgebase.actions import add_article, add_picture, add_translation, change_article, verify
from knowledgebase.api.shapes import (
    ArticleAtDesk,
    ArticleChangeList,
    ArticlePictureOut,
    ArticleVerified,
    NewArticleText,
    TextPage,
    TextQuery,
    TextRow,
    WrittenList,
    WrittenOut,
)
from knowledgebase.change_text import sentences_of
from knowledgebase.models import Article, Category, Section, Translation
from knowledgebase.writing import LONGEST_SEARCH, MOST_REVISIONS, Wanted, texts
from tickets.api.uploads import Upload
from tickets.attachments import too_large
from tickets.uploads import refused_files


class AllTexts(ApiView):
    staff_only = True
    operations = {"get": Operation("list_article_texts", query=TextQuery, gives=TextPage)}

    def get(self, request: ApiRequest) -> Response:
        """Every text, one row a language, the last changed first; without a state all that is not archived."""
        asked = self.asked(request)
        category = Category.objects.filter(slug=asked["category"]).first() if "category" in asked else None
        wanted = Wanted(
            state=asked.get("state", ""),
            words=asked.get("q", "")[:LONGEST_SEARCH],
            category=category.pk if category is not None else None,
            language=asked.get("language", ""),
            owner=asked.get("owner"),
        )
        found = texts(wanted) if category is not None or "category" not in asked else texts(wanted).none()
        sort = Sort("updated_at", descending=True)
        page = page_of(found, sort=sort, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, TextRow, person=request.user)


class Texts(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_texts_of_article", gives=WrittenList),
        "post": Operation("add_article_text", takes=NewArticleText, gives=WrittenOut, status=201),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        """The article in each of its languages, as it is being written."""
        found = Article.objects.get(pk=pk).translations.select_related("updated_by")
        return Response(WrittenList({"results": found}).data)

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Begin it in another language."""
        article, words = Article.objects.get(pk=pk), self.taken(request)
        return written(add_translation(article, actor=request.user, **words), status=201)


class Changes(ApiView):
    staff_only = True
    operations = {"get": Operation("list_article_changes", gives=ArticleChangeList)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """What was done to it, the newest first."""
        changes = Article.objects.get(pk=pk).changes.select_related("actor")[:MOST_REVISIONS]
        return Response(ArticleChangeList({"results": sentences_of(changes)}).data)


class Verify(ApiView):
    staff_only = True
    operations = {"post": Operation("verify_article", takes=ArticleVerified, gives=ArticleAtDesk)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Somebody read it and found it true."""
        verify(Article.objects.get(pk=pk), actor=request.user, days=self.taken(request).get("days"))
        return shown(pk)


class Pictures(ApiView):
    staff_only = True
    parser_classes = [MultiPartParser]
    operations = {"post": Operation("add_article_picture", takes=Upload, gives=ArticlePictureOut, status=201)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Take in a picture for its words: PNG, JPEG, GIF or WebP."""
        request.data  # noqa: B018  # reads the files in
        for name in refused_files(request._request):
            raise BodyTooLarge(too_large(name))
        article = Article.objects.get(pk=pk)
        picture = add_picture(article, actor=request.user, upload=self.taken(request)["file"])
        return Response(ArticlePictureOut(picture).data, 201)


def begin(request: ApiRequest, words: dict[str, Any]) -> Response:
    category = category_named(words.pop("category"))
    section = section_named(category, words.pop("section", ""))
    return written(add_article(actor=request.user, category=category, section=section, **words), status=201)


def change(request: ApiRequest, pk: int, words: dict[str, Any]) -> Response:
    article = Article.objects.visible_to(request.user).get(pk=pk)
    category = category_named(words["category"])
    change_article(
        article,
        actor=request.user,
        category=category,
        section=section_named(category, words.get("section", "")),
        visibility=words["visibility"],
        owner=_owner(words.get("owner")),
        tags=words.get("tags", []),
        brands=words.get("brands"),
    )
    return shown(pk)


def shown(pk: int) -> Response:
    return Response(ArticleAtDesk(Article.objects.select_related("category", "section", "owner").get(pk=pk)).data)


def written(translation: Translation, *, status: int = 200) -> Response:
    """The text as it is now, with its version as ETag."""
    found = Translation.objects.select_related("updated_by").get(pk=translation.pk)
    headers = {"ETag": f'"{found.version}"'}
    if status == 201:
        headers["Location"] = reverse("api:article_text", args=[found.article_id, found.language])
    return Response(WrittenOut(found).data, status, headers=headers)


def category_named(slug: str) -> Category:
    found = Category.objects.filter(slug=slug.strip()).first()
    if found is None:
        raise UnknownReference("category", _("There is no such category."))
    return found


def section_named(category: Category, slug: str) -> Section | None:
    if not slug.strip():
        return None
    found = category.sections.filter(slug=slug.strip()).first()
    if found is None:
        raise UnknownReference("section", _("There is no such section in this category."))
    return found


def _owner(key: int | None) -> User | None:
    if key is None:
        return None
    found = User.objects.staff().filter(pk=key).first()
    if found is None:
        raise UnknownReference("owner", _("There is no such colleague."))
    return found
