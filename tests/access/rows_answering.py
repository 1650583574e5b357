"""How people answer: where the desk goes after Send, and words for somebody outside that are not sent yet."""

from collections.abc import Mapping
from dataclasses import replace

from tests.access import rows_api, rows_desk
from tests.access.outcomes import HIDDEN, NO, SIGN_IN, STAFF_ON_THE_PRIVATE_TICKET, STAFF_ONLY, everybody
from tests.access.row import Row

_WORDS = {"text": "Is it in stock?", "to": "bob@supplier.test"}
_BOTH = ((STAFF_ONLY, ""), (STAFF_ON_THE_PRIVATE_TICKET, "private_"))


def _on_side(part: str, data: Mapping[str, object] | None = None, method: str = "POST") -> list[Row]:
    return [
        Row(
            rows_desk.TICKET + f"side/<int:pk>/{part}",
            may,
            method,
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


def _on_time(path: str, method: str, others: str, data: Mapping[str, object] | None = None, **how: bool) -> list[Row]:
    """On an entry of Omar's, and on one of the insider's; `others` of ours who see the ticket get this."""
    own = {**STAFF_ONLY, **dict.fromkeys(("bea", "insider", "lead", "manager", "admin"), others)}
    own_private = {**STAFF_ON_THE_PRIVATE_TICKET, "admin": others}
    return [
        Row(path, own, method, data or {}, {"number": "ticket", "pk": "time"}, **how),
        Row(path, own_private, method, data or {}, {"number": "private_ticket", "pk": "private_time"}, **how),
    ]


ANSWERING = [
    *rows_desk.on_ticket("times/", "GET"),
    *rows_desk.on_ticket("times/log/", data={"minutes": "5"}),
    *_on_time(rows_desk.TICKET + "times/<int:pk>/", "POST", NO, {"minutes": "6"}, htmx=True),
    *_on_time(rows_desk.TICKET + "times/<int:pk>/remove/", "POST", NO, htmx=True),
    # Where no times are kept there is nothing to export.
    Row("desk/times/export/", everybody(HIDDEN, anonymous=SIGN_IN, customers=NO)),
    *rows_api.on_ticket("times/"),
    *rows_api.on_ticket("times/", "POST", {"minutes": 5}),
    *_on_time(rows_api.TICKET + "times/<int:pk>/", "PATCH", NO, {"minutes": 6}, json=True),
    *_on_time(rows_api.TICKET + "times/<int:pk>/", "DELETE", NO, json=True),
    Row("desk/after-sending/", STAFF_ONLY, "POST", {"after_sending": "next"}, htmx=True),
    *rows_desk.on_ticket("side/draft/", data=_WORDS),
    *rows_desk.on_ticket("side/discard/"),
    *(replace(row, htmx=True) for row in rows_desk.on_ticket("side/held/", "GET")),
    *rows_desk.on_ticket("side/take-back/"),
    *_on_side("held/", method="GET"),
    *_on_side("take-back/"),
    *_on_side("draft/", data=_WORDS),
    *_on_side("discard/"),
    *rows_api.on_ticket("side-conversations/draft/", "PUT", {"text": "Is it in stock?"}),
    *rows_api.on_ticket("side-conversations/draft/", "DELETE"),
    *_side_by_api("PUT", {"text": "Is it in stock?"}),
    *_side_by_api("DELETE"),
]
