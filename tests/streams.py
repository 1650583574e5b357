"""A browser's side of an event stream, without the browser."""

import json
import socket
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client

from accounts.models import User


def sign_in_cookie(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@dataclass
class EventStream:
    """One open connection; `read_until` returns when the wanted words have come. Fails after `seconds`."""

    port: int
    cookie: str = ""
    path: str = "/live/events/"

    def __post_init__(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        cookie = f"Cookie: {settings.SESSION_COOKIE_NAME}={self.cookie}\r\n" if self.cookie else ""
        self.socket.sendall(f"GET {self.path} HTTP/1.1\r\nHost: localhost\r\n{cookie}\r\n".encode())
        self.text = ""

    def read_until(self, words: str, *, seconds: float = 30) -> str:
        deadline = time.monotonic() + seconds
        while words not in self.text:
            left = deadline - time.monotonic()
            assert left > 0, f"{words!r} did not come: {self.text!r}"
            assert self.read_more(left), f"the stream ended without {words!r}: {self.text!r}"
        return self.text

    def read_more(self, seconds: float) -> bool:
        """Whatever comes next; False at the end of the stream."""
        self.socket.settimeout(seconds)
        part = self.socket.recv(65536)
        self.text += part.decode()
        return bool(part)

    def wait_for_hello(self, *, seconds: float = 30) -> "EventStream":
        self.read_until("event: hello", seconds=seconds)
        return self

    def hints(self) -> list[dict[str, Any]]:
        """What came so far."""
        lines = self.text.splitlines()
        return [json.loads(data[6:]) for event, data in zip(lines, lines[1:], strict=False) if event == "event: ticket"]

    def ends_within(self, seconds: float) -> bool:
        self.socket.settimeout(seconds)
        try:
            while self.socket.recv(65536):
                pass
        except TimeoutError:
            return False
        except ConnectionError:
            return True
        return True

    def close(self) -> None:
        self.socket.close()
