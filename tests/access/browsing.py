"""A real browser on the world of the walk: whatever it asks for, Django's test client answers, on the connection of the test.

So a page costs its drawing and nothing else, and all of it is rolled back. What a page posts or streams is not answered.
"""

import mimetypes
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings as project
from django.contrib.staticfiles.finders import find
from django.db import connections, transaction

from tests.access.row import Row
from tests.access.world import World
from tests.plugins.stylesheets import stylesheets_in_one

AXE = "/axe.min.js"


class Browsing:
    """One person's browser. `shown` are pages that are drawn already, by the address under which they are to be seen."""

    def __init__(self, page, world: World, name: str) -> None:
        self.page, self.client = page, world.client(name)
        self.connection = connections["default"]
        self.shown: dict[str, bytes] = {}
        self.turn = threading.Lock()
        # A colour on its way from one theme to the other is neither.
        page.emulate_media(reduced_motion="reduce")

    def __enter__(self) -> Self:
        self.connection.inc_thread_sharing()
        self.server = ThreadingHTTPServer(("localhost", 0), type("Handler", (_Handler,), {"browsing": self}))
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.page.goto("about:blank")
        self.server.shutdown()
        self.server.server_close()
        with self.turn:
            self.connection.dec_thread_sharing()

    def go(self, path: str) -> None:
        # Browsers trust it as they trust https.
        self.page.goto(f"http://localhost:{self.server.server_port}{path}")
        self.page.add_script_tag(url=AXE)

    def page_of(self, row: Row, world: World) -> str:
        """The address of a row that is a whole page, else ""."""
        path = row.path(world.values)
        answer = self.client.get(path, row.data)
        if not is_page(answer):
            return ""
        if not row.data:
            self.shown[path] = answer.content
        return path

    def refused(self, path: str) -> str:
        """Where the answer can be seen that an empty form gets, if that is a page."""
        with transaction.atomic():
            answer = self.client.post(path, {})
            transaction.set_rollback(True)
        if answer.status_code != 422 or not is_page(answer):
            return ""
        self.shown[f"/refused{path}"] = answer.content
        return f"/refused{path}"

    def answer(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if path in self.shown and not headers:
            return 200, {"Content-Type": "text/html; charset=utf-8"}, self.shown[path]
        with self.turn:
            connections["default"] = self.connection
            answer = self.client.get(path, headers=headers)
            body = b"".join(answer) if answer.streaming else answer.content
            return answer.status_code, dict(answer.headers), body


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    browsing: Browsing

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/live/"):
            return self._send(503, {}, b"")
        if path == AXE or path.startswith("/static/"):
            kind = mimetypes.guess_type(path)[0] or ""
            return self._send(200, {"Content-Type": kind, "Cache-Control": "max-age=3600"}, file_at(path))
        headers = {"HX-Request": "true"} if self.headers.get("HX-Request") else {}
        return self._send(*self.browsing.answer(self.path, headers))

    def do_POST(self) -> None:
        self.close_connection = True
        self._send(503, {}, b"")

    def log_message(self, *_said: object) -> None:
        pass

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def is_page(answer) -> bool:
    """A whole page of ours; a mail in its frame is its sender's, and runs nothing, so that nothing in it can be asked."""
    if "default-src 'none'" in answer.headers.get("Content-Security-Policy", ""):
        return False
    return not answer.streaming and answer.status_code in (200, 422) and b"<html" in answer.content[:600]


@cache
def file_at(path: str) -> bytes:
    if path == AXE:
        return (Path(project.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js").read_bytes()
    name = path.removeprefix("/static/")
    if css := stylesheets_in_one().get(name):
        return css
    found = find(name)
    return Path(found).read_bytes() if found else b""
