"""Questions, tasks and reminders: on the desk and by the API."""

from collections.abc import Mapping

from tests.access import rows_api, rows_desk
from tests.access.outcomes import HIDDEN, LEADS_ONLY, NO, OMAR_AND_LEADS, STAFF_ON_THE_PRIVATE_TICKET, STAFF_ONLY
from tests.access.row import Row

V1 = "api/v1/"


def _on_desk(part: str, thing: str, method: str = "POST", data: Mapping[str, object] | None = None) -> list[Row]:
    """On the ticket where the thing is, and on the private one with its own."""
    return [
        Row(rows_desk.TICKET + part, may, method, data or {}, values, htmx=method == "POST")
        for may, values in _both(thing)
    ]


def _by_api(part: str, thing: str, method: str, data: Mapping[str, object] | None = None) -> list[Row]:
    return [Row(rows_api.TICKET + part, may, method, data or {}, values, json=True) for may, values in _both(thing)]


def _both(thing: str) -> list[tuple[Mapping[str, str], dict[str, str]]]:
    return [
        (STAFF_ONLY, {"number": "ticket", "pk": thing}),
        (STAFF_ON_THE_PRIVATE_TICKET, {"number": "private_ticket", "pk": "private_" + thing}),
    ]


def _withdrawn(ticket: str, **how: bool) -> list[Row]:
    """A question: by who asked, who has the ticket, and those who lead."""
    return [
        Row(f"{ticket}questions/<int:pk>/withdraw/", {**may, **others}, "POST", {}, values, **how)
        for (may, values), others in zip(_both("question"), ({"bea": NO, "insider": NO}, {}), strict=True)
    ]


# A reminder is for the one who set it.
_OMARS_REMINDER = {**STAFF_ONLY, **dict.fromkeys(("bea", "insider", "lead", "manager", "admin"), HIDDEN)}
_REMINDER = {"number": "ticket", "pk": "reminder"}
_TALK = {"channel": "phone", "direction": "in", "started_at": "2026-01-01T09:00:00Z", "said": "We send one."}

FOLLOW_THROUGH = [
    Row("desk/askable/", STAFF_ONLY, data={"q": "bea"}),
    *rows_desk.on_ticket("ask/form/", "GET"),
    *rows_desk.on_ticket("ask/", data={"whom": "Bea Novak", "words": "Well?"}),
    *_on_desk("questions/<int:pk>/answer/", "question", data={"words": "Yes."}),
    *_withdrawn(rows_desk.TICKET, htmx=True),
    *rows_desk.on_ticket("tasks/", data={"text": "Call her"}),
    *_on_desk("tasks/<int:pk>/done/", "task"),
    *_on_desk("tasks/<int:pk>/form/", "task", "GET"),
    *_on_desk("tasks/<int:pk>/", "task", data={"text": "Call him"}),
    *_on_desk("tasks/<int:pk>/move/", "task"),
    *_on_desk("tasks/<int:pk>/remove/", "task"),
    *rows_desk.on_ticket("remind/form/", "GET"),
    *rows_desk.on_ticket("remind/", data={"choice": "tomorrow"}),
    Row(rows_desk.TICKET + "reminders/<int:pk>/end/", _OMARS_REMINDER, "POST", values=_REMINDER, htmx=True),
    *rows_api.on_ticket("questions/"),
    *rows_api.on_ticket("questions/", "POST", {"person": "{colleague}", "text": "Well?"}),
    *_by_api("questions/<int:pk>/answer/", "question", "POST", {"text": "Yes."}),
    *_withdrawn(rows_api.TICKET, json=True),
    *rows_api.on_ticket("tasks/"),
    *rows_api.on_ticket("tasks/", "POST", {"text": "Call her"}),
    *rows_api.on_ticket("tasks/order/", "POST", {"order": []}),
    *_by_api("tasks/<int:pk>/", "task", "PATCH", {"is_done": True}),
    *_by_api("tasks/<int:pk>/", "task", "DELETE"),
    *rows_api.on_ticket("reminders/"),
    *rows_api.on_ticket("reminders/", "POST", {"at": "{tomorrow}"}),
    Row(rows_api.TICKET + "reminders/<int:pk>/", _OMARS_REMINDER, "DELETE", values=_REMINDER, json=True),
    Row("desk/talks/callers/", STAFF_ONLY, data={"q": "ann"}),
    Row("desk/talks/new/", STAFF_ONLY),
    Row("desk/talks/new/", STAFF_ONLY, "POST", {"email": "new@example.net"}),
    *rows_api.on_ticket("talks/", "POST", _TALK),
    Row(V1 + "talks/", STAFF_ONLY, "POST", {**_TALK, "requester": "new@example.net", "subject": "Fuse"}, json=True),
    Row("desk/blocked-senders/", LEADS_ONLY),
    Row("desk/blocked-senders/", LEADS_ONLY, "POST", {"what": "@spam.test"}),
    Row("desk/blocked-senders/<int:pk>/unblock/", LEADS_ONLY, "POST", values={"pk": "blocked_sender"}),
    *rows_desk.on_ticket("block-sender/", "GET"),
    *rows_desk.on_ticket("block-sender/", data={"what": "spam@spam.test"}),
    Row(V1 + "blocked-senders/", LEADS_ONLY),
    Row(V1 + "blocked-senders/", STAFF_ONLY, "POST", {"what": "@spam.test"}, json=True),
    Row(V1 + "blocked-senders/<int:pk>/", OMAR_AND_LEADS, "DELETE", values={"pk": "blocked_sender"}, json=True),
    Row(V1 + "questions/", STAFF_ONLY),
    Row(V1 + "reminders/", STAFF_ONLY),
]
