"""Fields that hold a structure whose inside is judged where it is used: conditions, opening hours, terms."""

import re
from typing import Any

from helpdesk.api.fields import StrictField

_NEVER_STORED = re.compile(r"[\x00\ud800-\udfff]")


class Structure(StrictField):
    """An object; what is wrong inside it the verb says, with a sentence."""

    default_error_messages = {"type": "Write an object."}
    kind: type = dict
    schema: dict[str, Any] = {"type": "object", "additionalProperties": True}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, self.kind):
            self.fail("type")
        return _storable(data)

    def openapi(self) -> dict[str, Any]:
        return dict(self.schema)


class Structures(Structure):
    """A list of such objects."""

    default_error_messages = {"type": "Write a list of objects."}
    kind = list
    schema = {"type": "array", "items": {"type": "object", "additionalProperties": True}, "maxItems": 100}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, list) or len(data) > 100 or not all(isinstance(each, dict) for each in data):
            self.fail("type")
        return _storable(data)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return _NEVER_STORED.sub("", value)
    if isinstance(value, list):
        return [_storable(each) for each in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(each) for key, each in value.items()}
    return value
