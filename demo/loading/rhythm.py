"""When people write and work: weekday and hour curves, office hours. All times in UTC."""

from datetime import datetime, timedelta
from random import Random

DAYS = 90
WEEKDAYS = (1.25, 1.1, 1.0, 1.0, 0.85, 0.2, 0.15)  # Monday first
HOURS = (1, 1, 1, 1, 1, 3, 8, 22, 48, 70, 74, 66, 45, 52, 64, 62, 50, 36, 22, 16, 13, 10, 6, 3)
# One Wednesday a month back everything came at once: an outage, as every desk has one.
OUTAGE_DAYS_AGO = 31
OUTAGE_WEIGHT = 2.6
OPENS, CLOSES = 8, 18  # o'clock, Monday to Friday


def arrivals(random: Random, number: int, now: datetime) -> list[datetime]:
    """`number` moments of the last 90 days, in their order, a little denser towards now."""
    days = [now - timedelta(days=ago) for ago in range(DAYS)]
    weights = [_weight(day, ago) for ago, day in enumerate(days)]
    moments: list[datetime] = []
    while len(moments) < number:
        (day,) = random.choices(days, weights)
        (hour,) = random.choices(range(24), HOURS)
        moment = day.replace(hour=hour, minute=random.randrange(60), second=random.randrange(60), microsecond=0)
        if moment < now:
            moments.append(moment)
    return sorted(moments)


def _weight(day: datetime, ago: int) -> float:
    growth = 1 - ago / (3 * DAYS)
    return WEEKDAYS[day.weekday()] * growth * (OUTAGE_WEIGHT if ago == OUTAGE_DAYS_AGO else 1)


def in_office_hours(moment: datetime) -> bool:
    return moment.weekday() < 5 and OPENS <= moment.hour < CLOSES


def after_work(start: datetime, minutes: float) -> datetime:
    """The moment at which somebody in the office has worked `minutes` from `start` on."""
    left = timedelta(minutes=minutes)
    moment = start
    while True:
        if not in_office_hours(moment):
            moment = _next_opening(moment)
        closing = moment.replace(hour=CLOSES, minute=0, second=0, microsecond=0)
        if moment + left < closing:
            return moment + left
        left -= closing - moment
        moment = closing


def soon(random: Random, median_minutes: float, spread: float = 0.9) -> float:
    """Minutes that somebody takes: mostly about the median, now and then much longer."""
    return min(max(1.5, random.lognormvariate(0, spread) * median_minutes), median_minutes * 12)


def waking(random: Random, moment: datetime) -> datetime:
    """The same moment, or the next morning when people are asleep."""
    if 7 <= moment.hour < 22:
        return moment
    morning = moment + timedelta(days=1) if moment.hour >= 22 else moment
    return morning.replace(hour=7 + random.randrange(3), minute=random.randrange(60))


def _next_opening(moment: datetime) -> datetime:
    day = moment if moment.hour < OPENS else moment + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day.replace(hour=OPENS, minute=0, second=0, microsecond=0)
