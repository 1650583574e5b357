"""Saved views over the API, what is in them, and how one's own lists look."""

import re
from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.models import User
from helpdesk.api.fields import Id, ListOf, Number, QueryString, RequestBody, Text, UtcTime, Word, Words
from helpdesk.api.pagination import CURSOR, MOST_ROWS, Sort, page_of
from helpdesk.api.schema import Operation
from search.api.links import link_to_next
from search.queries import search_tickets, tickets_of
from search.query import LONGEST_QUERY
from search.saved_views import (
    MOST_VIEWS,
    change_view,
    delete_view,
    may_change,
    plan_of,
    put_in_order,
    save_view,
    set_density,
    show_columns,
    tickets_in,
    views_of,
)
from tickets.api.output import NamedRef, PersonRef, TicketOut, TicketPage
from tickets.api.references import team_named
from tickets.models import SavedView
from tickets.models.saved_view import ListColumn, ListSort, Visibility

SORTS = {sort.value: sort for sort in ListSort}
VISIBILITIES = {visibility.value: visibility for visibility in Visibility}
COLUMNS = {column.value: column for column in ListColumn}
DENSITIES = {"comfortable": "comfortable", "compact": "compact"}
_SORTED = {
    ListSort.WAITING: Sort("waiting_since", has_gaps=True),
    ListSort.UPDATED: Sort("updated_at", descending=True),
    ListSort.OPENED: Sort("opened_at", descending=True),
    ListSort.PRIORITY: Sort("priority", descending=True),
    ListSort.SOLVED: Sort("solved_at", descending=True),
    ListSort.DUE: Sort("next_due_at", has_gaps=True),
}


def _columns(help_text: str) -> ListOf:
    return ListOf(Word(COLUMNS), max_length=len(COLUMNS), required=False, help_text=help_text)


class ViewChange(RequestBody):
    name = Words(max_length=80, required=False)
    filter = Words(
        max_length=LONGEST_QUERY,
        required=False,
        help_text="As in the search field. Unfinished work unless it asks for solved tickets, then with a period: "
        "`status:solved solved>30d`.",
    )
    sort = Word(SORTS, required=False, help_text="solved only for solved work; with words always opened.")
    visibility = Word(VISIBILITIES, required=False, help_text="all is for leads and admins.")
    team = Id(required=False, allow_null=True, help_text="Who sees it, where visibility is team.")
    columns = _columns("What its rows show; none: what each reader has chosen for themselves.")


class NewView(ViewChange):
    name = Words(max_length=80)
    filter = Words(max_length=LONGEST_QUERY, help_text="As in the search field.")


class ViewOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    filter = serializers.CharField()
    sort = serializers.ChoiceField(list(SORTS))
    visibility = serializers.ChoiceField(list(VISIBILITIES))
    team = NamedRef(allow_null=True)
    columns = serializers.ListField(child=serializers.ChoiceField(list(COLUMNS)))
    owner = PersonRef()
    may_change = serializers.SerializerMethodField()
    created_at = UtcTime()
    updated_at = UtcTime()

    def get_may_change(self, view: SavedView) -> bool:
        return may_change(self.context["person"], view)


class ViewList(serializers.Serializer):
    results = ViewOut(many=True)


class ViewTicketsQuery(QueryString):
    cursor = Text(max_length=40, pattern=r"^([np][0-9]{1,17}-)?[0-9]{1,18}$", required=False, help_text="As in `next`.")
    limit = Number(minimum=1, maximum=MOST_ROWS, required=False, default=25, help_text="Rows of a page.")
    sort = Word(SORTS, required=False, help_text="The view's own when left out; who waits for nothing comes last.")


class ListSettingsIn(RequestBody):
    density = Word(DENSITIES, required=False)
    columns = _columns("What the rows of your lists show; none: the usual columns.")
    view_order = ListOf(Id(), max_length=MOST_VIEWS, required=False, help_text="Saved views, from the top.")


class ListSettingsOut(serializers.Serializer):
    density = serializers.ChoiceField(list(DENSITIES))
    columns = serializers.ListField(child=serializers.ChoiceField(list(COLUMNS)), source="list_columns")
    view_order = serializers.ListField(child=serializers.IntegerField())


