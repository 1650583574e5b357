"""Answers to the questions of a form, as the API takes them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from helpdesk.api.fields import StrictField

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
