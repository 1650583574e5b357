"""Calling an address that somebody else chose: its name is looked up once, what is found is judged, and that is connected to.

Looked up a second time, a name could lead into our own network, after the first answer had been harmless.
"""

import ipaddress
import re
import socket
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils.translation import gettext as _

from helpdesk.deadline import Deadline, WatchedAdapter

# All that was ever given out. Beyond it lie older ways to wrap IPv4 (::127.0.0.1, ::ffff:0:127.0.0.1), translators of one's own
# network (RFC 8215) and what counted as site-local, all of which `is_global` takes for the internet.
_INTERNET_V6 = ipaddress.IPv6Network("2000::/3")


class Inside(ValueError):
    """The address is one of a private network."""


class _OnlyTo(WatchedAdapter):
    """Connects to this one address, whatever the name means by then; a certificate must still be the name's."""

    def __init__(self, host: str, address: str, deadline: Deadline) -> None:
        self._host, self._address = host, address
        super().__init__(deadline)

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        where, how = super().build_connection_pool_key_attributes(request, verify, cert)
        if where["scheme"] == "https":
            how["server_hostname"] = self._host
        return {**where, "host": self._address}, how


def post(url: str, body: bytes, headers: dict[str, str], *, timeout: float) -> int:
    """The status of the answer, which nobody reads; redirections are not followed. Raises Inside, ValueError, OSError.

    After `timeout` seconds all in all it is given up, however slowly the answer comes.
    """
    with Deadline(timeout) as deadline, requests.Session() as session:
        session.trust_env = False  # a proxy would look the name up anew
        headers = pinned(session, url, deadline) | headers
        answer = session.post(url, data=body, headers=headers, timeout=timeout, allow_redirects=False, stream=True)
        answer.close()
        return int(answer.status_code)


def pinned(session: requests.Session, url: str, deadline: Deadline) -> dict[str, str]:
    """Let the session reach the host of `url` only where its name leads now, and no longer than the deadline allows; the header
    that names it. Raises Inside, OSError.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    session.mount(f"{parts.scheme}://{parts.netloc}", _OnlyTo(host, address_of(url), deadline))
    named = f"[{host}]" if ":" in host else host
    return {"Host": named if parts.port is None else f"{named}:{parts.port}"}


def address_of(url: str) -> str:
    """Where its name leads. Raises Inside when any of that is in a private network, unless settings allow it."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = sorted(
        {
            (family, str(address[0]).partition("%")[0])
            for family, *_rest, address in socket.getaddrinfo(host, port, proto=socket.IPPROTO_TCP)
        }
    )  # IPv4 first: many a host has no way out by IPv6
    for _family, address in found:
        if not settings.WEBHOOKS_TO_PRIVATE_ADDRESSES and not is_outside(address):
            raise Inside(_("%(host)s is an address inside of a private network.") % {"host": host})
    return found[0][1]


def refuse_wrong_address(url: str, *, secure: bool = False) -> None:
    """Before an address is kept: what is none, or not https where it must be `secure`, and one inside by number or as this
    machine's own name where settings forbid that. Other names are looked up when they are called. Raises ValueError, Inside.
    """
    schemes = ("https",) if secure else ("https", "http")
    try:
        parts = urlsplit(url)
        good = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0 and not re.search(r"\s", url)
    except ValueError:  # a bracket that nothing closes, a port beyond all
        good = False
    if not good:
        raise ValueError(_("Write an address that begins with https://."))
    host = (parts.hostname or "").rstrip(".")
    is_here = host == "localhost" or host.endswith(".localhost") or not all(map(is_outside, _numbers(host)))
    if is_here and not settings.WEBHOOKS_TO_PRIVATE_ADDRESSES:
        raise Inside(_("%(host)s is an address inside of a private network.") % {"host": host})


def _numbers(host: str) -> list[str]:
    """The address that is written in numbers, in any of their notations; none for a name."""
    try:
        found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return []
    return [str(address[0]).partition("%")[0] for _family, *_rest, address in found]


def is_outside(address: str) -> bool:
    """Whether it is on the internet: no private, link-local or reserved network and not this machine, nor wrapped in IPv6."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1] or _translated(found)
        if wrapped is not None:
            return is_outside(str(wrapped))
        if found not in _INTERNET_V6:
            return False
    return found.is_global and not found.is_multicast


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """What a NAT64 gateway makes of it (RFC 6052)."""
    if address not in ipaddress.IPv6Network("64:ff9b::/96"):
        return None
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