class Views(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_views", gives=ViewList),
        "post": Operation("save_view", takes=NewView, gives=ViewOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """The saved views that you see, in your order."""
        views = ViewOut(views_of(request.user), many=True, context={"person": request.user})
        return Response({"results": views.data})

    def post(self, request: ApiRequest) -> Response:
        """Keep a filter, an order and columns as a view."""
        view = save_view(actor=request.user, **_with_team(self.taken(request)))
        return _shown(view, request.user, 201, Location=reverse("api:view", args=[view.pk]))


class OneView(ApiView):
    staff_only = True
    operations = {
        "get": Operation("get_view", gives=ViewOut),
        "patch": Operation("change_view", takes=ViewChange, gives=ViewOut),
        "delete": Operation("delete_view", status=204),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return _shown(_view(request.user, pk), request.user)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Change a view of yours (leads: also a team's, and everybody's); fields left out stay."""
        changes = _with_team(self.taken(request))
        return _shown(change_view(_view(request.user, pk), actor=request.user, **changes), request.user)

    def delete(self, request: ApiRequest, pk: int) -> Response:
        """Delete the view; its tickets stay as they are."""
        delete_view(_view(request.user, pk), actor=request.user)
        return Response(status=204)


class ViewTickets(ApiView):
    staff_only = True
    operations = {"get": Operation("list_view_tickets", query=ViewTicketsQuery, gives=TicketPage)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """The tickets of a view that you may see; of a view with words, the newest first."""
        asked = self.asked(request)
        view = _view(request.user, pk)
        if plan_of(view.filter).is_search:
            return self._found(request, view, asked)
        sort = _SORTED[asked.get("sort", ListSort(view.sort))]
        tickets = tickets_in(view, request.user).select_related("requester", "organization", "assignee", "team")
        if sort.column == "solved_at":
            tickets = tickets.filter(solved_at__isnull=False)
        cursor = asked.get("cursor", "").strip()
        page = page_of(
            tickets.prefetch_related("tags"),
            sort=sort,
            request=request,
            limit=asked["limit"],
            cursor=cursor if re.fullmatch(CURSOR, cursor) else "",
        )
        return paged(page, TicketOut, person=request.user)

    def _found(self, request: ApiRequest, view: SavedView, asked: dict[str, Any]) -> Response:
        after = asked.get("cursor", "").strip().rpartition("-")[2] or None
        found = search_tickets(request.user, view.filter, after=after, limit=asked["limit"])
        rows = TicketOut(tickets_of(request.user, found), many=True, context={"person": request.user}).data
        return Response({"next": link_to_next(request, found.next_cursor), "previous": None, "results": rows})


class ListSettings(ApiView):
    staff_only = True
    operations = {
        "get": Operation("get_list_settings", gives=ListSettingsOut),
        "patch": Operation("change_list_settings", takes=ListSettingsIn, gives=ListSettingsOut),
    }

    def get(self, request: ApiRequest) -> Response:
        """How your own lists look."""
        return Response(ListSettingsOut(request.user).data)

    def patch(self, request: ApiRequest) -> Response:
        """Change how your own lists look; fields left out stay."""
        taken = self.taken(request)
        if "density" in taken:
            set_density(taken["density"], actor=request.user)
        if "columns" in taken:
            show_columns(taken["columns"], actor=request.user)
        if "view_order" in taken:
            put_in_order(taken["view_order"], actor=request.user)
        return Response(ListSettingsOut(request.user).data)


def _view(person: User, pk: int) -> SavedView:
    return SavedView.objects.visible_to(person).select_related("owner", "team").distinct().get(pk=pk)


def _with_team(words: dict[str, Any]) -> dict[str, Any]:
    return {**words, "team": team_named("team", words["team"])} if "team" in words else words


def _shown(view: SavedView, person: User, status: int = 200, **headers: str) -> Response:
    return Response(ViewOut(view, context={"person": person}).data, status, headers=headers)
