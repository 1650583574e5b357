"""What people say about themselves: the parts of a profile that need more than a choice of a list."""

import re
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.user import Availability
from accounts.working_hours import normal_hours
from helpdesk import clock

LONGEST_SIGNATURE = 2_000
UNDO_SECONDS = [value for value, _name in User._meta.get_field("undo_seconds").choices or ()]
_NEVER_STORED = re.compile(r"[\x00\ud800-\udfff]")


def storable_signature(text: str) -> str:
    return _NEVER_STORED.sub("", text).replace("\r\n", "\n").strip()[:LONGEST_SIGNATURE]


def change_profile(person: User, **changes: Any) -> None:
    """Set the columns that are given. Raises ValueError with a sentence for hours that cannot be."""
    if "working_hours" in changes:
        changes["working_hours"] = normal_hours(changes["working_hours"])
    if "signature" in changes:
        changes["signature"] = storable_signature(changes["signature"])
    if "undo_seconds" in changes and changes["undo_seconds"] not in UNDO_SECONDS:
        raise ValueError(_("Choose 0, 5, 10 or 20 seconds."))
    hours, zone = (changes.get(name, getattr(person, name)) for name in ("working_hours", "time_zone"))
    if hours and not zone and changes.keys() & {"working_hours", "time_zone"}:
        raise ValueError(_("Choose the zone in which you work; your hours are meant in it."))
    changed = {name: value for name, value in changes.items() if getattr(person, name) != value}
    for name, value in changed.items():
        setattr(person, name, value)
    if changed:
        person.save(update_fields=list(changed))


def set_availability(person: User, availability: Availability) -> bool:
    """Say whether they are there; False if they said so before. What follows from it, the desk does (desk/availability.py)."""
    if person.availability == availability:
        return False
    person.availability = availability
    person.availability_since = clock.now()
    person.save(update_fields=["availability", "availability_since"])
    return True
