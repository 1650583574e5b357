"""A short text in several languages, as the API takes it."""

from typing import Any

from accounts.directory import Refusal
from accounts.languages import offered_languages
from accounts.texts import checked_texts
from helpdesk.api.fields import StrictField


class TextsIn(StrictField):
    """Language → text of at most `max_length` characters; all of them at once."""

    default_error_messages = {"type": "Write an object: language → text."}

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_length = max_length

    def to_internal_value(self, data: Any) -> dict[str, str]:
        if not isinstance(data, dict) or not all(isinstance(text, str) for text in data.values()):
            self.fail("type")
        try:
            return checked_texts(data, self.max_length)
        except Refusal:
            return self.fail("type")

    def openapi(self) -> dict[str, Any]:
        text = {"type": "string", "maxLength": self.max_length}
        languages = dict.fromkeys(offered_languages(), text)
        return {"type": "object", "properties": languages, "additionalProperties": False}
