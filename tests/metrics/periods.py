"""Periods for tests."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from helpdesk import clock
from metrics.period import Period

UTC = ZoneInfo("UTC")


def last_days(days: int) -> Period:
    """So many days, today's the last."""
    today = clock.now().astimezone(UTC).date()
    return Period(today - timedelta(days=days - 1), today, UTC)
