"""Searching tickets over the API, with the words and operators of the desk's own search."""

from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.fields import Number, QueryString, Text, Words
from helpdesk.api.schema import Operation
from search.queries import search_tickets, tickets_of
from tickets.api.output import TicketOut, TicketPage


class SearchQuery(QueryString):
    q = Words(
        max_length=500, help_text='Words and operators: `status:open tag:billing "exact words" created>2026-01-01`.'
    )
    cursor = Text(max_length=30, pattern=r"^[0-9]{1,18}$", required=False, help_text="As `next` carries it.")
    limit = Number(minimum=1, maximum=100, required=False, default=25)


class Search(ApiView):
    operations = {"get": Operation("search_tickets", query=SearchQuery, gives=TicketPage)}

    def get(self, request: ApiRequest) -> Response:
        """Tickets with these words, newest first. Customers: in what they may read."""
        asked = self.asked(request)
        page = search_tickets(
            request.user, asked["q"], after=asked.get("cursor", "").strip() or None, limit=asked["limit"]
        )
        rows = TicketOut(tickets_of(request.user, page), many=True, context={"person": request.user}).data
        return Response({"next": _link(request, page.next_cursor), "previous": None, "results": rows})


def _link(request: ApiRequest, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
