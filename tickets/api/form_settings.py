"""Keeping fields and forms over the API, for admins. Reading forms: tickets/api/forms.py."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.naming import Named
from accounts.api.views import BY_ID, paged
from accounts.models import Scope
from accounts.permissions import Permission
from helpdesk.api.fields import Flag, ListOf, Number, RequestBody, StrictField, Text, UtcTime, Word, Words
from helpdesk.api.pagination import PageOut, PageQuery, page_of
from helpdesk.api.schema import Operation
from tickets.access import require
from tickets.actions.forms import (
    add_field,
    add_form,
    archive_field,
    change_field,
    change_form,
    form_described,
    restore_field,
)
from tickets.api.forms import FormList, Forms
from tickets.models import Asking, Field, FieldKind, TicketForm, TopicIcon
from tickets.wording import LONGEST_WORDING, kept_wordings, other_languages

KINDS = {kind.value: kind.value for kind in FieldKind}
_KEY = r"^[a-z][a-z0-9_]{0,39}$"
_LONGEST_OPTION = 100


class Option(StrictField):
    """Words, or of a tree {"name": words, "options": [...]}; what is right the verb says."""

    default_error_messages = {"type": "Write words, or an object with name and options."}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, str) and data.strip() and len(data) <= _LONGEST_OPTION and "\0" not in data:
            return data
        if isinstance(data, dict) and isinstance(data.get("name"), str) and not set(data) - {"name", "options"}:
            below = data.get("options", [])
            if isinstance(below, list):
                return {"name": self.to_internal_value(data["name"]), "options": [*map(self.to_internal_value, below)]}
        return self.fail("type")

    def openapi(self) -> dict[str, Any]:
        words = {"type": "string", "maxLength": _LONGEST_OPTION, "pattern": r"[^\s]"}
        tree = {
            "type": "object",
            "required": ["name"],
            "properties": {"name": words, "options": {"type": "array", "items": {}}},
        }
        return {"anyOf": [words, tree]}


class WordingsIn(StrictField):
    """Of each language an object: words as they were written → words in that language."""

    default_error_messages = {"type": "Write an object: language → an object of words by words."}

    def to_internal_value(self, data: Any) -> dict[str, dict[str, str]]:
        try:
            return kept_wordings(data)
        except ValueError:
            return self.fail("type")

    def openapi(self) -> dict[str, Any]:
        words = {"type": "object", "additionalProperties": {"type": "string", "maxLength": LONGEST_WORDING}}
        properties = {code: words for code, _name in other_languages()}
        return {"type": "object", "properties": properties, "additionalProperties": False}


class FieldSettingOut(serializers.ModelSerializer):
    options = serializers.ListField(help_text="Of a choice: strings. Of a tree: objects with name and options.")
    archived_at = UtcTime(allow_null=True)
    translations = serializers.DictField(help_text="Language → words → words in it, as customers read them.")

    class Meta:
        model = Field
        fields = ["id", "key", "name", "kind", "options", "required_on_solve", "help", "translations", "archived_at"]
        extra_kwargs: dict = {"key": {"validators": []}}


class ArchivedFieldOut(FieldSettingOut, Named):
    sort, key = "field", "key"

    class Meta(FieldSettingOut.Meta):
        fields = [*FieldSettingOut.Meta.fields, "named_by"]


class FieldPage(PageOut):
    results = FieldSettingOut(many=True)


class FieldChange(RequestBody):
    name = Words(max_length=80, required=False)
    options = ListOf(Option(), max_length=500, required=False)
    required_on_solve = Flag(required=False)
    help = Text(max_length=200, required=False)
    translations = WordingsIn(required=False)


class NewField(FieldChange):
    key = Text(max_length=40, pattern=_KEY, help_text="Names it in the API and in searches; it never changes.")
    kind = Word(KINDS)


class Condition(RequestBody):
    field = Text(max_length=40, pattern=_KEY)
    values = ListOf(Text(max_length=100), max_length=50, required=False, help_text="None: while it has any value.")


class Place(RequestBody):
    key = Text(max_length=40, pattern=_KEY)
    required_on_solve = Flag(required=False)
    shown_while = Condition(required=False, allow_null=True)
    asking = Word(
        {way.value: way.value for way in Asking}, required=False, help_text="Of customers; optional when left out."
    )


class FormChange(RequestBody):
    name = Words(max_length=80, required=False)
    is_active = Flag(required=False)
    fields_in_order = Place(many=True, required=False)
    position = Number(minimum=0, maximum=9_999, required=False, help_text="Its place in the list.")
    for_customers = Flag(required=False, help_text="Whether it is a topic that customers choose when they ask.")
    topic = Text(max_length=80, required=False, help_text="As customers read it; its name when empty.")
    introduction = Text(max_length=300, required=False, help_text="Stands below the topic.")
    icon = Word({icon.value: icon.value for icon in TopicIcon}, required=False)
    translations = WordingsIn(required=False)


class NewForm(FormChange):
    name = Words(max_length=80)


class FormSettingOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    is_active = serializers.BooleanField()
    fields_in_order = serializers.ListField(child=serializers.DictField())
    position = serializers.IntegerField()
    for_customers = serializers.BooleanField()
    topic = serializers.CharField()
    introduction = serializers.CharField()
    icon = serializers.ChoiceField(TopicIcon.values)
    translations = serializers.DictField(help_text="Language → words → words in it, as customers read them.")


class Fields(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("list_fields", query=PageQuery, gives=FieldPage),
        "post": Operation("add_field", takes=NewField, gives=FieldSettingOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """Every field, archived ones too: tickets keep what was answered."""
        asked = self.asked(request)
        fields = Field.objects.order_by()
        page = page_of(fields, sort=BY_ID, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, FieldSettingOut)

    def post(self, request: ApiRequest) -> Response:
        """For admins."""
        require(request.user, Permission.SETTINGS)
        field = add_field(actor=request.user, **self.taken(request))
        location = reverse("api:field_setting", args=[field.pk])
        return Response(FieldSettingOut(field).data, 201, headers={"Location": location})


class OneField(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_field", gives=FieldSettingOut),
        "patch": Operation("change_field", takes=FieldChange, gives=FieldSettingOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return _shown(pk)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """For admins. Key and kind stay, because answers depend on them."""
        require(request.user, Permission.SETTINGS)
        change_field(Field.objects.get(pk=pk), actor=request.user, **self.taken(request))
        return _shown(pk)


class ArchiveField(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("archive_field", gives=ArchivedFieldOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Ask it no more; refused while a form asks it."""
        archive_field(Field.objects.get(pk=pk), actor=request.user)
        return Response(ArchivedFieldOut(Field.objects.get(pk=pk)).data)


