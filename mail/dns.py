"""Looking up what a domain publishes, with little patience: who asks is a worker with other mail to do."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings

from helpdesk.pause import Pause

# A web process asks nobody: it is loaded with the first question.
if TYPE_CHECKING:
    from dns.resolver import Resolver

SECONDS = 2
KEPT_FOR = 600  # seconds
MOST_KEPT = 5_000

Lookup = Callable[[str], list[str]]


class Unanswered(Exception):
    """Nobody could say whether there is such a record."""


_kept: dict[tuple[str, str], tuple[float, list[str]]] = {}
# Where no name server answers, the next mails do not wait for it either.
pause = Pause(60)


def forget_answers() -> None:
    """Ask anew: whoever tests a domain has just mended its records."""
    _kept.clear()
    pause.end()


def txt(name: str) -> list[str]:
    """The TXT records of this name; none where there are none. Raises Unanswered after 2 s, and for a minute after that."""
    return _records(name, "TXT")


def mx(name: str) -> list[str]:
    """Which hosts take mail for this domain."""
    return _records(name, "MX")


def _records(name: str, kind: str) -> list[str]:
    key, now = (name.lower(), kind), time.monotonic()
    if key in _kept and _kept[key][0] > now:
        return _kept[key][1]
    if pause.is_on():
        raise Unanswered(name)
    found = _asked(name, kind)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[key] = (now + KEPT_FOR, found)
    return found


def _asked(name: str, kind: str) -> list[str]:
    from dns.exception import DNSException, Timeout
    from dns.resolver import NXDOMAIN, NoAnswer, NoNameservers, NoResolverConfiguration

    try:
        answer = _resolver().resolve(name, kind, lifetime=SECONDS, search=False)
    except (NXDOMAIN, NoAnswer):
        return []
    except (NoNameservers, Timeout, NoResolverConfiguration, OSError) as problem:
        pause.begin()
        raise Unanswered(name) from problem
    except (DNSException, ValueError, UnicodeError) as problem:
        raise Unanswered(name) from problem
    if kind == "MX":
        return [str(record.exchange).rstrip(".") for record in answer]
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def _resolver() -> "Resolver":
    from dns.resolver import Resolver

    if not settings.MAIL_DNS_SERVER:
        return Resolver()
    host, _colon, port = settings.MAIL_DNS_SERVER.rpartition(":")
    resolver = Resolver(configure=False)
    resolver.nameservers, resolver.port = [host], int(port)
    return resolver
