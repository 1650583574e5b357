"""A signed-in person over one kept-alive connection, from outside the web process."""

import http.client
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.meter import HEADER

# uvicorn closes a connection after 5 idle seconds.
KEPT_SECONDS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    location: str
    ms: float
    statements: int
    statements_ms: float
    cpu_ms: float


class UnexpectedAnswer(Exception):
    """A page that does not answer as it should: its time would say nothing."""


class Browser:
    """`session_key` signs it in; empty for an anonymous one."""

    def __init__(self, address: tuple[str, int], session_key: str = "") -> None:
        self.connection = http.client.HTTPConnection(*address, timeout=60)
        self.used_at = float("-inf")
        self.csrf_token = secrets.token_hex(16)
        cookies = [f"csrftoken={self.csrf_token}", f"sessionid={session_key}" if session_key else ""]
        self.headers = {"Cookie": "; ".join(filter(None, cookies)), "Accept": "text/html", "Accept-Language": "en"}

    def get(self, path: str) -> Answer:
        return self.ask("GET", path, None, {}, {200})

    def post(self, path: str, fields: Mapping[str, object], headers: Mapping[str, str] | None = None) -> Answer:
        form = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.csrf_token, **(headers or {})}
        return self.ask("POST", path, urlencode(fields, doseq=True).encode(), form, {200, 204, 302, 303})

    def connect_again_if_idle(self) -> None:
        """Before the server gives up the connection, and not within the time that is measured."""
        if time.perf_counter() - self.used_at > KEPT_SECONDS:
            self.connection.close()
            self.connection.connect()
            self.used_at = time.perf_counter()

    def ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], expected: set[int]) -> Answer:
        """Raises UnexpectedAnswer with the beginning of the page."""
        self.connect_again_if_idle()
        started = time.perf_counter()
        self.connection.request(method, path, body, {**self.headers, **headers})
        response = self.connection.getresponse()
        content = response.read()
        self.used_at = time.perf_counter()
        ms = (time.perf_counter() - started) * 1000
        location = response.getheader("Location", "")
        if response.status not in expected or "/accounts/login" in location:
            beginning = content[:600].decode(errors="replace")
            raise UnexpectedAnswer(f"{method} {path}: {response.status} {location}\n{beginning}")
        count, statements_ms, cpu_ms = response.getheader(HEADER, "0 0 0").split()
        return Answer(response.status, content, location, ms, int(count), float(statements_ms), float(cpu_ms))
