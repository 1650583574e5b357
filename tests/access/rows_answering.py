"""How people answer: where the desk goes after Send, and words for somebody outside that are not sent yet."""

from collections.abc import Mapping

from tests.access import rows_api, rows_desk
from tests.access.outcomes import STAFF_ON_THE_PRIVATE_TICKET, STAFF_ONLY
from tests.access.row import Row

_WORDS = {"text": "Is it in stock?", "to": "bob@supplier.test"}
_BOTH = ((STAFF_ONLY, ""), (STAFF_ON_THE_PRIVATE_TICKET, "private_"))


def _on_side(part: str, data: Mapping[str, object] | None = None) -> list[Row]:
    return [
        Row(
            rows_desk.TICKET + f"side/<int:pk>/{part}",
            may,
            "POST",
            data or {},
            {"number": f"{prefix}ticket", "pk": f"{prefix}side"},
            htmx=True,
        )
        for may, prefix in _BOTH
    ]


def _side_by_api(method: str, data: Mapping[str, object] | None = None) -> list[Row]:
    return [
        Row(
            rows_api.TICKET + "side-conversations/<int:pk>/draft/",
            may,
            method,
            data or {},
            {"number": f"{prefix}ticket", "pk": f"{prefix}side"},
            json=True,
        )
        for may, prefix in _BOTH
    ]


ANSWERING = [
    Row("desk/after-sending/", STAFF_ONLY, "POST", {"after_sending": "next"}, htmx=True),
    *rows_desk.on_ticket("side/draft/", data=_WORDS),
    *rows_desk.on_ticket("side/discard/"),
    *_on_side("draft/", data=_WORDS),
    *_on_side("discard/"),
    *rows_api.on_ticket("side-conversations/draft/", "PUT", {"text": "Is it in stock?"}),
    *rows_api.on_ticket("side-conversations/draft/"),
    *rows_api.on_ticket("side-conversations/draft/", "DELETE"),
    *_side_by_api("PUT", {"text": "Is it in stock?"}),
    *_side_by_api("GET"),
    *_side_by_api("DELETE"),
]
