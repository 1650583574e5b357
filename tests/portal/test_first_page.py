"""What a customer's first page weighs, as it is served: below 100 KB, and few requests."""

import gzip
import re
from pathlib import PurePosixPath

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from helpdesk.static_files import IN_ONE, InOne
from tests.portal.widget.conftest import article  # noqa: F401  # the same article

MOST = 100_000
# Of each answer, as Chromium counts it.
_HEAD = 300
_IMPORT = re.compile(r'(?:import|from)\s*\(?\s*"(\./[^"]+|\.\./[^"]+)"')
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]


class Finders:
    """As collectstatic hands them over, by name of file."""

    def __getitem__(self, name: str):
        return FileSystemStorage(settings.BASE_DIR / "static"), name


def served(name: str) -> bytes:
    """A stylesheet of imports is one file."""
    if name in IN_ONE:
        return InOne(name, Finders()).open(name).read()
    return open(finders.find(name), "rb").read()


def modules_of(name: str, behaviors: set[str], seen: dict[str, bytes]) -> None:
    """A module with all that it imports; of the behaviors only those that stand in the page."""
    if name in seen:
        return
    seen[name] = served(name)
    for path in _IMPORT.findall(seen[name].decode()):
        target = PurePosixPath(name).parent
        for part in PurePosixPath(path).parts:
            target = target.parent if part == ".." else target / part
        if target.parent.name != "behaviors" or target.stem in behaviors:
            modules_of(str(target), behaviors, seen)


@pytest.mark.parametrize("path", ["/", "/help/en/", "/help/en/articles/pay-an-invoice/", "/requests/new/"])
def test_the_first_page_is_under_100_kilobytes(client, path):
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    page = gzip.decompress(answer.content).decode() if "Content-Encoding" in answer else answer.content.decode()
    named = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', page)
    behaviors = {name for names in re.findall(r'data-behavior="([^"]+)"', page) for name in names.split()}
    files: dict[str, bytes] = {}
    for name in named:
        if name.startswith("js/"):
            modules_of(name, behaviors, files)
        else:
            files[name] = served(name)

    sizes = {path: len(answer.content)} | {name: len(gzip.compress(file)) for name, file in files.items()}

    assert "css/portal.css" in sizes and "js/app.js" in sizes and "vendor/htmx/htmx.min.js" in sizes
    assert sum(sizes.values()) + _HEAD * len(sizes) < MOST, sizes
    assert len(sizes) < 30


def test_a_stylesheet_of_imports_names_none_when_it_is_served():
    css = served("css/portal.css").decode()
    assert "@import" not in css and ".portal__header" in css and css.startswith("@layer reset")
