"""The listener after `probe`."""

from tests.tickets.probe import heard
from tickets.models import Event


def on_event(event: Event) -> None:
    heard.append(("second", event.kind))
