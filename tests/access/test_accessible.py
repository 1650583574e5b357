"""Every page that there is, as each kind of person sees it, by axe: in both themes, with its menus open, and as wide as a phone.

A new address is walked as soon as it has its row in the table. What a form says when it is sent empty is a page, too.
"""

import pytest

from tests.access.browsing import Browsing
from tests.access.outcomes import YES
from tests.access.table import ROWS

# First of all: once playwright's loop runs in this thread, Django has another connection, which would see nothing of the world.
pytestmark = [pytest.mark.usefixtures("chromium"), pytest.mark.browser, pytest.mark.django_db]

VIOLATIONS = """([rules, exclude, include]) => axe
  .run({ exclude, ...(include ? { include } : {}) }, { resultTypes: ["violations"], iframes: false, preload: false, ...rules })
  .then(({ violations }) => violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`))"""
ALL_RULES = {"rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": ["color-contrast"]}
# Opened all at once they lie on each other, so that colours and distances say nothing.
OPENED = {"rules": {"color-contrast": {"enabled": False}, "target-size": {"enabled": False}}}
# The same on every page of a part of the site: looked at on the first one.
FRAME = [[".desk__nav"]]
# The navigation's own are on every page: they are opened where the page has others, too.
OPEN = """() => {
  const all = [...document.querySelectorAll("details:not(.bell)")];
  for (const one of all) one.open = true;
  return all.some((one) => !one.closest("nav"));
}"""
# WCAG 1.4.10: 1280 px at 400 %.
NARROW = 320
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((one) => document.documentElement.scrollWidth > innerWidth && one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => one.outerHTML.slice(0, 120)).slice(-1)"""
EMPTY = [
    "/desk/search/?q=zzzz",
    "/desk/customers/?q=zzzz",
    "/desk/macros/?q=zzzz",
    "/desk/news/?q=zzzz",
    "/desk/views/snoozed/",
    "/desk/views/unassigned/?sort=priority",
]
# Swagger UI, drawn by a script from a document that takes a second to make.
NOT_OURS = "/api/docs/"


@pytest.mark.parametrize("name", ["admin", "omar", "ann", "anonymous"])
def test_everybody_can_use_every_page(world, page, settings, name):
    settings.DEMO = True
    found: list[str] = []
    parts: set[str] = set()
    with Browsing(page, world, name) as browsing:
        pages = pages_of(browsing, world, name)
        for path in pages:
            browsing.go(path)
            part = path.split("/")[1]
            found += [f"{path}: {one}" for one in looked_at(page, without=FRAME if part in parts else [])]
            parts.add(part)
    assert found == [], "\n".join(found)
    assert pages


def looked_at(page, *, without: list[list[str]]) -> list[str]:
    """What is wrong with the page that is open."""
    page.emulate_media(color_scheme="light")
    found = page.evaluate(VIOLATIONS, [ALL_RULES, without])
    page.emulate_media(color_scheme="dark")
    found += page.evaluate(VIOLATIONS, [COLOURS, without])
    page.set_viewport_size({"width": NARROW, "height": 700})
    found += [f"too wide: {one}" for one in page.evaluate(TOO_WIDE)]
    page.set_viewport_size({"width": 1280, "height": 800})
    if page.evaluate(OPEN):
        found += page.evaluate(VIOLATIONS, [OPENED, without, [["details:not(.bell)"]]])
    return found


def pages_of(browsing: Browsing, world, name: str) -> list[str]:
    """An agent's pages are those of everybody of ours; an admin's only what agents do not have."""
    rows = [row for row in ROWS if row.method == "GET" and not row.htmx and not row.walked_in and row.at == ""]
    mine = [row for row in rows if row.in_the_demo and name == "anonymous" or row.may[name] == YES]
    if name == "admin":
        mine = [row for row in mine if row.may["omar"] != YES]
    pages = {browsing.page_of(row, world) for row in mine} - {"", NOT_OURS}
    pages |= {browsing.refused(path) for path in pages} - {""}
    return sorted(pages) + (EMPTY if name == "omar" else [])
