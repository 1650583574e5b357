"""What is said of who came into a ticket or was taken out; part of event_text.py."""

from django.utils.translation import gettext as _

from tickets.event_names import Names
from tickets.models import Event
from tickets.models.participant import ParticipantRole


def participant_added(event: Event, who: str, names: Names) -> str:
    words = {"who": who, "person": names.person(event.data.get("person"))}
    match event.data.get("role"):
        case ParticipantRole.CC:
            return _("%(who)s put %(person)s in copy") % words
        case ParticipantRole.FOLLOWER if event.data["person"] == event.actor_id:
            return _("%(who)s follows this ticket") % words
        case ParticipantRole.FOLLOWER:
            return _("%(who)s lets %(person)s follow this ticket") % words
    return _("%(who)s added %(person)s") % words


def participant_removed(event: Event, who: str, names: Names) -> str:
    words = {"who": who, "person": names.person(event.data.get("person"))}
    match event.data.get("role"):
        case ParticipantRole.CC:
            return _("%(who)s took %(person)s out of copy") % words
        case ParticipantRole.FOLLOWER if event.data["person"] == event.actor_id:
            return _("%(who)s follows this ticket no longer") % words
        case ParticipantRole.FOLLOWER:
            return _("%(who)s took %(person)s off the followers") % words
    return _("%(who)s removed %(person)s") % words
