"""What a customer had looked for before they wrote, over the API."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.schema import Operation
from knowledgebase.before_writing import before_writing
from tickets.access import ticket_for


class ShownArticleOut(serializers.Serializer):
    title = serializers.CharField()
    language = serializers.CharField()
    slug = serializers.CharField()
    is_read = serializers.BooleanField(help_text="They opened it; else they were only shown it.")


class BeforeWritingOut(serializers.Serializer):
    question = serializers.CharField(help_text="Empty when they wrote at once.")
    articles = ShownArticleOut(many=True)


class TicketBeforeWriting(ApiView):
    staff_only = True
    operations = {"get": Operation("get_ticket_before_writing", gives=BeforeWritingOut)}

    def get(self, request: ApiRequest, number: int) -> Response:
        """What the customer asked the help centre before the ticket, and which articles it showed them."""
        before = before_writing(ticket_for(request.user, number))
        return Response(BeforeWritingOut(before or {"question": "", "articles": []}).data)
