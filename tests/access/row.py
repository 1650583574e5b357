"""One line of the table: an address, how it is asked, and who gets what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponseBase
from django.test import Client

PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Row:
    """`values` name the thing of the world that fills a placeholder, where it is not the one of the same name."""

    route: str
    may: Mapping[str, str]
    method: str = "GET"
    # Strings in braces name things of the world: "{team}".
    data: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    # As htmx asks, so that a refusal is an answer of its own and no redirect.
    htmx: bool = False
    json: bool = False
    # For patterns that are no plain routes.
    at: str = ""
    # Open to everybody in the demo; `may` is for everywhere else.
    in_the_demo: bool = False
    # Where the walk cannot go: the test file that does.
    walked_in: str = ""

    def __str__(self) -> str:
        which = "".join(f" ({value})" for value in self.values.values())
        return f"{self.method} /{self.route}{which}"

    def path(self, things: Mapping[str, object]) -> str:
        def fill(match: re.Match[str]) -> str:
            name = match[1]
            return str(things[self.values.get(name, name)])

        return self.at or "/" + PLACEHOLDER.sub(fill, self.route)

    def ask(self, client: Client, things: Mapping[str, object]) -> HttpResponseBase:
        data = {name: filled(value, things) for name, value in self.data.items()}
        headers = {"HX-Request": "true"} if self.htmx else {}
        if self.method == "GET":
            return client.get(self.path(things), data, headers=headers)
        extra: dict[str, Any] = {"content_type": "application/json"} if self.json else {}
        return getattr(client, self.method.lower())(self.path(things), data, headers=headers, **extra)


def filled(value: Any, things: Mapping[str, object]) -> Any:
    if isinstance(value, str) and value.startswith("{"):
        return things[value.strip("{}")]
    return value
