"""A listener that tests put into settings.TICKET_LISTENERS: it remembers what it heard, and acts when told to."""

from collections.abc import Callable

from tickets.models import Event

heard: list[tuple[str, str]] = []
reaction: list[Callable[[Event], None]] = []


def on_event(event: Event) -> None:
    heard.append(("first", event.kind))
    for react in reaction:
        react(event)
