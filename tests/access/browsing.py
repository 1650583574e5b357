"""A real browser on the world of the walk, without a server: whatever it asks for, Django's test client answers.

So a page costs its drawing and nothing else, and all of it is rolled back. What a page posts or streams is not answered.
"""

import mimetypes
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles.finders import find
from django.db import connections, transaction

from tests.access.row import Row
from tests.access.world import World

# Never asked; browsers trust it as they trust https.
HOST = "http://localhost"
_IMPORT = re.compile(r'@import url\("([^"]+)"\);')


class Browsing:
    """One person's browser. `shown` are answers to forms, by the address under which they are to be seen."""

    def __init__(self, page, world: World, name: str) -> None:
        self.page, self.client = page, world.client(name)
        self.connection = connections["default"]
        self.shown: dict[str, bytes] = {}
        # A colour on its way from one theme to the other is neither.
        page.emulate_media(reduced_motion="reduce")
        page.route("**/*", self._answer)

    def go(self, path: str) -> None:
        self.page.goto(HOST + path)

    def page_of(self, row: Row, world: World) -> str:
        """The address of a row that is a whole page, else ""."""
        path = row.path(world.values)
        return path if is_page(self.client.get(path, row.data)) else ""

    def refused(self, path: str) -> str:
        """Where the answer can be seen that an empty form gets, if that is a page."""
        with transaction.atomic():
            answer = self.client.post(path, {})
            transaction.set_rollback(True)
        if answer.status_code != 422 or not is_page(answer):
            return ""
        self.shown[f"/refused{path}"] = answer.content
        return f"/refused{path}"

    def _answer(self, route) -> None:
        # Playwright calls from a context of its own, in which Django would connect anew and see nothing of the world.
        connections["default"] = self.connection
        parts = urlsplit(route.request.url)
        if parts.path.startswith("/static/"):
            return route.fulfill(body=static_file(parts.path), content_type=mimetypes.guess_type(parts.path)[0] or "")
        if parts.path in self.shown:
            return route.fulfill(body=self.shown[parts.path], content_type="text/html; charset=utf-8")
        if route.request.method != "GET" or parts.path.startswith("/live/"):
            return route.abort()
        headers = {"HX-Request": "true"} if route.request.headers.get("hx-request") else {}
        answer = self.client.get(f"{parts.path}?{parts.query}", headers=headers)
        body = b"".join(answer) if answer.streaming else answer.content
        return route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=body)


def is_page(answer) -> bool:
    """A whole page of ours; a mail in its frame is its sender's, and runs nothing, so that nothing in it can be asked."""
    if "default-src 'none'" in answer.headers.get("Content-Security-Policy", ""):
        return False
    return not answer.streaming and answer.status_code in (200, 422) and b"<html" in answer.content[:600]


@cache
def static_file(path: str) -> bytes:
    """A stylesheet comes in one piece: a browser that is answered here caches nothing."""
    found = find(path.removeprefix("/static/"))
    if not found:
        return b""
    if not path.endswith("/app.css"):
        return Path(found).read_bytes()
    folder = path.rpartition("/")[0]
    return _IMPORT.sub(lambda one: static_file(f"{folder}/{one[1]}").decode(), Path(found).read_text()).encode()
