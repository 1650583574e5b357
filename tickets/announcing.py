"""Announcements whose time has come, or is over: open desks look for what they have to read."""

from datetime import timedelta

from django.db.models import Q

from helpdesk import clock, live
from tickets.live import STAFF
from tickets.models import Announcement

# Longer than the time between two runs: a hint that comes twice does no harm, one that never comes does.
LOOKS_BACK = timedelta(seconds=40)


def hint_at_scheduled() -> int:
    """Hint at those that began or ended just now; how many. No row is kept: whoever missed it sees it on their next page."""
    now = clock.now()
    just_now = Q(starts_at__gt=now - LOOKS_BACK, starts_at__lte=now) | Q(ends_at__gt=now - LOOKS_BACK, ends_at__lte=now)
    keys = list(Announcement.objects.kept().filter(just_now).values_list("pk", flat=True))
    if keys:
        live.publish([live.Hint((STAFF,), {"announcement": key}, event="news") for key in keys])
    return len(keys)
