"""The history of settings over the API, and the whole configuration as one file; for admins."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.models import Scope, SettingChange
from accounts.models.setting import SettingAct
from accounts.setting_changes import require_setting
from desk.settings.configuration import Comparison, compare, export, take_over
from desk.settings.deadlines import preview_of_undoing
from desk.settings.history import changes_of, undo
from desk.settings.kinds import BY_CODE
from helpdesk.api.fields import Flag, RequestBody, Text, UtcTime, Word
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from sla.api.shapes import DeadlinePreviewOut

KINDS = {code: code for code in BY_CODE}
# Larger files go by the page or the command.
MOST_CHARACTERS = 500_000


class SettingChangeOut(serializers.ModelSerializer):
    actor = serializers.CharField(source="who", help_text="The person's name, or the machine's.")
    at = UtcTime()
    changes = serializers.DictField(
        child=serializers.ListField(), help_text="Field → [before, after], in names and addresses."
    )
    undoes = serializers.IntegerField(source="undoes_id", allow_null=True, help_text="The change it took back.")
    act = serializers.ChoiceField(SettingAct.values)

    class Meta:
        model = SettingChange
        fields = ["id", "kind", "key", "name", "act", "changes", "actor", "at", "undoes"]


class SettingChangePage(PageOut):
    results = SettingChangeOut(many=True)


class SettingChangeQuery(PageQuery):
    kind = Word(KINDS, required=False)
    key = Text(max_length=64, required=False, help_text="The id of the thing; only with its kind.")


class ConfigurationOut(serializers.Serializer):
    yaml = serializers.CharField(help_text="The file; the same for the same configuration.")


class ConfigurationIn(RequestBody):
    yaml = Text(max_length=MOST_CHARACTERS)
    remove = Flag(required=False, default=False, help_text="Archive what the file does not name.")
    dry_run = Flag(required=False, default=False, help_text="Only compare.")


class ComparedOut(serializers.Serializer):
    act = serializers.ChoiceField(["added", "changed", "removed"])
    kind = serializers.CharField()
    name = serializers.CharField()


class ComparisonOut(serializers.Serializer):
    summary = serializers.CharField()
    steps = ComparedOut(many=True)
    problems = serializers.ListField(
        child=serializers.CharField(), help_text="Each begins with its place; with any, nothing was changed."
    )
    deadlines = DeadlinePreviewOut(
        allow_null=True,
        help_text="Open tickets that would follow; null without `dry_run`, and when no calendar or policy changes.",
    )


class UndoingOut(serializers.Serializer):
    deadlines = DeadlinePreviewOut(
        allow_null=True, help_text="Open tickets that would follow; null when the change is about no promise."
    )


class SettingChanges(ApiView):
    staff_only = True
    operations = {"get": Operation("list_setting_changes", query=SettingChangeQuery, gives=SettingChangePage)}

    def get(self, request: ApiRequest) -> Response:
        """Who changed which setting from what to what, the newest first."""
        require_setting(request.user)
        asked = self.asked(request)
        found = changes_of(asked.get("kind", ""), asked.get("key"))
        sort = Sort("pk", descending=True)
        page = page_of(found, sort=sort, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, SettingChangeOut)


class UndoSettingChange(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("preview_undo_of_setting_change", gives=UndoingOut, scope=Scope.ADMIN),
        "post": Operation("undo_setting_change", gives=SettingChangeOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        """What taking it back would do to deadlines. Nothing is changed."""
        require_setting(request.user)
        preview = preview_of_undoing(SettingChange.objects.get(pk=pk), actor=request.user)
        return Response(UndoingOut({"deadlines": preview}).data)

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Put the changed fields back; what else was changed since stays. Answers with the change that did it."""
        change = SettingChange.objects.get(pk=pk)
        undo(change, actor=request.user)
        undone = SettingChange.objects.select_related("actor").filter(undoes=change).first()
        return Response(SettingChangeOut(undone or change).data)


class Configuration(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("export_configuration", gives=ConfigurationOut, scope=Scope.ADMIN),
        "post": Operation("import_configuration", takes=ConfigurationIn, gives=ComparisonOut),
    }

    def get(self, request: ApiRequest) -> Response:
        """All of it as one YAML file."""
        require_setting(request.user)
        return Response({"yaml": export()})

    def post(self, request: ApiRequest) -> Response:
        """Take a file over: all of it, or with a problem nothing. What it does not name stays, unless `remove`."""
        require_setting(request.user)
        words = self.taken(request)
        act = compare if words["dry_run"] else take_over
        return Response(_compared(act(words["yaml"], actor=request.user, remove=words["remove"])))


def _compared(comparison: Comparison) -> dict[str, Any]:
    steps = [{"act": step.act, "kind": step.kind.code, "name": step.name} for step in comparison.steps]
    summary = _("Nothing was changed.") if comparison.problems else comparison.summary
    told = {"summary": summary, "steps": steps, "problems": comparison.problems, "deadlines": comparison.deadlines}
    return ComparisonOut(told).data
