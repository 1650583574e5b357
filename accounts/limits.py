"""How often something may be done, counted in PostgreSQL: atomic between processes, and there when Redis is not."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from accounts.models import SpentTry
from helpdesk import clock


@dataclass(frozen=True, slots=True)
class Limit:
    name: str
    most: int
    per: timedelta


_QUARTER = timedelta(minutes=15)
_HOUR = timedelta(hours=1)

# Guessing is limited per address; per network more loosely, because a whole company may sit behind one.
CODES_PER_ADDRESS = Limit("codes-address", 6, _QUARTER)
CODES_PER_NETWORK = Limit("codes-network", 60, _HOUR)
CODE_TRIES_PER_ADDRESS = Limit("code-tries-address", 15, _HOUR)
CODE_TRIES_PER_NETWORK = Limit("code-tries-network", 60, _HOUR)
PASSWORDS_PER_ADDRESS = Limit("passwords-address", 8, _QUARTER)
PASSWORDS_PER_NETWORK = Limit("passwords-network", 60, _QUARTER)
UPLOADS = Limit("uploads", 300, _HOUR)
HELP_QUESTIONS = Limit("help-questions", 600, _HOUR)
DRAFTED_ANSWERS = Limit("drafted-answers", 60, _HOUR)
STRANGERS_REQUESTS = Limit("strangers-requests", 20, _HOUR)
DATA_COPIES = Limit("data-copies", 3, timedelta(days=1))
# A second press mails no second link.
ISSUE_CONFIRMATIONS = Limit("issue-confirmations", 1, timedelta(minutes=1))
COLLEAGUES_COPIED = Limit("colleagues-copied", 30, _HOUR)


class TooMany(Exception):
    """The limit is used up; `wait` is how long until it is not."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        minutes = max(1, -(-int(wait.total_seconds()) // 60))
        super().__init__(
            ngettext(
                "That was too often in a short time. Try again in a minute.",
                "That was too often in a short time. Try again in %(minutes)d minutes.",
                minutes,
            )
            % {"minutes": minutes}
        )


def spend(limit: Limit, whom: str) -> None:
    """Count one try for `whom`. Raises TooMany once more than `limit.most` were made in the present window."""
    now = clock.now()
    start = _window_start(limit, now)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {SpentTry._meta.db_table} (key, window_start, count) VALUES (%s, %s, 1) "  # noqa: S608  # our table
            f"ON CONFLICT (key, window_start) DO UPDATE SET count = {SpentTry._meta.db_table}.count + 1 RETURNING count",
            [_key(limit, whom), start],
        )
        count = cursor.fetchone()[0]
    if count > limit.most:
        raise TooMany(start + limit.per - now)


def give_back(limit: Limit, whom: str) -> None:
    """Uncount a try that turned out to be right."""
    SpentTry.objects.filter(key=_key(limit, whom), window_start=_window_start(limit, clock.now()), count__gt=0).update(
        count=F("count") - 1
    )


def forget_old_tries() -> int:
    """Remove counters of windows long past; how many."""
    return SpentTry.objects.filter(window_start__lt=clock.now() - timedelta(days=1)).delete()[0]


def _window_start(limit: Limit, now: datetime) -> datetime:
    seconds = int(limit.per.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)


def _key(limit: Limit, whom: str) -> str:
    # Hashed, so that the table tells nobody who tried to sign in from where.
    return f"{limit.name}:{salted_hmac('accounts.limits', whom).hexdigest()}"
