"""Who gets what at every address of the project. A new address needs its rows here; the walk fails without.

A row's `values` name the thing of the world (tests/access/world.py) that fills a placeholder, where it is not the obvious one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.access.outcomes import PUBLIC, SIGNED_IN

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


ROWS = [
    Row("healthz/", PUBLIC),
    Row("live/events/", SIGNED_IN, walked_in="tests/access/test_streams.py"),
    Row("readyz/", PUBLIC, walked_in="tests/helpdesk/test_health.py"),
]
