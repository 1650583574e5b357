"""The forms that admins made, as values for tickets/fields.py."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from helpdesk.prepared import Prepared
from tickets.fields import FieldOfForm
from tickets.models import Asking, Field, FormField, TicketForm

_places = Prepared(
    lambda form: (
        FormField.objects.filter(form=form)
        .select_related("form", "field", "condition_field")
        .order_by("position", "pk")
    )
)


@dataclass(frozen=True, slots=True)
class Form:
    name: str
    fields: list[FieldOfForm]


def form_asked(pk: int) -> Form:
    """The form with its fields in their order; one statement."""
    places = _places(pk)
    name = places[0].form.name if places else TicketForm.objects.get(pk=pk).name
    return Form(name, [_in_its_place(place) for place in places])


def fields_of(form: int) -> list[FieldOfForm]:
    return form_asked(form).fields


def offered_forms() -> list[TicketForm]:
    return list(TicketForm.objects.filter(is_active=True))


def topics() -> list[TicketForm]:
    """What customers choose among when they ask, in its order."""
    return list(TicketForm.objects.filter(is_active=True, for_customers=True))


def topic_asked(pk: int) -> tuple[TicketForm, list[FieldOfForm]] | None:
    """A topic and what customers find of its fields; `is_required` says what they must answer. None: no topic (any more)."""
    form = TicketForm.objects.filter(pk=pk, is_active=True, for_customers=True).first()
    return (form, customers_fields(form.pk)) if form else None


def customers_fields(form: int) -> list[FieldOfForm]:
    return _of_customers(_places(form))


def topics_with_questions() -> list[tuple[TicketForm, list[FieldOfForm]]]:
    """Two statements."""
    places = FormField.objects.select_related("field", "condition_field").order_by("position", "pk")
    by_form: dict[int, list[FormField]] = {}
    for place in places.filter(form__is_active=True, form__for_customers=True):
        by_form.setdefault(place.form_id, []).append(place)
    return [(form, _of_customers(by_form.get(form.pk, []))) for form in topics()]


def forms_with_fields() -> list[tuple[TicketForm, list[FieldOfForm]]]:
    """Every form, with its fields in their order; two statements."""
    places = FormField.objects.select_related("field", "condition_field").order_by("position", "pk")
    by_form: dict[int, list[FieldOfForm]] = {}
    for place in places:
        by_form.setdefault(place.form_id, []).append(_in_its_place(place))
    return [(form, by_form.get(form.pk, [])) for form in TicketForm.objects.all()]


def field_alone(field: Field) -> FieldOfForm:
    """As a list or a search needs it, outside any form."""
    return FieldOfForm(
        field.key,
        field.name,
        field.kind,
        field.options,
        field.required_on_solve,
        field.help,
        is_archived=field.archived_at is not None,
        translations=field.translations,
    )


def fields_named(keys: Iterable[str]) -> dict[str, FieldOfForm]:
    """By key; archived ones too: tickets keep what was answered."""
    return {field.key: field_alone(field) for field in Field.objects.filter(key__in=list(keys))}


def _of_customers(places: Iterable[FormField]) -> list[FieldOfForm]:
    return [
        replace(_in_its_place(place), is_required=place.asking == Asking.REQUIRED)
        for place in places
        if place.asking != Asking.NEVER
    ]


def _in_its_place(place: FormField) -> FieldOfForm:
    field = place.field
    return FieldOfForm(
        key=field.key,
        name=field.name,
        kind=field.kind,
        options=field.options,
        is_required=field.required_on_solve or place.required_on_solve,
        help=field.help,
        condition_key=place.condition_field.key if place.condition_field else "",
        condition_values=place.condition_values,
        is_archived=field.archived_at is not None,
        translations=field.translations,
    )
