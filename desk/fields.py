"""The ticket's form as its page shows it: one control for each field that is asked now."""

from dataclasses import dataclass

from tickets.fields import PATH_SIGN, FieldOfForm, leaves_of, shown_fields, value_text
from tickets.forms import form_asked
from tickets.models import FieldKind, Ticket

MOST_PATHS = 30


@dataclass(frozen=True, slots=True)
class FieldBox:
    """A field with its answer; `typed` and `error` while an answer was refused."""

    field: FieldOfForm
    value: object
    is_missing: bool
    typed: str | None = None
    error: str = ""

    @property
    def text(self) -> str:
        """What stands in the control: a day as the browser's calendar takes it, all else as people write it."""
        if self.typed is not None:
            return self.typed
        if self.field.kind == FieldKind.DATE:
            return str(self.value or "")
        return value_text(self.field, self.value)

    @property
    def is_lost_choice(self) -> bool:
        """The answer is no longer among the options."""
        return self.value is not None and self.field.kind == FieldKind.CHOICE and self.value not in self.field.options


@dataclass(frozen=True, slots=True)
class FormBox:
    name: str
    boxes: list[FieldBox]


def form_box(ticket: Ticket) -> FormBox | None:
    """One statement where the ticket has a form, else none."""
    if ticket.form_id is None:
        return None
    form = form_asked(ticket.form_id)
    return FormBox(form.name, [_box(field, ticket) for field in shown_fields(form.fields, ticket.fields)])


def refused_box(ticket: Ticket, key: str, typed: str, error: str) -> FieldBox | None:
    """The control of this field with the words that it did not take; None where it is not asked."""
    box = form_box(ticket)
    found = next((one for one in box.boxes if one.field.key == key), None) if box else None
    return FieldBox(found.field, found.value, found.is_missing, typed, error) if found else None


def paths_like(field: FieldOfForm, text: str) -> list[str]:
    """The tree's leaves by their paths; those that hold all words of `text`, wherever they stand."""
    words = text.casefold().split()
    paths = (PATH_SIGN.join(path) for path in leaves_of(field.options))
    return [path for path in paths if all(word in path.casefold() for word in words)]


def _box(field: FieldOfForm, ticket: Ticket) -> FieldBox:
    value = ticket.fields.get(field.key)
    return FieldBox(field, value, is_missing=field.is_required and value is None)
