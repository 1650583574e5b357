"""Forms and their fields: what can be asked, and the answers on a ticket."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import User
from helpdesk.api.fields import Id, RequestBody
from helpdesk.api.schema import Operation
from tickets import actions
from tickets.api.answers import Answers
from tickets.api.references import form_named
from tickets.fields import FieldOfForm
from tickets.forms import forms_with_fields
from tickets.models import FieldKind, Ticket


class FormIn(RequestBody):
    form = Id(allow_null=True, help_text="Null: no form.")


class FieldsIn(RequestBody):
    fields = Answers(  # type: ignore[assignment]  # a field, taken away by the metaclass
        help_text="Those that change; null takes an answer back."
    )


class ConditionOut(serializers.Serializer):
    field = serializers.CharField(source="condition_key")
    values = serializers.ListField(source="condition_values", help_text="One of these; empty: any.")


class FieldOut(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(FieldKind.values)
    options = serializers.ListField(help_text="Of a choice: strings. Of a tree: objects with name and options.")
    required_on_solve = serializers.BooleanField(source="is_required")
    help = serializers.CharField()
    shown_while = serializers.SerializerMethodField(help_text="Null: always.")

    def get_shown_while(self, field: FieldOfForm) -> dict[str, Any] | None:
        return ConditionOut(field).data if field.condition_key else None

    get_shown_while._spectacular_annotation = {  # type: ignore[attr-defined]  # how spectacular learns of it
        "field": ConditionOut(allow_null=True)
    }


class FormOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    is_active = serializers.BooleanField(help_text="Else no ticket gets it any more.")
    questions = FieldOut(many=True)


class FormList(serializers.Serializer):
    results = FormOut(many=True)


class Forms(ApiView):
    staff_only = True
    operations = {"get": Operation("list_forms", gives=FormList)}

    def get(self, request: ApiRequest) -> Response:
        """Every form with its fields, in their order."""
        rows = [
            {"id": form.pk, "name": form.name, "is_active": form.is_active, "questions": fields}
            for form, fields in forms_with_fields()
        ]
        return Response({"results": FormOut(rows, many=True).data})


def set_form(ticket: Ticket, person: User, words: dict[str, Any]) -> None:
    """Choose the ticket's form, or none; answers are kept."""
    actions.set_form(ticket, actor=person, form=form_named(words["form"], person))


def set_fields(ticket: Ticket, person: User, words: dict[str, Any]) -> None:
    """Answer fields of the ticket's form; all of them or none."""
    actions.set_fields(ticket, actor=person, values=words["fields"])
