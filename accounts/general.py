"""What holds for the whole desk: set by an admin, else by the environment.

Each process keeps a copy. Whoever records an event learns from the same statement whether the copy is still right
(helpdesk/revisions.py) and passes that on; all others look again when it is older than a few seconds. So no request pays for it.
"""

import asyncio
import json
import math
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from accounts.branding import BrandNow, brands_read
from helpdesk.revisions import DESK, SQL_OF

LOOK_AGAIN = 3.0  # seconds
_READ = f"""
SELECT coalesce({SQL_OF.format(name=DESK)}, 0), (SELECT values FROM accounts_generalsettings WHERE id = 1)::text,
    (SELECT json_agg(one) FROM (
        SELECT id AS pk, name AS own_name, host, colour, dark_colour, logo_key, language, welcome, footer, contact,
            split_part(split_part(logo, ';', 1), ':', 2) AS logo_type, archived_at IS NOT NULL AS is_archived,
            (SELECT id FROM mail_mailbox WHERE brand_id = brand.id ORDER BY is_default DESC, id LIMIT 1) AS mailbox_id
        FROM accounts_brand AS brand
    ) AS one)::text
"""  # noqa: S608  # our own name
_NEVER = 0


@dataclass(frozen=True, slots=True)
class General:
    """`set_here` is what an admin has set."""

    set_here: Mapping[str, Any] = field(default_factory=dict)
    # As they are kept; accounts/brands.py asks for them.
    brands: tuple[BrandNow, ...] = (BrandNow(),)

    @property
    def desk_name(self) -> str:
        """As agents and customers read it at the head of each page."""
        return str(self._of("desk_name")) or _("Helpdesk")

    @property
    def language(self) -> str:
        """For people of whom nobody knows a language."""
        return str(self._of("language"))

    @property
    def time_zone(self) -> str:
        """For people of whom nobody knows a zone."""
        return str(self._of("time_zone"))

    @property
    def close_after_days(self) -> int:
        return int(self._of("close_after_days"))

    @property
    def acknowledges(self) -> bool:
        """Whether customers are told at once that their message has come."""
        return bool(self._of("acknowledges"))

    @property
    def keeps_time(self) -> bool:
        """Whether agents write down how long they worked on tickets."""
        return bool(self._of("keeps_time"))

    @property
    def undo_seconds(self) -> int:
        """Of new colleagues, until they choose themselves."""
        return int(self._of("undo_seconds"))

    @property
    def notification_hold_seconds(self) -> int:
        return int(self._of("notification_hold_seconds"))

    @property
    def identity_minutes(self) -> int:
        return int(self._of("identity_minutes"))

    @property
    def acknowledgements_an_hour(self) -> int:
        """To one address; more are held back."""
        return int(self._of("acknowledgements_an_hour"))

    @property
    def automatic_an_hour(self) -> int:
        """Automatic mails kept on one ticket; more are ignored."""
        return int(self._of("automatic_an_hour"))

    @property
    def automatic_of_sender_an_hour(self) -> int:
        """Automatic mails taken from one sender; more are ignored."""
        return int(self._of("automatic_of_sender_an_hour"))

    @property
    def mails_a_minute(self) -> int:
        """To one receiving domain; 0: as they come."""
        return int(self._of("mails_a_minute"))

    @property
    def domain_paces(self) -> Mapping[str, int]:
        """Receiving domains with a number of their own in place of `mails_a_minute`."""
        paces: Mapping[str, int] = self._of("domain_paces")
        return paces

    def described(self) -> dict[str, Any]:
        """Every setting as it holds now."""
        return {name: self._of(name) for name in FROM_ENVIRONMENT}

    def _of(self, name: str) -> Any:
        return self.set_here[name] if name in self.set_here else getattr(settings, FROM_ENVIRONMENT[name])


# Each setting, and the setting of the environment that it has until an admin sets it.
FROM_ENVIRONMENT = {
    "desk_name": "DESK_NAME",
    "language": "LANGUAGE_CODE",
    "time_zone": "TIME_ZONE",
    "close_after_days": "CLOSE_AFTER_DAYS",
    "acknowledges": "ACKNOWLEDGES",
    "keeps_time": "TIME_TRACKING",
    "undo_seconds": "UNDO_SECONDS",
    "notification_hold_seconds": "NOTIFICATION_HOLD_SECONDS",
    "identity_minutes": "IDENTITY_MINUTES",
    "acknowledgements_an_hour": "MAIL_ACKNOWLEDGEMENTS_AN_HOUR",
    "automatic_an_hour": "MAIL_AUTOMATIC_AN_HOUR",
    "automatic_of_sender_an_hour": "MAIL_AUTOMATIC_OF_SENDER_AN_HOUR",
    "mails_a_minute": "MAIL_MAILS_A_MINUTE",
    "domain_paces": "MAIL_DOMAIN_PACES",
}
AS_SHIPPED = General()


@dataclass(frozen=True, slots=True)
class _Copy:
    revision: int
    general: General
    looked_at: float


_copy = _Copy(_NEVER, AS_SHIPPED, -math.inf)
_first = threading.Lock()


def general(revision: int | None = None) -> General:
    """As it is now. `revision`: of the desk, where it is known, and then nothing older is given."""
    if revision is not None:
        if revision == _NEVER:
            return AS_SHIPPED
        return _copy.general if _copy.revision == revision else _read()
    return _copy.general if time.monotonic() - _copy.looked_at < LOOK_AGAIN else _read()


def kept() -> General:
    """As this process knows it, without looking again: for what every request asks.

    In a process that knows nothing yet one thread reads for all: two hundred streams at once would be as many connections.
    """
    if _knows() or is_async():
        return _copy.general
    with _first:
        return _copy.general if _knows() else _read()


def _knows() -> bool:
    return _copy.looked_at > -math.inf


def forget() -> None:
    """This process reads it again when it is asked for the next time."""
    global _copy  # the one copy of a process, replaced as a whole
    _copy = _Copy(_NEVER - 1, _copy.general, -math.inf)


def read_general() -> General:
    """From the database, for whoever changes it: what is not committed yet is kept by no process."""
    return _found()[1]


def _read() -> General:
    global _copy
    now = time.monotonic()
    with suppress(DatabaseError):  # pages about errors are shown without a database, too
        _copy = _Copy(*_found(), now)
    return _copy.general


def is_async() -> bool:
    """Where event streams are served, which hold no connection."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _found() -> tuple[int, General]:
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        revision, values, brands = cursor.fetchone()
    kept = General(_plain(values))
    return int(revision), replace(kept, brands=brands_read(json.loads(brands or "[]"), str(kept._of("desk_name"))))


def _plain(values: str | None) -> dict[str, Any]:
    return {name: value for name, value in json.loads(values or "{}").items() if name in FROM_ENVIRONMENT}
