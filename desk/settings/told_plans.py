"""What differs between two forms of an emergency plan's steps, for the history: one sentence a step, in their order."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.settings.differences import Difference


def steps_told(before: Any, after: Any) -> list[Difference]:
    """Each step that is another one than before."""
    was, now = list(before or ()), list(after or ())
    return [
        (_("Step %(number)s") % {"number": place + 1}, _step(was, place), _step(now, place))
        for place in range(max(len(was), len(now)))
        if was[place : place + 1] != now[place : place + 1]
    ]


def _step(steps: list[Mapping[str, Any]], place: int) -> str:
    """ "Specialists in the desk and by email, then wait for 5 minutes"; empty where there is no such step."""
    if place >= len(steps):
        return ""
    step = steps[place]
    ways = {"desk": _("in the desk"), "email": _("by email")}
    how = _(" and ").join(str(ways[way]) for way in step.get("how", ()) if way in ways)
    called = [" ".join(filter(None, [str(step.get("person") or step.get("team") or ""), how]))]
    if step.get("webhook"):
        called.append(_("the webhook %(name)s") % {"name": step["webhook"]})
    minutes = step.get("minutes", 0)
    wait = ngettext("then wait for %(minutes)s minute", "then wait for %(minutes)s minutes", minutes)
    return ", ".join([*filter(None, called), wait % {"minutes": minutes}])
