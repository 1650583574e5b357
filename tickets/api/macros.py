"""Macros over the API: the list, making and changing them, and their words filled in for a ticket."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.naming import Named
from accounts.api.views import paged
from accounts.models import AfterSending
from helpdesk.api.fields import Flag, Id, ListOf, RequestBody, Text, UtcTime, Word, Words
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from tickets.access import ticket_for
from tickets.actions import add_macro, archive_macro, change_macro, restore_macro
from tickets.actions.macros import MOST_TASKS, STATUSES
from tickets.api.output import NamedRef, PersonRef
from tickets.api.references import team_named
from tickets.api.words import PRIORITIES, priority_word
from tickets.macros import filled, macros_like
from tickets.models import Macro
from tickets.models.macro import MacroScope, MacroUse
from tickets.models.task import LONGEST_TEXT
from tickets.placeholders import PLACEHOLDERS

SCOPES = {scope.value: scope for scope in MacroScope}
USES = {use.value: use for use in MacroUse}
_AFTERWARDS = {"": "", **{choice.value: choice.value for choice in AfterSending}}
_STATUS_WORDS = {"": "", **{status.value: status for status in STATUSES}}


class MacroOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    html = serializers.CharField(help_text=f"With Liquid placeholders: {', '.join(PLACEHOLDERS)}.")
    use = serializers.ChoiceField(list(USES))
    language = serializers.CharField()
    scope = serializers.ChoiceField(list(SCOPES))
    team = NamedRef(allow_null=True)
    owner = PersonRef(allow_null=True)
    status = serializers.CharField(help_text="Proposed for the ticket; empty: left as it is.")
    priority = serializers.SerializerMethodField()
    add_tags = serializers.ListField(child=serializers.CharField())
    remove_tags = serializers.ListField(child=serializers.CharField())
    add_tasks = serializers.ListField(child=serializers.CharField(), help_text="Steps for the checklist.")
    afterwards = serializers.ChoiceField(list(_AFTERWARDS), help_text="Where the desk goes then.")
    assign_to_me = serializers.BooleanField()
    assign_team = NamedRef(allow_null=True)
    use_count = serializers.IntegerField()
    archived_at = UtcTime(allow_null=True)

    def get_priority(self, macro: Macro) -> str | None:
        return priority_word(macro.priority) if macro.priority else None

    get_priority._spectacular_annotation = {  # type: ignore[attr-defined]  # how spectacular learns of the words
        "field": {"type": "string", "enum": [*PRIORITIES, None], "nullable": True}
    }


class ArchivedMacroOut(MacroOut, Named):
    sort = "macro"


class MacroPage(PageOut):
    results = MacroOut(many=True)


class FilledOut(serializers.Serializer):
    html = serializers.CharField()
    text = serializers.CharField()
    flags = serializers.ListField(child=serializers.CharField(), help_text="What could not be filled in.")


class MacroQuery(PageQuery):
    q = Text(max_length=100, required=False, help_text="Words of the name.")
    archived = Flag(required=False, default=False)


class MacroUseIn(RequestBody):
    macro = Id()


class MacroChange(RequestBody):
    name = Words(max_length=100, required=False)
    html = Text(max_length=200_000, required=False, help_text="With Liquid placeholders of the closed list.")
    use = Word(USES, required=False)
    language = Text(max_length=10, pattern=r"^([a-z]{2,3}(-[A-Za-z]{2,4})?)?$", required=False)
    scope = Word(SCOPES, required=False, help_text="Who sees it; only yourself when left out.")
    team = Id(required=False, allow_null=True, help_text="The team that sees it.")
    status = Word(_STATUS_WORDS, required=False)
    priority = Word(PRIORITIES, required=False, allow_null=True)
    add_tags = ListOf(Words(max_length=50), max_length=30, required=False)
    remove_tags = ListOf(Words(max_length=50), max_length=30, required=False)
    add_tasks = ListOf(Words(max_length=LONGEST_TEXT), max_length=MOST_TASKS, required=False)
    afterwards = Word(_AFTERWARDS, required=False, help_text="Where the desk goes then; empty: where its writer likes.")
    assign_to_me = Flag(required=False)
    assign_team = Id(required=False, allow_null=True)


class NewMacro(MacroChange):
    name = Words(max_length=100)


class Macros(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_macros", query=MacroQuery, gives=MacroPage),
        "post": Operation("add_macro", takes=NewMacro, gives=MacroOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """The macros that you see."""
        asked = self.asked(request)
        macros = macros_like(request.user, asked.get("q", ""), archived=asked["archived"])
        page = page_of(macros, sort=Sort("pk"), request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, MacroOut, person=request.user)

    def post(self, request: ApiRequest) -> Response:
        """Prepare words, changes or both."""
        macro = add_macro(actor=request.user, **_with_teams(self.taken(request)))
        return _shown(macro, request, 201, Location=reverse("api:macro", args=[macro.pk]))


class OneMacro(ApiView):
    staff_only = True
    operations = {
        "get": Operation("get_macro", gives=MacroOut),
        "patch": Operation("change_macro", takes=MacroChange, gives=MacroOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return _shown(_macro(request, pk), request)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Change your own; leads and admins change shared ones too. Fields left out stay."""
        macro = _macro(request, pk)
        return _shown(change_macro(macro, actor=request.user, **_with_teams(self.taken(request))), request)


class ArchiveMacro(ApiView):
    staff_only = True
    operations = {"post": Operation("archive_macro", gives=ArchivedMacroOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Take it out of every list; `restore` brings it back."""
        archive_macro(_macro(request, pk), actor=request.user)
        return Response(ArchivedMacroOut(_macro(request, pk), context={"person": request.user}).data)


class RestoreMacro(ApiView):
    staff_only = True
    operations = {"post": Operation("restore_macro", gives=MacroOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Bring an archived macro back."""
        restore_macro(_macro(request, pk), actor=request.user)
        return _shown(_macro(request, pk), request)


class FilledMacro(ApiView):
    staff_only = True
    operations = {"get": Operation("fill_macro", gives=FilledOut)}

    def get(self, request: ApiRequest, number: int, pk: int) -> Response:
        """The macro's words filled in for this ticket and you."""
        ticket = ticket_for(request.user, number)
        return Response(FilledOut(filled(_macro(request, pk), ticket, request.user)).data)


def _macro(request: ApiRequest, pk: int) -> Macro:
    macros = Macro.objects.visible_to(request.user).select_related("team", "owner", "assign_team")
    return macros.get(pk=pk)


def _shown(macro: Macro, request: ApiRequest, status: int = 200, **headers: str) -> Response:
    return Response(MacroOut(macro, context={"person": request.user}).data, status, headers=headers)


def _with_teams(fields: dict[str, Any]) -> dict[str, Any]:
    for name in ("team", "assign_team"):
        if name in fields:
            fields[name] = team_named(name, fields[name])
    return fields
