"""Issues of a ticket that goes into another go along with it, and come back when that is undone."""

from accounts.actors import Actor, ActorKind, SystemActor
from integrations.transferring import bring_issues, take_issues_back
from tickets.events import EventKind
from tickets.models import Event, Transfer


def on_event(event: Event) -> None:
    """The verb that merges, or takes that back, holds the locks of both tickets."""
    if event.kind == EventKind.MERGED:
        bring_issues(_transfer(event), actor=_actor(event))
    elif event.kind == EventKind.UNMERGED:
        take_issues_back(_transfer(event), actor=_actor(event))


def _transfer(event: Event) -> Transfer:
    return Transfer.objects.select_related("source", "target").get(pk=event.data["batch"])


def _actor(event: Event) -> Actor:
    return event.actor or SystemActor(event.actor_name, ActorKind(event.actor_kind))
