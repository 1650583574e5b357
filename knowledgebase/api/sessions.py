"""What a customer had looked for before they wrote, over the API."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.fields import UtcTime
from helpdesk.api.schema import Operation
from knowledgebase.before_writing import articles_read, before_writing
from tickets.access import ticket_for


class ShownArticleOut(serializers.Serializer):
    title = serializers.CharField()
    language = serializers.CharField()
    slug = serializers.CharField()
    is_read = serializers.BooleanField(help_text="They opened it; else they were only shown it.")


class ReadArticleOut(serializers.Serializer):
    title = serializers.CharField()
    language = serializers.CharField()
    slug = serializers.CharField()
    at = UtcTime(help_text="When they opened it last.")


class BeforeWritingOut(serializers.Serializer):
    question = serializers.CharField(help_text="Empty when they wrote at once.")
    articles = ShownArticleOut(many=True)
    read_at_other_times = ReadArticleOut(many=True, help_text="The last five that they opened, but for those above.")


class TicketBeforeWriting(ApiView):
    staff_only = True
    operations = {"get": Operation("get_ticket_before_writing", gives=BeforeWritingOut)}

    def get(self, request: ApiRequest, number: int) -> Response:
        """What the customer asked the help centre before the ticket, and which articles it showed them."""
        ticket = ticket_for(request.user, number)
        before = before_writing(ticket)
        found = {
            "question": before.question if before else "",
            "articles": before.articles if before else [],
            "read_at_other_times": articles_read(ticket),
        }
        return Response(BeforeWritingOut(found).data)
