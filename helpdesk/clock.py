"""The one clock of the domain: the database's, so that every process agrees on what came first.

`at()` sets another time for the current context; only the demo's loader, importers and tests of timers use it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import connection

_set_time: ContextVar[datetime | None] = ContextVar("set_time", default=None)


def now() -> datetime:
    """The database's present time (aware, UTC), later than every lock taken so far in this transaction."""
    set_time = _set_time.get()
    if set_time is not None:
        return set_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def is_set() -> bool:
    """Whether `at` holds: what happens now is written into the past and is news to nobody."""
    return _set_time.get() is not None


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the domain believe that it is `moment` (aware). Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    token = _set_time.set(moment)
    try:
        yield
    finally:
        _set_time.reset(token)
