"""Forms and their fields: what can be asked, and the answers on a ticket."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import User
from helpdesk.api.fields import Id, RequestBody, StrictField
from helpdesk.api.problems import UnknownReference
from helpdesk.api.schema import Operation
from tickets import actions
from tickets.fields import FieldOfForm
from tickets.forms import forms_with_fields
from tickets.models import FieldKind, Ticket, TicketForm

MOST_ANSWERS = 100
MOST_STEPS = 20
LONGEST_ANSWER = 2_000


class Answers(StrictField):
    """An object of field key → answer; null takes an answer back."""

    default_error_messages = {
        "type": _("Write an object: field key → answer."),
        "max_length": _("At most {max_length} are possible."),
        "answer": _("An answer is a string, a number, true, false, a path (a list of strings), or null."),
    }

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            self.fail("type")
        if len(data) > MOST_ANSWERS:
            self.fail("max_length", max_length=MOST_ANSWERS)
        if not all(_is_answer(value) for value in data.values()):
            self.fail("answer")
        return dict(data)

    def openapi(self) -> dict[str, Any]:
        word = {"type": "string", "maxLength": LONGEST_ANSWER}
        path = {"type": "array", "items": word, "maxItems": MOST_STEPS}
        return {
            "type": "object",
            "maxProperties": MOST_ANSWERS,
            "additionalProperties": {
                "anyOf": [{**word, "nullable": True}, {"type": "number"}, {"type": "boolean"}, path],
            },
        }


def _is_answer(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_ANSWER
    if isinstance(value, list):
        return len(value) <= MOST_STEPS and all(isinstance(part, str) and _is_answer(part) for part in value)
    return value is None or isinstance(value, bool | int | float)


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
    form = None
    if words["form"] is not None:
        form = TicketForm.objects.filter(pk=words["form"]).first()
        if form is None:
            raise UnknownReference("form", str(_("There is no such form.")))
    actions.set_form(ticket, actor=person, form=form)


def set_fields(ticket: Ticket, person: User, words: dict[str, Any]) -> None:
    """Answer fields of the ticket's form; all of them or none."""
    actions.set_fields(ticket, actor=person, values=words["fields"])
