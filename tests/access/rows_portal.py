"""The customers' side."""

from collections.abc import Mapping

from tests.access.outcomes import (
    CUSTOMERS_ON_THE_PRIVATE_TICKET,
    CUSTOMERS_ON_THE_TICKET,
    ELSEWHERE,
    NO,
    PUBLIC,
    REQUESTER_ON_THE_TICKET,
    everybody,
)
from tests.access.row import Row

REQUEST = "requests/<int:number>/"


def on_request(part: str, method: str = "GET", may: Mapping[str, str] = CUSTOMERS_ON_THE_TICKET) -> list[Row]:
    """Two rows: on an ordinary request, and on one that a private team works on."""
    return [
        Row(REQUEST + part, _for(method, may), method, values={"number": "ticket"}),
        Row(REQUEST + part, _for(method, CUSTOMERS_ON_THE_PRIVATE_TICKET), method, values={"number": "private_ticket"}),
    ]


def _for(method: str, may: Mapping[str, str]) -> dict[str, str]:
    """Our own people are shown to the desk when they look, and refused when they act: here they change nothing."""
    return {person: NO if method == "POST" and outcome == ELSEWHERE else outcome for person, outcome in may.items()}


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
