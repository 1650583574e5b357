"""How long a manager waits for each page of figures, over all tickets of the seed: medians in milliseconds."""

import statistics

from django.urls import reverse

from accounts.models import Role, User
from bench.browser import Browser
from bench.people import session_of
from bench.report import Result

PAGES = (
    "overview", "responsiveness", "quality", "levels", "sla", "self_service", "volume", "team", "emerging", "voice", "comments",
    "reviews", "wallboard",
)  # fmt: skip


def measure(result: Result, address: tuple[str, int], *, rounds: int) -> None:
    """Fills in the milliseconds of each page; of its usual period."""
    manager = User.objects.create(email="bench-manager@example.com", name="A Manager", role=Role.MANAGER)
    browser = Browser(address, session_of(manager))
    for page in PAGES:
        path = reverse(f"metrics:{page}")
        browser.get(path)
        result.figures_ms[page] = statistics.median(browser.get(path).ms for _round in range(rounds))