class RestoreField(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("restore_field", gives=FieldSettingOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        restore_field(Field.objects.get(pk=pk), actor=request.user)
        return _shown(pk)


class AllForms(Forms):
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("list_forms", gives=FormList),
        "post": Operation("add_form", takes=NewForm, gives=FormSettingOut, status=201),
    }

    def post(self, request: ApiRequest) -> Response:
        """For admins."""
        require(request.user, Permission.SETTINGS)
        form = add_form(actor=request.user, **_described(self.taken(request)))
        return Response(_form(form), 201, headers={"Location": reverse("api:form_setting", args=[form.pk])})


class OneForm(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_form", gives=FormSettingOut),
        "patch": Operation("change_form", takes=FormChange, gives=FormSettingOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(_form(TicketForm.objects.get(pk=pk)))

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """For admins. `fields_in_order` replaces them all; what tickets answered stays."""
        require(request.user, Permission.SETTINGS)
        change_form(TicketForm.objects.get(pk=pk), actor=request.user, **_described(self.taken(request)))
        return Response(_form(TicketForm.objects.get(pk=pk)))


def _described(words: dict[str, Any]) -> dict[str, Any]:
    """As the verbs take them."""
    described: dict[str, Any] = {name: words[name] for name in words if name != "fields_in_order"}
    if "fields_in_order" in words:
        described["fields"] = [
            {name: value for name, value in place.items() if value is not None} for place in words["fields_in_order"]
        ]
    return described


def _form(form: TicketForm) -> dict[str, Any]:
    described = form_described(form)
    return FormSettingOut({**described, "id": form.pk, "fields_in_order": described["fields"]}).data


def _shown(pk: int) -> Response:
    return Response(FieldSettingOut(Field.objects.get(pk=pk)).data)
