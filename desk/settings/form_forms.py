"""The forms with which fields and forms are kept: words as people type them, into the descriptions that the verbs take."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from tickets.models import Asking, Field, FieldKind, TopicIcon
from tickets.models.form import TicketForm

MOST_PLACES = 60
_STEP = 2  # blanks of one level of a tree


class FieldForm(forms.Form):
    name = forms.CharField(label=_("Question"), max_length=80, help_text=_("As it stands beside the answer."))
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=FieldKind.choices)
    options = forms.CharField(
        label=_("Options"),
        required=False,
        max_length=20_000,
        help_text=_("One a line. In a tree, two blanks before a line put it below the line above."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    help = forms.CharField(label=_("Help"), required=False, max_length=200, help_text=_("Below the answer."))
    required_on_solve = forms.BooleanField(label=_("Needed before a ticket is solved"), required=False)

    def __init__(self, *args: Any, field: Field | None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {}
        if field is not None:
            initial = {name: getattr(field, name) for name in ("name", "kind", "help", "required_on_solve")}
            initial["options"] = "\n".join(lines_of(field.options))
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.kept_kind = field.kind if field is not None else ""
        if field is not None:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, text = self.kept_kind or cleaned.get("kind", ""), cleaned.get("options", "")
        if kind in (FieldKind.CHOICE, FieldKind.TREE) and not text.strip():
            self.add_error("options", _("Write at least one option."))
        cleaned["options"] = options_of(text, is_tree=kind == FieldKind.TREE)
        if kind not in (FieldKind.CHOICE, FieldKind.TREE):
            cleaned["options"] = []
        return cleaned


class FormForm(forms.Form):
    """A form's name, and its places as rows `key-0`, `needed-0`, `while-0`, `values-0` …"""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Agents choose it on a ticket."))
    is_active = forms.BooleanField(
        label=_("Offered on tickets"), required=False, help_text=_("Otherwise only tickets that have it keep it.")
    )
    for_customers = forms.BooleanField(
        label=_("Shown to customers"),
        required=False,
        help_text=_("They choose it as a topic when they ask, and answer its fields then."),
    )
    topic = forms.CharField(
        label=_("Topic, as customers read it"),
        required=False,
        max_length=80,
        help_text=_("Such as “A charge on my bill”. Its name when empty."),
    )
    introduction = forms.CharField(
        label=_("Help text"), required=False, max_length=300, help_text=_("One sentence below the topic.")
    )
    icon = forms.ChoiceField(label=_("Icon"), choices=TopicIcon.choices, required=False)
    position = forms.IntegerField(
        label=_("Place in the list"),
        required=False,
        min_value=0,
        max_value=9_999,
        help_text=_("Small numbers come first."),
    )

    def __init__(self, *args: Any, form: TicketForm | None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"is_active": True, "icon": TopicIcon.QUESTION}
        if form is not None:
            initial = {name: getattr(form, name) for name in self.base_fields}
        super().__init__(*args, **{**kwargs, "initial": initial})

    def clean_icon(self) -> str:
        return self.cleaned_data["icon"] or TopicIcon.QUESTION.value

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0


def places_typed(data: Any) -> list[dict[str, str]]:
    """The rows as they were typed, in their order; those without a field are left out."""
    rows = [
        {part: data.get(f"{part}-{number}", "") for part in ("key", "needed", "while", "values", "asking")}
        for number in range(MOST_PLACES)
    ]
    return [row for row in rows if row["key"]]


def places_shown(described: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """The rows of a form as they can be typed."""
    return [
        {
            "key": place["key"],
            "needed": "on" if place.get("required_on_solve") else "",
            "while": place.get("shown_while", {}).get("field", ""),
            "values": ", ".join(map(_typed_value, place.get("shown_while", {}).get("values", []))),
            "asking": place.get("asking", Asking.OPTIONAL),
        }
        for place in described
    ]


def places_described(rows: Iterable[dict[str, str]], kinds: dict[str, str]) -> list[dict[str, Any]]:
    """As the verb takes them; `kinds`: of the fields by their keys."""
    places = []
    for row in rows:
        place: dict[str, Any] = {"key": row["key"]}
        if row["needed"]:
            place["required_on_solve"] = True
        if row["asking"] and row["asking"] != Asking.OPTIONAL:
            place["asking"] = row["asking"]
        if row["while"]:
            place["shown_while"] = {"field": row["while"], "values": _values(row["values"], kinds.get(row["while"]))}
        places.append(place)
    return places


def moved(rows: list[dict[str, str]], act: str) -> list[dict[str, str]]:
    """After one of the page's buttons: "up-2", "down-0", "drop-1"; anything else changes nothing."""
    what, _dash, place = act.partition("-")
    if not place.isdecimal() or int(place) >= len(rows):
        return rows
    number = int(place)
    row = rows[number]
    rest = rows[:number] + rows[number + 1 :]
    if what == "drop":
        return rest
    target = number - 1 if what == "up" else number + 1 if what == "down" else number
    target = max(0, min(target, len(rest)))
    return [*rest[:target], row, *rest[target:]]


def free_key(name: str) -> str:
    """For a new field, from its question; it names the field in the API and in searches, and never changes."""
    base = re.sub(r"[^a-z0-9]+", "_", slugify(name.casefold())).strip("_")[:34] or "field"
    base = base if base[0].isalpha() else f"field_{base}"
    taken = set(Field.objects.filter(key__startswith=base).values_list("key", flat=True))
    return next(key for key in (base, *(f"{base}_{number}" for number in range(2, 9_999))) if key not in taken)


def options_of(text: str, *, is_tree: bool) -> list[Any]:
    """Lines into options; of a tree each below the last line that is less indented."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    if not is_tree:
        return list(dict.fromkeys(line.strip() for line in lines))
    roots: list[dict[str, Any]] = []
    above: list[tuple[int, list[dict[str, Any]]]] = [(-1, roots)]
    for line in lines:
        indent = len(line) - len(line.lstrip())
        while above[-1][0] >= indent:
            above.pop()
        option: dict[str, Any] = {"name": line.strip()}
        parent = above[-1][1]
        parent.append(option)
        option["options"] = []
        above.append((indent, option["options"]))
    return [_without_empty(option) for option in roots]


def lines_of(options: Iterable[Any], depth: int = 0) -> Iterable[str]:
    for option in options:
        name, below = (option, ()) if isinstance(option, str) else (option["name"], option.get("options", ()))
        yield " " * (_STEP * depth) + name
        yield from lines_of(below, depth + 1)


def _without_empty(option: dict[str, Any]) -> dict[str, Any]:
    below = [_without_empty(one) for one in option["options"]]
    return {"name": option["name"], "options": below} if below else {"name": option["name"]}


def _values(text: str, kind: str | None) -> list[Any]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if kind == FieldKind.CHECKBOX:
        return [True]
    if kind == FieldKind.NUMBER:
        return [
            float(part) if "." in part else int(part) for part in parts if re.fullmatch(r"-?\d{1,15}(\.\d+)?", part)
        ]
    return parts


def _typed_value(value: Any) -> str:
    return "" if value is True else str(value)
