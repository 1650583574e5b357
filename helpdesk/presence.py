"""Who is looking at what right now: kept in Redis for some seconds, without a row and without the database.

A tab that shows something says so every few seconds (`say`) and takes leave when it goes (`leave`); one that says nothing for
LIFE_SECONDS is gone. Redis may be wiped at any time: what it knew comes back with the next word of each tab. What a place is,
and who may hear of it, is decided above (tickets/presence.py): here there are only numbers and names of channels.

Times are those of the web processes' own clocks, which are taken to agree within a second.
"""

import json
import logging
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import redis
import redis.asyncio
from django.conf import settings

from helpdesk.pause import Pause
from helpdesk.quick_redis import quick_redis
from helpdesk.templatetags.ui import hue, initials

# A word each four seconds, and one of them may come late: whoever says nothing is gone for everybody within ten.
BEAT_SECONDS = 4
LIFE_SECONDS = 8
KEY = "helpdesk:presence"
_KEPT_SECONDS = 60
_PAUSE_SECONDS = 2

logger = logging.getLogger(__name__)
_pause = Pause(_PAUSE_SECONDS)


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody at a place; `writing` is what they write there, empty while they only look."""

    place: int
    person: int
    name: str
    channels: tuple[str, ...]
    writing: str = ""


def say(presence: Presence, tab: str) -> bool:
    """This tab shows the place. Whether that is news; takes 100 ms at most and never raises."""
    field = _field(presence.place, presence.person, tab)
    now = time.time()
    commands = [
        ("HGET", KEY, field),
        ("HSET", KEY, field, _written(presence, until=now + LIFE_SECONDS)),
        ("EXPIRE", KEY, _KEPT_SECONDS),
    ]
    answers = _ask(commands)
    return answers is not None and _read(field, answers[0], now) != presence


def leave(place: int, person: int, tab: str) -> bool:
    """This tab no longer shows the place. Whether that is news."""
    answers = _ask([("HDEL", KEY, _field(place, person, tab))])
    return bool(answers and answers[0])


def everybody() -> list[Presence]:
    """All who are somewhere; nobody while Redis is away."""
    answers = _ask([("HGETALL", KEY)])
    return _all(answers[0]) if answers else []


async def everybody_soon(client: redis.asyncio.Redis) -> list[Presence]:
    """The same for an event loop; what has run out is thrown away. Raises RedisError."""
    rows = await cast(Any, client.hgetall(KEY))
    now = time.time()
    over = [field for field, text in rows.items() if _read(field, text, now) is None]
    if over:
        await cast(Any, client.hdel(KEY, *over))
    return _all(rows)


def people_of(
    presences: Iterable[Presence], channels: Collection[str], *, but: int | None = None
) -> list[dict[str, Any]]:
    """As a page shows them: each person once, however many tabs they have.

    A tab in which they write outweighs those where they look, and "public" is more than "note" also in the alphabet.
    """
    people: dict[int, Presence] = {}
    for one in presences:
        if one.person == but or not any(channel in channels for channel in one.channels):
            continue
        if one.person not in people or one.writing > people[one.person].writing:
            people[one.person] = one
    shown = sorted(people.values(), key=lambda one: (one.name, one.person))
    return [
        {
            "id": one.person,
            "name": one.name,
            "initials": initials(one.name),
            "hue": hue(str(one.person)),
            "writing": one.writing,
        }
        for one in shown
    ]


class Whereabouts:
    """What the streams of a process were told, so that they hear of changes only."""

    def __init__(self) -> None:
        self.places: Mapping[int, frozenset[Presence]] = {}

    def change(self, found: Iterable[Presence]) -> dict[int, set[str]]:
        """What differs from before: places with the channels that hear of it."""
        before, self.places = self.places, _by_place(found)
        changed: dict[int, set[str]] = {}
        for place in before.keys() | self.places.keys():
            old, new = before.get(place, frozenset()), self.places.get(place, frozenset())
            if old != new:
                changed[place] = {channel for one in old | new for channel in one.channels}
        return changed

    def told(self, places: Iterable[int], channels: Collection[str], listener: int) -> list[dict[str, Any]]:
        """Who is at these places, as far as these channels hear of it; nobody is told of themselves."""
        return [
            {"ticket": place, "people": people_of(self.places.get(place, ()), channels, but=listener)}
            for place in places
        ]


def _by_place(found: Iterable[Presence]) -> dict[int, frozenset[Presence]]:
    places: dict[int, set[Presence]] = {}
    for one in found:
        places.setdefault(one.place, set()).add(one)
    return {place: frozenset(those) for place, those in places.items()}


def _ask(commands: list[tuple[Any, ...]]) -> list[Any] | None:
    """The answers, in one round trip; None while Redis is away."""
    if _pause.is_on():
        return None
    try:
        pipeline = quick_redis(settings.REDIS_URL).pipeline(transaction=False)
        for command in commands:
            pipeline.execute_command(*command)
        return pipeline.execute()
    except (redis.RedisError, OSError) as problem:
        _pause.begin()
        logger.warning("Nobody is seen for %s s: %s", _PAUSE_SECONDS, problem)
        return None


def _field(place: int, person: int, tab: str) -> str:
    return f"{place}:{person}:{tab}"


def _written(presence: Presence, *, until: float) -> str:
    return json.dumps([presence.name, presence.channels, presence.writing, until])


def _all(rows: Mapping[bytes, bytes]) -> list[Presence]:
    now = time.time()
    return [one for one in (_read(field, text, now) for field, text in rows.items()) if one is not None]


def _read(field: bytes | str, text: bytes | None, now: float) -> Presence | None:
    """None when there was none, or when its time is over."""
    if text is None:
        return None
    name, channels, writing, until = json.loads(text)
    if until < now:
        return None
    place, person, _tab = (field.decode() if isinstance(field, bytes) else field).split(":", 2)
    return Presence(int(place), int(person), name, tuple(channels), writing)
