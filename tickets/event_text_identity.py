"""Sentences of events about who is asking."""

from datetime import datetime

from django.utils.translation import gettext as _

from helpdesk.templatetags.ui import exact_time
from tickets.event_names import Names
from tickets.models import Event


def identity_asked(event: Event, who: str, names: Names) -> str:
    return _("%(who)s sent a code to %(address)s to check who is asking") % {
        "who": who, "address": event.data["address"]
    }  # fmt: skip


def identity_verified(event: Event, who: str, names: Names) -> str:
    until = exact_time(datetime.fromisoformat(event.data["until"]))
    if event.data.get("by") == "link":
        return _("%(who)s confirmed who they are by the link in the mail; verified until %(time)s") % {
            "who": who, "time": until
        }  # fmt: skip
    return _("%(who)s entered the right code; verified until %(time)s") % {"who": who, "time": until}
