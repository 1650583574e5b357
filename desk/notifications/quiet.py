"""When somebody is not to be disturbed: away, or outside their hours, if they want it so."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from django.conf import settings

from accounts.middleware import find_zone
from accounts.models import Availability
from accounts.working_hours import is_working


def is_disturbed(*, wants_quiet: bool, availability: str, hours: Sequence[str], zone: str, at: datetime) -> bool:
    """Whether a mail or a sign in the browser may come now."""
    if not wants_quiet:
        return True
    return availability == Availability.ONLINE and is_working(hours, zone_named(zone), at)


def zone_named(name: str) -> tzinfo:
    """The zone of a profile; the house's where it names none."""
    return find_zone(name) or find_zone(settings.TIME_ZONE)  # type: ignore[return-value]  # settings name a real one
