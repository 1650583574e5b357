"""Categories and sections over the API."""

from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.schema import Operation
from knowledgebase import actions
from knowledgebase.api.shapes import (
    ArticleCategoryList,
    ArticleCategoryOut,
    ArticleOrder,
    ArticleSectionOut,
    CategoryNames,
    CategoryPlace,
    NewCategoryName,
)
from knowledgebase.models import Category, Section
from knowledgebase.writing import categories


class Categories(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_article_categories", gives=ArticleCategoryList),
        "post": Operation("add_article_category", takes=NewCategoryName, gives=ArticleCategoryOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """In the order in which readers see them."""
        return _all()

    def post(self, request: ApiRequest) -> Response:
        """The category of this name; a new one when there is none."""
        return Response(ArticleCategoryOut(actions.add_category(actor=request.user, **self.taken(request))).data, 201)


class CategoryOrder(ApiView):
    staff_only = True
    operations = {"post": Operation("order_article_categories", takes=ArticleOrder, gives=ArticleCategoryList)}

    def post(self, request: ApiRequest) -> Response:
        """Put them in another order."""
        actions.order_categories(actor=request.user, keys=self.taken(request)["order"])
        return _all()


class OneCategory(ApiView):
    staff_only = True
    operations = {
        "put": Operation("name_article_category", takes=CategoryPlace, gives=ArticleCategoryOut),
        "delete": Operation("remove_article_category", status=204),
    }

    def put(self, request: ApiRequest, pk: int) -> Response:
        """What it is called in each language, and in whose help centres it stands; its slug stays."""
        category, words = Category.objects.get(pk=pk), self.taken(request)
        actions.set_names(category, actor=request.user, names=words["names"])
        if "brands" in words:
            actions.set_brands(category, actor=request.user, brands=words["brands"])
        return Response(ArticleCategoryOut(category).data)

    def delete(self, request: ApiRequest, pk: int) -> Response:
        """Only an empty one."""
        actions.remove_category(Category.objects.get(pk=pk), actor=request.user)
        return Response(status=204)


class Sections(ApiView):
    staff_only = True
    operations = {"post": Operation("add_article_section", takes=NewCategoryName, gives=ArticleSectionOut, status=201)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """The section of this name; a new one when there is none."""
        category = Category.objects.get(pk=pk)
        return Response(
            ArticleSectionOut(actions.add_section(category, actor=request.user, **self.taken(request))).data, 201
        )


class SectionOrder(ApiView):
    staff_only = True
    operations = {"post": Operation("order_article_sections", takes=ArticleOrder, gives=ArticleCategoryOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Put them in another order."""
        category = Category.objects.get(pk=pk)
        actions.order_sections(category, actor=request.user, keys=self.taken(request)["order"])
        return Response(ArticleCategoryOut(category).data)


class OneSection(ApiView):
    staff_only = True
    operations = {
        "put": Operation("name_article_section", takes=CategoryNames, gives=ArticleSectionOut),
        "delete": Operation("remove_article_section", status=204),
    }

    def put(self, request: ApiRequest, pk: int) -> Response:
        """What it is called in each language."""
        section = Section.objects.select_related("category").get(pk=pk)
        actions.set_names(section, actor=request.user, names=self.taken(request)["names"])
        return Response(ArticleSectionOut(section).data)

    def delete(self, request: ApiRequest, pk: int) -> Response:
        """Only an empty one."""
        actions.remove_section(Section.objects.get(pk=pk), actor=request.user)
        return Response(status=204)


def _all() -> Response:
    return Response(ArticleCategoryList({"results": categories()}).data)
