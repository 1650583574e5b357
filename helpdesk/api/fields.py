"""Fields of request bodies and query strings that take exactly what the schema says: no guessing, no silent conversion."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from helpdesk.kept_words import said_again

LARGEST_ID = 2**63 - 1
# A visible character somewhere; written out, because engines differ on what a blank is.
SOMETHING = r"[^\u0000-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u205f\u3000\ufeff]"
# Linear to match: every separator stands between two runs.
EMAIL = (
    r"^[A-Za-z0-9_+-]+([.'&=~!#$%*/?^{|}][A-Za-z0-9_+-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$"
)

_NEVER_STORED = re.compile(r"[\x00\ud800-\udfff]")
_RFC_3339 = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}):(\d{2})(\.\d{1,6})?\d*([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class StrictField(serializers.Field):
    """A field that describes itself for the schema."""

    def openapi(self) -> dict[str, Any]:
        raise NotImplementedError


class KeptWords(serializers.CharField):
    """Of an answer: a sentence that was saved as words, in the language of whoever asks."""

    def to_representation(self, value: Any) -> str:
        return said_again(super().to_representation(value))


class Text(StrictField):
    """A string of at most `max_length` characters that matches `pattern`; NULs and lone surrogates are dropped."""

    default_error_messages = {
        "type": _("Write a string."),
        "max_length": _("Use at most {max_length} characters."),
        "pattern": _("This does not have the right form."),
        "empty": _("Write something."),
    }

    def __init__(self, *, max_length: int, pattern: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_length = max_length
        self.pattern = pattern

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("type")
        if len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        if self.pattern and not re.search(self.pattern, data):
            self.fail("empty" if self.pattern == SOMETHING else "pattern")
        return _NEVER_STORED.sub("", data)

    def openapi(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.max_length, **({"pattern": self.pattern} if self.pattern else {})}


class Words(Text):
    """A text that must say something."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, pattern=SOMETHING, **kwargs)


