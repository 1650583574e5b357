"""Fields and forms: what agents fill in on a ticket, and what customers are asked in the form of a topic."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.form_forms import (
    FieldForm,
    FormForm,
    free_key,
    moved,
    places_described,
    places_shown,
    places_typed,
)
from desk.settings.http import (
    Column,
    archive_or_bring_back,
    archived_asked,
    edited,
    history_context,
    listing,
    row_of,
    search_of,
    status_of,
)
from desk.settings.queries import fields_like, forms_like
from desk.settings.wording_rows import wording_rows, wordings_typed
from tickets.actions.forms import (
    FIELD,
    FORM,
    add_field,
    add_form,
    archive_field,
    change_field,
    change_form,
    form_described,
    restore_field,
)
from tickets.models import Asking, Field, TicketForm
from tickets.wording import texts_of_field

_FIELD_COLUMNS = (
    Column(gettext_lazy("Question"), "name"),
    Column(gettext_lazy("Kind of answer"), "kind"),
    Column(gettext_lazy("Asked in"), css="is-extra"),
    Column("", css="is-act"),
)
_FIELD_SORTS = {"name": ("name", "key"), "kind": ("kind", "name")}
_FORM_COLUMNS = (
    Column(gettext_lazy("Name"), "name"),
    Column(gettext_lazy("Fields"), "fields", "is-number"),
    Column(gettext_lazy("Customers read"), css="is-extra"),
    Column(""),
)
_FORM_SORTS = {"order": ("position", "name"), "name": ("name",), "fields": ("fields_count", "name")}


@require_safe
@may_required(Permission.SETTINGS)
def fields(request: AgentRequest) -> HttpResponse:
    found = fields_like(search_of(request), archived=archived_asked(request))
    context = {"listing": listing(request, found, _FIELD_COLUMNS, _FIELD_SORTS), "page_key": "fields"}
    return render(request, "settings/fields.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def new_field(request: AgentRequest) -> HttpResponse:
    return _edit_field(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def field(request: AgentRequest, pk: int) -> HttpResponse:
    return _edit_field(request, row_of(Field.objects.all(), pk))


@require_POST
@may_required(Permission.SETTINGS)
def archive(request: AgentRequest, pk: int) -> HttpResponse:
    """`undo=1` brings it back."""
    chosen = row_of(Field.objects.all(), pk)
    return archive_or_bring_back(
        request,
        chosen,
        archive=archive_field,
        bring_back=restore_field,
        to=reverse("settings:fields"),
        refused_to=reverse("settings:field", args=[pk]),
        named_as=("field", chosen.key),
    )


@require_safe
@may_required(Permission.SETTINGS)
def forms(request: AgentRequest) -> HttpResponse:
    found = forms_like(search_of(request))
    context = {"listing": listing(request, found, _FORM_COLUMNS, _FORM_SORTS), "page_key": "forms"}
    return render(request, "settings/forms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def new_form(request: AgentRequest) -> HttpResponse:
    return _edit_form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def form(request: AgentRequest, pk: int) -> HttpResponse:
    return _edit_form(request, row_of(TicketForm.objects.all(), pk))


def _edit_field(request: AgentRequest, chosen: Field | None) -> HttpResponse:
    typed = FieldForm(request.POST or None, field=chosen)

    texts = texts_of_field(chosen.name, chosen.help, chosen.options) if chosen else []

    def save() -> None:
        words = dict(typed.cleaned_data)
        now = texts_of_field(words["name"], words["help"], words["options"])
        words["translations"] = wordings_typed(texts, now, request.POST)
        if chosen is None:
            add_field(actor=request.user, key=free_key(words["name"]), **words)
        else:
            change_field(chosen, actor=request.user, **words)

    if saved := edited(request, typed, save, kind=FIELD, thing=chosen, to=reverse("settings:fields")):
        return saved
    context = {
        "form": typed,
        "field": chosen,
        "wordings": wording_rows(texts, chosen.translations if chosen else {}, request.POST),
        "heading": chosen.name if chosen else _("New field"),
        "back": reverse("settings:fields"),
        "page_key": "fields",
        **history_context(FIELD, chosen),
    }
    return render(request, "settings/field.html", context, status=status_of(typed))


def _edit_form(request: AgentRequest, chosen: TicketForm | None) -> HttpResponse:
    """A button of a row (`act`) only moves what was typed; nothing is saved before Save."""
    typed = FormForm(request.POST or None, form=chosen)
    rows = places_shown(form_described(chosen)["fields"]) if chosen else []
    if request.method == "POST":
        rows = moved(places_typed(request.POST), request.POST.get("act", ""))
    texts = _texts_of_topic(chosen.topic or chosen.name, chosen.introduction) if chosen else []
    is_saved = request.method == "POST" and not request.POST.get("act")
    if is_saved:

        def save() -> None:
            words = dict(typed.cleaned_data)
            now = _texts_of_topic(words["topic"] or words["name"], words["introduction"])
            words["translations"] = wordings_typed(texts, now, request.POST)
            _save_form(request, chosen, words, rows)

        if saved := edited(request, typed, save, kind=FORM, thing=chosen, to=reverse("settings:forms")):
            return saved
    choosable = list(Field.objects.filter(archived_at=None).order_by("name"))
    by_key = {one.key: one for one in choosable}
    context = {
        "form": typed,
        "rows": [*rows, *({"key": "", "needed": "", "while": "", "values": "", "asking": ""} for _number in range(2))],
        "askings": Asking.choices,
        "last": len(rows) - 1,
        "choosable": choosable,
        "preview": _preview(rows, by_key),
        "heading": chosen.name if chosen else _("New form"),
        "ticket_form": chosen,
        "wordings": wording_rows(texts, chosen.translations if chosen else {}, request.POST),
        "back": reverse("settings:forms"),
        "page_key": "forms",
        **history_context(FORM, chosen),
    }
    return render(request, "settings/form_of_ticket.html", context, status=status_of(typed) if is_saved else 200)


def _texts_of_topic(topic: str, introduction: str) -> list[str]:
    return [text for text in (topic, introduction) if text]


def _preview(rows: list[dict[str, str]], by_key: dict[str, Field]) -> list[dict[str, object]]:
    """What the form would ask, with the field that each depends on."""
    known = [row for row in rows if row["key"] in by_key]
    return [{**row, "field": by_key[row["key"]], "other": by_key.get(row["while"])} for row in known]


def _save_form(request: AgentRequest, chosen: TicketForm | None, words: dict[str, Any], rows: list[Any]) -> None:
    kinds = dict(Field.objects.values_list("key", "kind"))
    places = places_described(rows, kinds)
    if chosen is None:
        add_form(actor=request.user, fields=places, **words)
    else:
        change_form(chosen, actor=request.user, fields=places, **words)
