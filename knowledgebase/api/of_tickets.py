"""Articles of a ticket over the API: those it has to do with, and making one of it."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.fields import Id, RequestBody, UtcTime, Word
from helpdesk.api.schema import Operation
from knowledgebase.actions import insert_suggestion, make_article, show_suggestions
from knowledgebase.api.shapes import ArticlePerson, NewArticle, WrittenOut
from knowledgebase.api.writing import category_named, section_named, written
from knowledgebase.drafting import draft_of
from knowledgebase.models import Article, ArticleLink
from knowledgebase.models.links import LinkedBy
from knowledgebase.models.suggestion import SuggestionKind
from knowledgebase.suggesting import suggestions_for
from knowledgebase.writing import tickets_of
from tickets.access import ticket_for

_MOST = 100


class ArticleDraftOut(serializers.Serializer):
    title = serializers.CharField()
    body = serializers.CharField(help_text="Markdown: the question as a quotation, and the answer that solved it.")
    is_struck = serializers.BooleanField(help_text="Something that looks like personal data was struck out.")


class ArticleOfTicket(serializers.Serializer):
    article = serializers.IntegerField(source="article_id")
    by = serializers.ChoiceField(LinkedBy.values, help_text="made: of this ticket; sent: a reply names it.")
    person = ArticlePerson(allow_null=True)
    at = UtcTime()


class ArticlesOfTicket(serializers.Serializer):
    results = ArticleOfTicket(many=True)


class TicketOfArticle(serializers.Serializer):
    number = serializers.IntegerField(source="ticket_id")
    subject = serializers.CharField(source="ticket.subject")
    by = serializers.ChoiceField(LinkedBy.values, help_text="made: it was made of this ticket; sent: a reply names it.")
    person = ArticlePerson(allow_null=True)
    at = UtcTime()


class TicketsOfArticle(serializers.Serializer):
    results = TicketOfArticle(many=True)


class SuggestedOut(serializers.Serializer):
    kind = serializers.ChoiceField(SuggestionKind.values)
    target = serializers.IntegerField(help_text="Number of a ticket, id of an article or a macro.")
    title = serializers.CharField()
    text = serializers.CharField(help_text="The beginning of what it says; of another customer's ticket without names.")
    html = serializers.CharField(help_text='What goes into a reply; "" for macros and for what only we may read.')
    nearness = serializers.FloatField()


class SuggestedList(serializers.Serializer):
    results = SuggestedOut(many=True)


class SuggestedIn(RequestBody):
    kind = Word({value: value for value in SuggestionKind.values})
    target = Id()


class ArticleTickets(ApiView):
    staff_only = True
    operations = {"get": Operation("list_tickets_of_article", gives=TicketsOfArticle)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """Tickets whose customers were sent to it, and those it was made of: the newest that you may see."""
        found = tickets_of(Article.objects.get(pk=pk), request.user)[:_MOST]
        return Response(TicketsOfArticle({"results": found}).data)


class Draft(ApiView):
    staff_only = True
    operations = {"get": Operation("draft_article", gives=ArticleDraftOut)}

    def get(self, request: ApiRequest, number: int) -> Response:
        """An article as the desk offers it: question and answer of the ticket, personal data struck out."""
        return Response(ArticleDraftOut(draft_of(ticket_for(request.user, number))).data)


class TicketArticles(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_ticket_articles", gives=ArticlesOfTicket),
        "post": Operation("make_article", takes=NewArticle, gives=WrittenOut, status=201),
    }

    def get(self, request: ApiRequest, number: int) -> Response:
        """Articles that were made of it, or that its customer was sent to."""
        ticket = ticket_for(request.user, number)
        links = ArticleLink.objects.filter(ticket=ticket).select_related("person").order_by("pk")[:_MOST]
        return Response(ArticlesOfTicket({"results": links}).data)

    def post(self, request: ApiRequest, number: int) -> Response:
        """Make a draft of a solved ticket, linked with it."""
        ticket, words = ticket_for(request.user, number), self.taken(request)
        category = category_named(words.pop("category"))
        section = section_named(category, words.pop("section", ""))
        words.setdefault("body", "")
        made = make_article(ticket, actor=request.user, category=category, section=section, **words)
        return written(made, status=201)


class Suggestions(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_ticket_suggestions", gives=SuggestedList),
        "post": Operation("show_ticket_suggestions", gives=SuggestedList),
    }

    def get(self, request: ApiRequest, number: int) -> Response:
        """What may help to answer: alike solved tickets, articles, macros. Nothing is noted."""
        found = suggestions_for(ticket_for(request.user, number), request.user)
        return Response(SuggestedList({"results": found}).data)

    def post(self, request: ApiRequest, number: int) -> Response:
        """The same, noted as shown to you."""
        found = show_suggestions(ticket_for(request.user, number), actor=request.user)
        return Response(SuggestedList({"results": found}).data)


class Insert(ApiView):
    staff_only = True
    operations = {"post": Operation("insert_ticket_suggestion", takes=SuggestedIn, gives=SuggestedOut)}

    def post(self, request: ApiRequest, number: int) -> Response:
        """Note that one of them was put into a reply; whether it was sent is found out by itself."""
        ticket, words = ticket_for(request.user, number), self.taken(request)
        return Response(SuggestedOut(insert_suggestion(ticket, actor=request.user, **words)).data)
