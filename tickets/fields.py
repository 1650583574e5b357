"""What the fields of a form mean: which are shown, which are missing, and which value somebody's words are.

Pure: no database. A field whose condition does not hold is hidden: not shown and not required, but what was answered is kept
and shows again with the condition, so that a wrong choice in between loses nothing. Values as they are stored: text and
choices as words, numbers as numbers, dates as ISO days, a tree as the path to its leaf, a checkbox as true.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from tickets.content import storable
from tickets.errors import Invalid
from tickets.models.form import FieldKind
from tickets.wording import Wordings, said

LONGEST_TEXT = 500
MOST_DIGITS = 15  # what a JSON number holds exactly
PATH_SIGN = " › "
_PATH_SIGNS = re.compile(r"\s*(?:›|::|>)\s*")

Value = str | int | float | bool | list[str]
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class FieldOfForm:
    """A field in its place, without the database."""

    key: str
    name: str
    kind: str
    options: Sequence[Any] = ()
    is_required: bool = False
    help: str = ""
    condition_key: str = ""
    condition_values: Sequence[Any] = ()
    is_archived: bool = False
    translations: Wordings = field(default_factory=dict, hash=False)

    def said(self, words: str) -> str:
        """Its name, help or an option as a customer reads it, in their language."""
        return said(words, self.translations)


def shown_fields(fields: Sequence[FieldOfForm], values: Values) -> list[FieldOfForm]:
    """Those whose conditions hold, in their order; a condition on a hidden field does not."""
    by_key = {field.key: field for field in fields}
    return [field for field in fields if _is_shown(field, by_key, values, frozenset())]


def missing_fields(fields: Sequence[FieldOfForm], values: Values) -> list[FieldOfForm]:
    """Those that must be answered before the ticket is solved, and are not."""
    return [field for field in shown_fields(fields, values) if field.is_required and field.key not in values]


def cleaned(field: FieldOfForm, typed: object) -> Value | None:
    """The value that these words (or this value of the API) are; None: empty. Raises Invalid with what to do instead."""
    if typed is None or isinstance(typed, str) and not typed.strip():
        return None
    return _CLEANERS[FieldKind(field.kind)](field, typed)


def value_text(field: FieldOfForm, value: object) -> str:
    """As people read it, in their language."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return PATH_SIGN.join(str(part) for part in value)
    if isinstance(value, int | float):
        return formats.localize_input(value) or ""
    if field.kind == FieldKind.DATE:
        return formats.date_format(date.fromisoformat(str(value)), "SHORT_DATE_FORMAT", use_l10n=True)
    return str(value)


def leaves_of(options: Iterable[Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every path to an option that has none below it, in their order."""
    for option in options:
        here = (*path, str(option["name"]))
        if option.get("options"):
            yield from leaves_of(option["options"], here)
        else:
            yield here


def _is_shown(field: FieldOfForm, by_key: Mapping[str, FieldOfForm], values: Values, above: frozenset[str]) -> bool:
    if field.is_archived:
        return False
    if not field.condition_key:
        return True
    other = by_key.get(field.condition_key)
    if other is None or other.key in above or other.key not in values:  # in a ring nothing holds
        return False
    if field.condition_values and not any(_holds(values[other.key], wanted) for wanted in field.condition_values):
        return False
    return _is_shown(other, by_key, values, above | {field.key})


def _holds(value: Value, wanted: Any) -> bool:
    """A path is also whatever it lies below. True is not 1."""
    if isinstance(value, list):
        start = wanted if isinstance(wanted, list) else [wanted]
        return value[: len(start)] == start
    return (
        type(value) is type(wanted) and value == wanted or _is_number(value) and _is_number(wanted) and value == wanted
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(field: FieldOfForm, typed: object) -> Value:
    text = storable(_words(field, typed)).strip()
    if len(text) > LONGEST_TEXT:
        raise Invalid(
            _("%(field)s: at most %(most)s characters, please.") % {"field": field.name, "most": LONGEST_TEXT}
        )
    return text


def _number(field: FieldOfForm, typed: object) -> Value:
    """Typed as people of this language write it; a point is understood everywhere."""
    wrong = Invalid(_("%(field)s: write a number, such as 12 or 12.5.") % {"field": field.name})
    if isinstance(typed, bool):
        raise wrong
    text = str(typed) if _is_number(typed) else re.sub(r"\s", "", _words(field, typed))
    if not _is_number(typed):
        text = _plain_number(text)
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise wrong from error
    if not number.is_finite():
        raise wrong
    if len(number.normalize().as_tuple().digits) > MOST_DIGITS or abs(number.adjusted()) > MOST_DIGITS:
        raise Invalid(_("%(field)s: this number is too long.") % {"field": field.name})
    return int(number) if number == number.to_integral_value() else float(number)


def _plain_number(text: str) -> str:
    """With a point, and nothing between thousands: "1.234,5" and "1,234.5" are 1234.5; "12,5" is 12.5 where a comma is one."""
    decimal = formats.get_format("DECIMAL_SEPARATOR")
    thousands = "." if decimal == "," else ","
    if text.count(thousands) == 1 and decimal not in text and not re.search(r"[.,][0-9]{3}$", text):
        return text.replace(thousands, ".")
    grouped = re.fullmatch(
        rf"[+-]?[0-9]{{1,3}}(?:{re.escape(thousands)}[0-9]{{3}})+(?:{re.escape(decimal)}[0-9]+)?", text
    )
    return (text.replace(thousands, "") if grouped else text).replace(decimal, ".")


def _date(field: FieldOfForm, typed: object) -> Value:
    """As a calendar writes it (2026-03-31), or as people of this language do."""
    text = _words(field, typed).strip()
    for shape in ("%Y-%m-%d", *formats.get_format("DATE_INPUT_FORMATS")):
        try:
            day = datetime.strptime(text, shape).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
        return day.isoformat()
    example = formats.date_format(date(2026, 3, 31), "SHORT_DATE_FORMAT", use_l10n=True)
    raise Invalid(_("%(field)s: write a date, such as %(example)s.") % {"field": field.name, "example": example})


def _choice(field: FieldOfForm, typed: object) -> Value:
    text = _words(field, typed).strip()
    for option in field.options:
        if str(option).casefold() == text.casefold():
            return str(option)
    raise _not_offered(field)


def _tree(field: FieldOfForm, typed: object) -> Value:
    """A path as a list, or as words with › (or ::) between them."""
    parts = typed if isinstance(typed, list) else _PATH_SIGNS.split(_words(field, typed).strip())
    wanted = tuple(str(part).casefold() for part in parts)
    for path in leaves_of(field.options):
        if tuple(part.casefold() for part in path) == wanted:
            return list(path)
    raise _not_offered(field)


def _checkbox(field: FieldOfForm, typed: object) -> Value | None:
    """Not ticked is empty: a checkbox that is required must be ticked."""
    words = {
        True: True,
        False: None,
        "on": True,
        "true": True,
        "yes": True,
        "1": True,
        "false": None,
        "no": None,
        "0": None,
    }
    key = typed if isinstance(typed, bool) else _words(field, typed).strip().lower()
    if key not in words:
        raise _not_offered(field)
    return words[key]


def _words(field: FieldOfForm, typed: object) -> str:
    if isinstance(typed, str):
        return typed
    raise Invalid(_("%(field)s does not take a value of this type.") % {"field": field.name})


def _not_offered(field: FieldOfForm) -> Invalid:
    return Invalid(_("%(field)s: choose one of the offered values.") % {"field": field.name})


_CLEANERS = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.TREE: _tree,
    FieldKind.CHECKBOX: _checkbox,
}
