"""Who gets what at every address of the project. A new address needs its rows here; the walk fails without.

A row's `values` name the thing of the world (tests/access/world.py) that fills a placeholder, where it is not the obvious one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.access.outcomes import (
    ELSEWHERE,
    HIDDEN,
    NO,
    PUBLIC,
    SIGN_IN,
    SIGNED_IN,
    WHO_SEES_THE_PRIVATE_TICKET,
    WHO_SEES_THE_TICKET,
    YES,
    everybody,
)

PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Row:
    route: str
    may: Mapping[str, str]
    method: str = "GET"
    data: Mapping[str, object] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    # Set where the walk cannot go; the test file that does.
    walked_in: str = ""

    def path(self, things: Mapping[str, object]) -> str:
        """The route with its placeholders filled."""

        def fill(match: re.Match[str]) -> str:
            name = match[1]
            return str(things[self.values.get(name, name)])

        return "/" + PLACEHOLDER.sub(fill, self.route)

    def __str__(self) -> str:
        which = "".join(f" {value}" for value in self.values.values())
        return f"{self.method} /{self.route}{which}"


# The customers' side: our own people are shown to the desk, and change nothing here.
PORTAL = {"anonymous": SIGN_IN, "staff": ELSEWHERE}
ON_A_REQUEST = everybody(**PORTAL, charlie=HIDDEN)
ON_A_PRIVATE_REQUEST = everybody(**PORTAL, charlie=HIDDEN, carl=HIDDEN)
WRITES_ON_A_REQUEST = everybody(anonymous=SIGN_IN, charlie=HIDDEN, staff=NO)

ROWS = [
    Row("healthz/", PUBLIC),
    Row("live/events/", SIGNED_IN, walked_in="tests/access/test_streams.py"),
    Row("readyz/", PUBLIC, walked_in="tests/helpdesk/test_health.py"),
    Row("", everybody(staff=ELSEWHERE)),
    Row("sign-in/", everybody(ELSEWHERE, anonymous=YES)),
    Row("sign-in/code/", everybody(SIGN_IN)),
    Row("sign-in/password/", everybody(SIGN_IN)),
    Row("sign-out/", PUBLIC, "POST", walked_in="tests/accounts/test_sign_in.py"),
    Row("profile/", SIGNED_IN),
    Row("profile/", SIGNED_IN, "POST", {"name": "x" * 200}),
    Row("requests/new/", PUBLIC),
    Row("requests/new/", PUBLIC, "POST", {"subject": ""}),
    Row("requests/confirm/", everybody(ELSEWHERE)),
    Row("requests/<int:number>/", ON_A_REQUEST, values={"number": "ticket"}),
    Row("requests/<int:number>/", ON_A_PRIVATE_REQUEST, values={"number": "private_ticket"}),
    Row("requests/<int:number>/conversation/", ON_A_REQUEST, values={"number": "ticket"}),
    Row("requests/<int:number>/conversation/", ON_A_PRIVATE_REQUEST, values={"number": "private_ticket"}),
    Row("requests/<int:number>/answer/", WRITES_ON_A_REQUEST, "POST", {"text": ""}, {"number": "ticket"}),
    Row(
        "requests/<int:number>/answer/",
        {**WRITES_ON_A_REQUEST, "carl": HIDDEN},
        "POST",
        {},
        {"number": "private_ticket"},
    ),
    Row("requests/<int:number>/solved/", {**WRITES_ON_A_REQUEST, "carl": NO}, "POST", {}, {"number": "ticket"}),
    Row("requests/<int:number>/unsolved/", {**WRITES_ON_A_REQUEST, "carl": NO}, "POST", {}, {"number": "ticket"}),
    Row("attachments/", SIGNED_IN, "POST"),
    Row("attachments/<uuid:key>/<path:name>", WHO_SEES_THE_TICKET, values={"key": "file", "name": "file"}),
    Row(
        "attachments/<uuid:key>/<path:name>",
        WHO_SEES_THE_PRIVATE_TICKET,
        values={"key": "private_file", "name": "private_file"},
    ),
    Row(
        "attachments/<uuid:key>/<path:name>",
        everybody(anonymous=SIGN_IN, customers=HIDDEN),
        values={"key": "note_file", "name": "note_file"},
    ),
    Row("messages/<int:pk>/frame/", WHO_SEES_THE_TICKET, values={"pk": "message"}),
    Row("messages/<int:pk>/frame/", WHO_SEES_THE_PRIVATE_TICKET, values={"pk": "private_message"}),
    Row("messages/<int:pk>/frame/", everybody(anonymous=SIGN_IN, customers=HIDDEN), values={"pk": "note"}),
]
