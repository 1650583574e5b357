"""Chromium for browser tests: the one of this machine, else they are skipped, and loudly (missing.py)."""

import contextlib
import functools
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PATIENCE_MS = (
    30_000  # as playwright has for clicks: it costs nothing unless the test fails, and a slow machine needs it
)
NO_BROWSER = "NO CHROMIUM ON THIS MACHINE: browser tests are skipped; `make browser` installs one"


# static/js/app.js has asked for the same modules before, so what waited there for one of them has run when this has.
BEHAVIORS_CONNECTED = """async () => {
  const names = [...document.querySelectorAll("[data-behavior]")].flatMap((one) => one.dataset.behavior.split(/\\s+/));
  const addresses = names.map((name) => new URL(`/static/js/behaviors/${name}.js`, location.href).href);
  await Promise.allSettled([...new Set(addresses)].map((address) => import(address)));
}"""


def find_chromium() -> str | None:
    """The headless build before the whole browser: it draws the same for half of the processor's time."""
    names = [os.environ.get("CHROMIUM", ""), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="module")
def chromium() -> Iterator:
    """A playwright Browser.

    Playwright runs an event loop in this thread, in which Django's ORM must be allowed. It ends with the file, because
    no asynchronous view can be asked from a thread with a loop.
    """
    path = find_chromium()
    if path is None:
        pytest.skip(NO_BROWSER)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with allowed_beside_a_loop(), sync_playwright() as playwright, opened_means_alive():
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@contextlib.contextmanager
def allowed_beside_a_loop() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@contextlib.contextmanager
def opened_means_alive() -> Iterator[None]:
    """`page.goto` and `page.reload` return when the page's behaviors are connected: keys pressed before are nobody's."""
    from playwright.sync_api import Page

    def then_wait(open_page: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(open_page)
        def opened(page: Page, *args: Any, **kwargs: Any) -> Any:
            response = open_page(page, *args, **kwargs)
            wait_for_behaviors(page)
            return response

        return opened

    with pytest.MonkeyPatch.context() as patch:
        for name in ("goto", "reload"):
            patch.setattr(Page, name, then_wait(getattr(Page, name)))
        yield


def wait_for_behaviors(page) -> None:
    page.evaluate(BEHAVIORS_CONNECTED)


@pytest.fixture
def browser_context(chromium) -> Iterator:
    """A fresh profile at 1440 px, in English and UTC."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="UTC")
    yield context
    context.close()


@pytest.fixture
def page(browser_context) -> Iterator:
    """A page whose test fails when a script of ours threw."""
    page = browser_context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert not errors, f"JavaScript errors: {errors}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a crowded machine can miss a moment: a test of it may fail once, and the summary names it."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
