"""The customers' side."""

from collections.abc import Mapping

from tests.access.outcomes import (
    CUSTOMERS_ON_THE_PRIVATE_TICKET,
    CUSTOMERS_ON_THE_TICKET,
    ELSEWHERE,
    PUBLIC,
    REQUESTER_ON_THE_TICKET,
    everybody,
)
from tests.access.row import Row

REQUEST = "requests/<int:number>/"


def on_request(part: str, method: str = "GET", may: Mapping[str, str] = CUSTOMERS_ON_THE_TICKET) -> list[Row]:
    """Two rows: on an ordinary request, and on one that a private team works on."""
    return [
        Row(REQUEST + part, may, method, values={"number": "ticket"}),
        Row(REQUEST + part, CUSTOMERS_ON_THE_PRIVATE_TICKET, method, values={"number": "private_ticket"}),
    ]


PORTAL = [
    Row("", everybody(staff=ELSEWHERE)),
    Row("requests/new/", PUBLIC),
    Row("requests/new/", PUBLIC, "POST"),
    # Nothing waits to be confirmed.
    Row("requests/confirm/", everybody(ELSEWHERE)),
    *on_request(""),
    *on_request("conversation/"),
    *on_request("answer/", "POST"),
    *on_request("solved/", "POST", may=REQUESTER_ON_THE_TICKET),
    *on_request("unsolved/", "POST", may=REQUESTER_ON_THE_TICKET),
]
