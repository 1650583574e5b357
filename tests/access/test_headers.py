"""What every page tells the browser about itself (design.md section 8)."""

import re

import pytest
from django.db import transaction
from django.http import HttpResponseBase

from tests.access.outcomes import YES
from tests.access.row import Row
from tests.access.table import ROWS
from tests.access.world import World

OF_PAGES = {
    "script-src 'self'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
}
FRAME = "messages/<int:pk>/frame/"
FILES = ("attachments/<uuid:key>/<path:name>", "api/v1/attachments/<uuid:key>/download/")
READ = [row for row in ROWS if row.method == "GET" and YES in row.may.values() and not row.walked_in]
# Pictures of articles, and a mail as its reader will see it: they stand in a page, and run nothing at all.
SHOWN = (
    "help/pictures/<uuid:key>/<str:name>", "settings/surveys/<slug:kind>/preview/", "metrics/mails/<int:pk>/preview/mail/",
    "brand/<int:pk>/<str:key>.css", "brand/<int:pk>/logo/<str:key>", "brand/<int:pk>/icon/<str:key>.svg",
)  # fmt: skip
# Parts that lead to a page without htmx, previews of something that has to be named, and what a solved ticket alone has.
PARTS = (
    "desk/notifications/panel/", "api/v1/people/<int:pk>/merge/", "api/v1/calendars/<int:pk>/days-off/",
    "desk/tickets/<int:number>/article/",
)  # fmt: skip
# On websites that an admin allows: tests/portal/widget/test_frame.py.
ELSEWHERE = ("widget.js", "widget/")
PAGES = [row for row in READ if row.route not in (FRAME, *FILES, *SHOWN, *PARTS, *ELSEWHERE)]
# A block of data for search engines (JSON-LD) is no script: browsers never run it.
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?! type=\"application/ld\+json\">)|<style\b|\son[a-z]+=\"|hx-on|javascript:", re.IGNORECASE
)


@pytest.mark.django_db
@pytest.mark.parametrize("row", PAGES, ids=str)
def test_pages_run_nothing_but_our_own_files(world: World, row: Row) -> None:
    response = seen(world, row)

    assert set(policy_of(response)) >= OF_PAGES
    assert "unsafe-eval" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert response["X-Frame-Options"] in ("SAMEORIGIN", "DENY")
    if response["Content-Type"].startswith("text/html"):
        assert not INLINE.search(b"".join(response).decode())


@pytest.mark.django_db
@pytest.mark.parametrize("remote", ["0", "1"])
def test_a_framed_message_runs_nothing_and_loads_foreign_pictures_only_when_asked(world: World, remote: str) -> None:
    row = next(row for row in READ if row.route == FRAME)

    policy = policy_of(seen(world, row, {"remote": remote}))

    pictures = "img-src 'self' https:" if remote == "1" else "img-src 'self'"
    assert {"default-src 'none'", "style-src 'unsafe-inline'", pictures} <= set(policy)
    assert not any(directive.startswith("script-src") for directive in policy)
    sandbox = next(directive for directive in policy if directive.startswith("sandbox"))
    assert "allow-scripts" not in sandbox


@pytest.mark.django_db
@pytest.mark.parametrize("route", SHOWN)
def test_what_stands_in_a_page_runs_nothing(world: World, route: str) -> None:
    policy = policy_of(seen(world, next(row for row in READ if row.route == route)))

    assert "default-src 'none'" in policy
    assert not any(directive.startswith("script-src") or "allow-scripts" in directive for directive in policy)


@pytest.mark.django_db
@pytest.mark.parametrize("route", FILES)
def test_a_file_is_saved_and_never_shown(world: World, route: str) -> None:
    response = seen(world, next(row for row in READ if row.route == route))

    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def seen(world: World, row: Row, data: dict[str, str] | None = None) -> HttpResponseBase:
    """By the first who may."""
    client = world.client(next(name for name, outcome in row.may.items() if outcome == YES))
    with transaction.atomic():
        response = client.get(row.path(world.values), {**row.data, **(data or {})})
        transaction.set_rollback(True)
    assert response.status_code in (200, 204)
    return response


def policy_of(response: HttpResponseBase) -> list[str]:
    return [directive.strip() for directive in response["Content-Security-Policy"].split(";")]
