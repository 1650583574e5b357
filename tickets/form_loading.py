"""Forms from a file: fields by their key, forms by their name. What is not in the file stays as it is.

{"fields": [{"key": "order", "name": "Order number", "kind": "text", "required_on_solve": true, "help": "…"}, …],
 "forms": [{"name": "Billing", "fields": ["order", {"key": "reason", "shown_while": {"field": "refund", "values": [true]}}]}]}
With "for_customers" a form is a topic of the portal ("topic", "introduction", "icon"), whose fields say by "asking" what
customers find of them: "never", "optional" (as where it is left out) or "required".
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tickets.models import Asking, Field, FieldKind, FormField, TicketForm, TopicIcon
from tickets.wording import kept_wordings

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_OF_FIELD = frozenset({"key", "name", "kind", "options", "required_on_solve", "help", "translations"})
_OF_FORM = frozenset(
    {"name", "is_active", "fields", "position", "for_customers", "topic", "introduction", "icon", "translations"}
)
_OF_PLACE = frozenset({"key", "required_on_solve", "shown_while", "asking"})
_LAST_PLACE = 9_999


class WrongForms(ValueError):
    """The file says something that cannot be, with where."""


@dataclass(frozen=True, slots=True)
class Loaded:
    fields: int
    forms: int


@transaction.atomic
def load_forms(described: Mapping[str, Any]) -> Loaded:
    """All of it or, raising WrongForms, nothing."""
    fields = [load_field(row) for row in described.get("fields", ())]
    forms = [load_form(row, position) for position, row in enumerate(described.get("forms", ()))]
    return Loaded(len(fields), len(forms))


def load_field(row: Mapping[str, Any]) -> Field:
    """Made, or the one of its key changed and in use again."""
    key = str(row.get("key", ""))
    _refuse_unknown(f"field {key!r}", row, _OF_FIELD)
    if not _KEY.fullmatch(key):
        raise WrongForms(f"field {key!r}: a key is a small letter, then small letters, digits and _, at most 40")
    kind = row.get("kind")
    if kind not in FieldKind.values:
        raise WrongForms(f"field {key!r}: kind is one of {', '.join(FieldKind.values)}, not {kind!r}")
    _refuse_options(key, kind, row.get("options", []))
    present = Field.objects.filter(key=key).first()
    if present is not None and present.kind != kind:
        raise WrongForms(
            f"field {key!r} is of kind {present.kind}: answers depend on it. Make a field with another key"
        )
    values = {
        "name": row.get("name") or key.replace("_", " ").capitalize(),
        "kind": kind,
        "options": row.get("options", []),
        "required_on_solve": bool(row.get("required_on_solve", False)),
        "help": row.get("help", ""),
        "translations": _wordings(f"field {key!r}", row),
        "archived_at": None,
    }
    return Field.objects.update_or_create(key=key, defaults=values)[0]


def _refuse_options(key: str, kind: str, options: Any) -> None:
    if kind == FieldKind.CHOICE:
        is_right = bool(options) and all(isinstance(option, str) and option.strip() for option in options)
    elif kind == FieldKind.TREE:
        is_right = bool(options) and all(_is_branch(option) for option in options)
    else:
        is_right = not options
    if not is_right:
        raise WrongForms(f"field {key!r}: a choice has words as options, a tree {{name, options}}, all others none")


def _is_branch(option: Any) -> bool:
    return (
        isinstance(option, Mapping)
        and isinstance(option.get("name"), str)
        and bool(option["name"].strip())
        and all(_is_branch(below) for below in option.get("options", ()))
    )


def load_form(row: Mapping[str, Any], position: int) -> TicketForm:
    """Made, or the one of its name changed."""
    name = str(row.get("name", "")).strip()
    _refuse_unknown(f"form {name!r}", row, _OF_FORM)
    if not name:
        raise WrongForms("a form needs a name")
    form, _is_new = TicketForm.objects.update_or_create(name=name, defaults=_own_values(name, row, position))
    places = [place if isinstance(place, Mapping) else {"key": place} for place in row.get("fields", ())]
    by_key = _fields_of(name, places)
    form.places.all().delete()
    FormField.objects.bulk_create(_place(form, by_key, place, at) for at, place in enumerate(places))
    return form


def _own_values(form: str, row: Mapping[str, Any], position: int) -> dict[str, Any]:
    position, icon = row.get("position", position), row.get("icon", TopicIcon.QUESTION)
    if not isinstance(position, int) or isinstance(position, bool) or not 0 <= position <= _LAST_PLACE:
        raise WrongForms(f"form {form!r}: a place in the list is a number from 0 to {_LAST_PLACE}")
    if icon not in TopicIcon.values:
        raise WrongForms(f"form {form!r}: icon is one of {', '.join(TopicIcon.values)}, not {icon!r}")
    return {
        "position": position,
        "is_active": bool(row.get("is_active", True)),
        "for_customers": bool(row.get("for_customers", False)),
        "topic": " ".join(str(row.get("topic", "")).split())[:80],
        "introduction": str(row.get("introduction", "")).strip()[:300],
        "icon": icon,
        "translations": _wordings(f"form {form!r}", row),
    }


def _wordings(where: str, row: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    try:
        return kept_wordings(row.get("translations") or {})
    except ValueError as wrong:
        raise WrongForms(f"{where}: {wrong}") from wrong


def _fields_of(form: str, places: Iterable[Mapping[str, Any]]) -> dict[str, Field]:
    keys = [str(place.get("key", "")) for place in places]
    found = {field.key: field for field in Field.objects.filter(key__in=keys)}
    if missing := [key for key in keys if key not in found]:
        raise WrongForms(f"form {form!r}: there is no field {missing[0]!r}")
    if len(found) < len(keys):
        raise WrongForms(f"form {form!r}: a field stands in it twice")
    return found


def _place(form: TicketForm, by_key: Mapping[str, Field], row: Mapping[str, Any], position: int) -> FormField:
    _refuse_unknown(f"form {form.name!r}, field {row['key']!r}", row, _OF_PLACE)
    condition = row.get("shown_while") or {}
    other = by_key.get(condition.get("field", "")) if condition else None
    if condition and (other is None or other.key == row["key"]):
        raise WrongForms(
            f"form {form.name!r}: {row['key']!r} depends on {condition.get('field')!r}, which is not in it"
        )
    asking = row.get("asking", Asking.OPTIONAL)
    if asking not in Asking.values:
        raise WrongForms(f"form {form.name!r}, field {row['key']!r}: asking is one of {', '.join(Asking.values)}")
    return FormField(
        form=form,
        asking=asking,
        field=by_key[row["key"]],
        position=position,
        required_on_solve=bool(row.get("required_on_solve", False)),
        condition_field=other,
        condition_values=list(condition.get("values", [])),
    )


def _refuse_unknown(where: str, row: Mapping[str, Any], known: frozenset[str]) -> None:
    if unknown := sorted(set(row) - known):
        raise WrongForms(f"{where}: {unknown[0]!r} is not known")
