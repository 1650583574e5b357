"""The customers' side."""

from collections.abc import Mapping

from tests.access.outcomes import (
    CUSTOMERS_CHANGE_THE_PRIVATE_TICKET,
    CUSTOMERS_CHANGE_THE_TICKET,
    CUSTOMERS_ON_THE_PRIVATE_TICKET,
    CUSTOMERS_ON_THE_TICKET,
    ELSEWHERE,
    HIDDEN,
    NO,
    PUBLIC,
    REQUESTER_CHANGES_THE_TICKET,
    SIGN_IN,
    YES,
    everybody,
)
from tests.access.row import Row

_V1 = "api/v1/"
_WRITERS = everybody(anonymous=SIGN_IN, charlie=HIDDEN, staff=NO)
_WRITERS_PRIVATE = everybody(HIDDEN, anonymous=SIGN_IN, ann=YES, insider=NO, admin=NO)
_NOTHING_KEPT = everybody(HIDDEN, anonymous=SIGN_IN, staff=NO)
_NOTHING_KEPT_PRIVATE = everybody(HIDDEN, anonymous=SIGN_IN, insider=NO, admin=NO)
REQUEST = "requests/<int:number>/"


def on_request(part: str) -> list[Row]:
    """Two rows: on an ordinary request, and on one that a private team works on."""
    return [
        Row(REQUEST + part, CUSTOMERS_ON_THE_TICKET, values={"number": "ticket"}),
        Row(REQUEST + part, CUSTOMERS_ON_THE_PRIVATE_TICKET, values={"number": "private_ticket"}),
    ]


def change_of_request(part: str, may: Mapping[str, str]) -> list[Row]:
    return [
        Row(REQUEST + part, may, "POST", values={"number": "ticket"}),
        Row(REQUEST + part, CUSTOMERS_CHANGE_THE_PRIVATE_TICKET, "POST", values={"number": "private_ticket"}),
    ]


PORTAL = [
    Row("", everybody(staff=ELSEWHERE)),
    Row("requests/new/", PUBLIC),
    Row("requests/new/", PUBLIC, "POST"),
    Row("requests/new/questions/", PUBLIC, "POST"),
    # Nothing waits to be confirmed.
    Row("requests/confirm/", everybody(ELSEWHERE)),
    # The link of the mail is the key, whoever holds it.
    Row("identity/<str:token>/", PUBLIC, values={"token": "identity_token"}),
    Row("identity/<str:token>/", PUBLIC, "POST", values={"token": "identity_token"}),
    # So is that of a request; it leads on to the request itself.
    Row("requests/link/<str:token>/", everybody(ELSEWHERE), values={"token": "request_token"}),
    Row("language/", PUBLIC, "POST", {"language": "de", "next": "/requests/new/"}),
    # The figures of an organization are its managers'; Ann manages hers.
    Row("reports/", everybody(HIDDEN, anonymous=SIGN_IN, ann=YES, staff=ELSEWHERE)),
    Row("reports/export/", everybody(HIDDEN, anonymous=SIGN_IN, ann=YES, staff=ELSEWHERE)),
    *on_request(""),
    *on_request("conversation/"),
    *change_of_request("answer/", CUSTOMERS_CHANGE_THE_TICKET),
    Row(f"{_V1}mail-choices/", everybody(anonymous=SIGN_IN, staff=NO)),
    Row(f"{_V1}mail-choices/", everybody(anonymous=SIGN_IN, staff=NO), "PATCH", {"surveys": True}, json=True),
    *(
        Row(f"{_V1}request-draft/", everybody(may, anonymous=SIGN_IN, staff=NO), method, data, json=True)
        for method, may, data in (("PUT", YES, {"text": "Half"}), ("DELETE", YES, {}), ("GET", HIDDEN, {}))
    ),
    *(
        Row(f"{_V1}tickets/<int:number>/request-draft/", who, method, data, {"number": f"{prefix}ticket"}, json=True)
        for method, data in (("PUT", {"text": "Half"}), ("DELETE", {}))
        for prefix, who in (("", _WRITERS), ("private_", _WRITERS_PRIVATE))
    ),
    *(
        Row(f"{_V1}tickets/<int:number>/request-draft/", who, values={"number": f"{prefix}ticket"})
        for prefix, who in (("", _NOTHING_KEPT), ("private_", _NOTHING_KEPT_PRIVATE))
    ),
    Row("requests/new/draft/", everybody(anonymous=SIGN_IN, staff=NO), "POST", {"text": "Half a word"}),
    *change_of_request("draft/", CUSTOMERS_CHANGE_THE_TICKET),
    *change_of_request("copy/", CUSTOMERS_CHANGE_THE_TICKET),
    Row(
        REQUEST + "copied/<int:person>/remove/",
        CUSTOMERS_CHANGE_THE_TICKET,
        "POST",
        values={"number": "ticket", "person": "other_person"},
    ),
    *change_of_request("solved/", REQUESTER_CHANGES_THE_TICKET),
    *change_of_request("unsolved/", REQUESTER_CHANGES_THE_TICKET),
]
