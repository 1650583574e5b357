"""Every URL pattern of the project, by asking the resolver."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Place:
    """`route` is the whole pattern as written in the urls modules: "desk/tickets/<int:number>/"."""

    route: str
    callback: Any


def every_place() -> list[Place]:
    return list(places_below(get_resolver(), ""))


def places_below(resolver: URLResolver, prefix: str) -> Iterator[Place]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from places_below(entry, route)
        elif isinstance(entry, URLPattern):
            yield Place(route, entry.callback)
