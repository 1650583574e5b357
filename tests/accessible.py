"""What keeps somebody from using the page that is open, in the state that a test has brought it to.

Every page as it opens is walked by tests/access/test_accessible.py; this is for what stands there after a key or a click.
"""

from pathlib import Path

from django.conf import settings

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
VIOLATIONS = """(options) => axe.run({ iframes: false, resultTypes: ["violations"], ...options })
  .then(({ violations }) => violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`))"""
COLOURS = {"runOnly": ["color-contrast"]}
PHONE = {"width": 360, "height": 780}


def obstacles(page) -> list[str]:
    """By axe, in both themes."""
    # Through the debugger, which no policy of the page binds.
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE.read_text()})
    # A colour on its way from one theme to the other is neither.
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = page.evaluate(VIOLATIONS, {})
    page.emulate_media(color_scheme="dark")
    found += [f"in the dark, {one}" for one in page.evaluate(VIOLATIONS, COLOURS)]
    page.emulate_media(color_scheme="light")
    return found


def is_cut_on_a_phone(page) -> bool:
    """Whether the page has to be scrolled sideways at 360 px."""
    before = page.viewport_size
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(before)
    return width > PHONE["width"]
