"""Calling an address that somebody else chose: its name is looked up once, what is found is judged, and that is connected to.

Looked up a second time, a name could lead into our own network, after the first answer had been harmless. And the time limit
of requests is one between two bytes: who sends one at a time would hold a worker for hours, so all of it has a limit of its own.
"""

import ipaddress
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError


class Inside(ValueError):
    """The address is one of a private network."""


class _Line:
    """The connections of one call; cut, they end for both sides, and so does a new one."""

    def __init__(self) -> None:
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self.is_cut = False

    def note(self, made: socket.socket) -> None:
        with self._lock:
            self._sockets.append(made.dup())  # TLS takes the socket itself over
            if self.is_cut:
                self._end()

    def cut(self) -> None:
        with self._lock:
            self.is_cut = True
            self._end()

    def close(self) -> None:
        with self._lock:
            while self._sockets:
                self._sockets.pop().close()

    def _end(self) -> None:
        for made in self._sockets:
            with suppress(OSError):  # it is over already
                made.shutdown(socket.SHUT_RDWR)


class _OnlyTo(HTTPAdapter):
    """Connects to this one address, whatever the name means by then; a certificate must still be the name's."""

    def __init__(self, host: str, address: str) -> None:
        self._host, self._address = host, address
        self.line = _Line()
        super().__init__()
        self.poolmanager.pool_classes_by_scheme = _pools(self.line)

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        where, how = super().build_connection_pool_key_attributes(request, verify, cert)
        if where["scheme"] == "https":
            how["server_hostname"] = self._host
        return {**where, "host": self._address}, how

    def close(self) -> None:
        super().close()
        self.line.close()


def _pools(line: _Line) -> dict[str, type[HTTPConnectionPool]]:
    """Whose connections are noted before anything is said on them, the greeting of TLS included."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            made = super()._new_conn()
            line.note(made)
            return made

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            made = super()._new_conn()
            line.note(made)
            return made

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def post(url: str, body: bytes, headers: dict[str, str], *, timeout: float) -> int:
    """The status of the answer, which nobody reads; redirections are not followed. Raises Inside, ValueError, OSError.

    `timeout`: seconds to connect, and from one byte of the answer's head to the next; all of it may take twice as long.
    """
    with requests.Session() as session:
        session.trust_env = False  # a proxy would look the name up anew
        headers = pinned(session, url) | headers
        with cut_after(session, url, seconds=2 * timeout):
            answer = session.post(url, data=body, headers=headers, timeout=timeout, allow_redirects=False, stream=True)
            answer.close()
        return int(answer.status_code)


@contextmanager
def cut_after(session: requests.Session, url: str, *, seconds: float) -> Iterator[None]:
    """Whatever the pinned host of `url` is saying inside of this when the time is up ends in requests.Timeout."""
    adapter = session.get_adapter(url)
    assert isinstance(adapter, _OnlyTo)  # noqa: S101 - it was pinned
    line = adapter.line
    timer = threading.Timer(seconds, line.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (requests.RequestException, HTTPError, OSError, ValueError) as problem:
        if line.is_cut:
            raise _too_slow(seconds) from problem
        raise
    finally:
        timer.cancel()
        line.close()
    if line.is_cut:  # half an answer can look like a whole one
        raise _too_slow(seconds)


def _too_slow(seconds: float) -> requests.Timeout:
    return requests.Timeout(_("No whole answer within %(seconds)s seconds.") % {"seconds": round(seconds)})


def pinned(session: requests.Session, url: str) -> dict[str, str]:
    """Let the session reach the host of `url` only where its name leads now; the header that names it. Raises Inside, OSError."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    session.mount(f"{parts.scheme}://{parts.netloc}", _OnlyTo(host, address_of(url)))
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


def is_outside(address: str) -> bool:
    """Whether it is on the internet: no private, link-local or reserved network and not this machine, nor wrapped in IPv6."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1] or _translated(found)
        if wrapped is not None:
            return is_outside(str(wrapped))
    return found.is_global and not found.is_multicast


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """What a NAT64 gateway makes of it (RFC 6052)."""
    if address not in ipaddress.IPv6Network("64:ff9b::/96"):
        return None
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
