"""Sentences about emergencies, for tickets/event_text.py."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.actors import ActorKind
from tickets.models import Event

if TYPE_CHECKING:
    from tickets.event_names import Names


def emergency_declared(event: Event, who: str, names: "Names") -> str:
    words = {"who": who, "plan": event.data["plan"], "words": event.data["words"]}
    return _("%(who)s declared an emergency (%(plan)s): %(words)s") % words


def emergency_called(event: Event, who: str, names: "Names") -> str:
    """Who was called: "Lena Vogt was called", "Bea Novak, Omar Haddad (Specialists) were called, and PagerDuty"."""
    people = ", ".join(names.person(pk) for pk in event.data["tell"])
    if people and event.data.get("team"):
        people = _("%(people)s (%(team)s)") % {"people": people, "team": names.team(event.data["team"])}
    webhook = event.data["webhook_name"] if event.data.get("webhook") else ""
    if people and webhook:
        return _("Called for the emergency: %(people)s, and the webhook %(webhook)s") % {
            "people": people, "webhook": webhook
        }  # fmt: skip
    if people:
        return _("Called for the emergency: %(people)s") % {"people": people}
    if webhook:
        return _("Called for the emergency: the webhook %(webhook)s") % {"webhook": webhook}
    return _("Nobody could be called for this step of the emergency")


def emergency_ended(event: Event, who: str, names: "Names") -> str:
    if event.actor_kind != ActorKind.PERSON:
        return _("The emergency is over, because nobody has to work on this any more")
    if event.data["words"]:
        return _("%(who)s stood the emergency down: %(words)s") % {"who": who, "words": event.data["words"]}
    return _("%(who)s stood the emergency down") % {"who": who}