class Email(Text):
    """A plain address, in lower case."""

    default_error_messages = {"pattern": _("This is not an email address.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, pattern=EMAIL, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        return super().to_internal_value(data).strip().lower()


class Number(StrictField):
    """A whole number in a range."""

    default_error_messages = {
        "type": _("Write a whole number."),
        "range": _("Write a number from {minimum} to {maximum}."),
    }

    def __init__(self, *, minimum: int, maximum: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.minimum = minimum
        self.maximum = maximum

    def to_internal_value(self, data: Any) -> int:
        if (
            isinstance(data, bool)
            or not isinstance(data, int | float)
            or data != data
            or data in (_INFINITE, -_INFINITE)
        ):
            self.fail("type")
        if data != int(data):
            self.fail("type")
        if not self.minimum <= data <= self.maximum:
            self.fail("range", minimum=self.minimum, maximum=self.maximum)
        return int(data)

    def openapi(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}


_INFINITE = float("inf")


class Id(Number):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(minimum=1, maximum=LARGEST_ID, **kwargs)


class Flag(StrictField):
    default_error_messages = {"type": _("Write true or false.")}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("type")
        return data

    def openapi(self) -> dict[str, Any]:
        return {"type": "boolean"}


# For `Word`: whatever this machine knows of.
_ZONES = {name: name for name in sorted(available_timezones())}


class Word(StrictField):
    """One word of a closed list, given as word → what it stands for."""

    default_error_messages = {"choice": _("Use one of: {choices}.")}

    def __init__(self, choices: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = choices

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or data not in self.choices:
            self.fail("choice", choices=", ".join(self.choices))
        return self.choices[data]

    def openapi(self) -> dict[str, Any]:
        return {"type": "string", "enum": [*self.choices, *([None] if self.allow_null else [])]}


class TimeZone(Word):
    """One that this machine knows. They are too many to be told with a refusal."""

    default_error_messages = {"choice": _("There is no such time zone. Write one such as Europe/Berlin or UTC.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(_ZONES, **kwargs)


class Moment(StrictField):
    """An RFC 3339 time with its zone, as an aware datetime in UTC."""

    default_error_messages = {"type": _("Write a time such as 2026-01-31T09:30:00Z.")}

    def to_internal_value(self, data: Any) -> datetime:
        found = _RFC_3339.fullmatch(data.strip()) if isinstance(data, str) else None
        if found is None:
            self.fail("type")
        day, minute, second, fraction, zone = found.groups()
        second = "59" if second == "60" else second  # a leap second
        zone = "+00:00" if zone in "Zz" else zone
        try:
            moment = datetime.fromisoformat(f"{day}T{minute}:{second}{fraction or ''}{zone}")
        except ValueError:
            self.fail("type")
        try:
            return moment.astimezone(UTC)
        except OverflowError:  # beyond the first or the last year
            return moment.replace(tzinfo=UTC)

    def openapi(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}


class Uuid(StrictField):
    default_error_messages = {"type": _("This is not an id.")}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or not _UUID.fullmatch(data):
            self.fail("type")
        return data.lower()

    def openapi(self) -> dict[str, Any]:
        return {"type": "string", "format": "uuid"}


class ListOf(StrictField):
    """A list of at most `max_length` values."""

    default_error_messages = {"type": _("Write a list."), "max_length": _("At most {max_length} are possible.")}

    def __init__(self, child: StrictField, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.child = child
        self.max_length = max_length

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list):
            self.fail("type")
        if len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        values, errors = [], {}
        for position, value in enumerate(data):
            try:
                values.append(self.child.run_validation(value))
            except ValidationError as error:
                errors[str(position)] = error.detail
        if errors:
            raise ValidationError(errors)
        return values

    def openapi(self) -> dict[str, Any]:
        return {"type": "array", "items": self.child.openapi(), "maxItems": self.max_length}


class RequestBody(serializers.Serializer):
    # A JSON object with known fields only: a misspelled field is an error, not a silence.
    # `openapi_extra`: more of the object's schema, such as which fields need each other.
    openapi_extra: dict[str, Any] = {"additionalProperties": False}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        errors: dict[str, Any] = {}
        if isinstance(data, Mapping):
            unknown = [name for name in data if name not in self.fields]
            errors = {
                str(name): [ErrorDetail(str(_("There is no such field.")), code="unknown")] for name in unknown[:20]
            }
        try:
            values = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError({**error.detail, **errors}) from error  # type: ignore[dict-item]  # a dict here
        if errors:
            raise ValidationError(errors)
        return values


class QueryString(serializers.Serializer):
    # The query parameters that an operation knows; others are refused, since a mistyped filter would let everything through.

    @classmethod
    def read(cls, query: Any) -> dict[str, Any]:
        """Validated parameters of a QueryDict. Raises ValidationError."""
        raw: dict[str, Any] = {}
        reader = cls()
        errors: dict[str, Any] = {
            name: [_("There is no such parameter.")] for name in query if name not in reader.fields
        }
        for name, field in reader.fields.items():
            given = query.getlist(name)
            if not given:
                continue
            if isinstance(field, ListOf):
                raw[name] = [_typed(field.child, value) for value in given]
            elif len(given) > 1:
                errors[name] = [_("Give this once.")]
            else:
                raw[name] = _typed(field, given[0])
        if errors:
            raise ValidationError(errors)
        reader = cls(data=raw)
        reader.is_valid(raise_exception=True)
        return reader.validated_data


def _typed(field: serializers.Field, value: str) -> Any:
    """As JSON would carry it."""
    if isinstance(field, Number) and re.fullmatch(r"-?[0-9]{1,20}", value):
        return int(value)
    if isinstance(field, Flag) and value in ("true", "false"):
        return value == "true"
    return value


class UtcTime(serializers.DateTimeField):
    """A time in answers: always UTC, whatever zone the reader lives in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)
