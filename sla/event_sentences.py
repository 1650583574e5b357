"""Sentences about promises and deadlines, for tickets/event_text.py."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk.templatetags.ui import exact_time
from sla.terms import Target
from tickets.event_names import Names
from tickets.events import EventKind
from tickets.models import Event

_TARGETS = {
    "first_response": gettext_lazy("first response"),
    "next_response": gettext_lazy("next response"),
    "resolution": gettext_lazy("resolution"),
}


def sla_set(event: Event, who: str, names: Names) -> str:
    policy = event.data.get("name")
    if not policy:
        return _("No policy promises anything for this any more")
    if event.data.get("another"):
        return _("The policy “%(policy)s” holds for this from now on: deadlines are computed anew") % {"policy": policy}
    if event.data.get("edited"):
        return _("The policy “%(policy)s” or its calendar was edited: deadlines are computed anew") % {"policy": policy}
    return _("The policy “%(policy)s” holds for this from now on") % {"policy": policy}


def sla_warned(event: Event, who: str, names: Names) -> str:
    words = {"target": _target(event), "percent": event.data["percent"], "time": _due(event)}
    if event.data["target"] == Target.ACCEPTANCE:
        return _("%(percent)s %% of the time to accept the escalation is used up: due %(time)s") % words
    if event.data["target"] == Target.LEVEL:
        return _("%(percent)s %% of the time at this level is used up: due %(time)s") % words
    return _("%(percent)s %% of the time for the %(target)s is used up: due %(time)s") % words


def sla_breached(event: Event, who: str, names: Names) -> str:
    if event.data["target"] == Target.ACCEPTANCE:
        return _("The escalation was not accepted by %(time)s") % {"time": _due(event)}
    if event.data["target"] == Target.LEVEL:
        return _("The time at this level was used up by %(time)s") % {"time": _due(event)}
    return _("The %(target)s did not come by %(time)s") % {
        "target": _target(event),
        "time": _due(event),
    }


def _target(event: Event) -> str:
    return str(_TARGETS.get(event.data["target"], event.data["target"]))


def _due(event: Event) -> str:
    return exact_time(datetime.fromisoformat(event.data["due"])) if event.data.get("due") else ""


SENTENCES = {
    EventKind.SLA_SET: sla_set,
    EventKind.SLA_WARNED: sla_warned,
    EventKind.SLA_BREACHED: sla_breached,
}
