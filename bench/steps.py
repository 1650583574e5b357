"""What is timed: the floors, the pages and the actions, over HTTP."""

from collections.abc import Callable

from django.urls import reverse

from bench.browser import Answer, Browser
from bench.figures import READ, WRITE, Step
from bench.models import FloorItem
from bench.people import Cast, session_of

WORDS = "Thank you, we have found the reason and it is mended. Please try again and tell us if it is not. " * 4


class Reach:
    """The browsers of the cast."""

    def __init__(self, cast: Cast, address: tuple[str, int]) -> None:
        self.cast = cast
        self.agent = Browser(address, session_of(cast.agent))
        self.customer = Browser(address, session_of(cast.customer))


def steps(reach: Reach) -> list[Step]:
    return [*floors(reach)]


def floors(reach: Reach) -> list[Step]:
    item = FloorItem.objects.create(name="An item")
    read_path, write_path = reverse("bench_read_floor"), reverse("bench_write_floor")
    return [
        Step(READ, lambda: reach.agent.get(read_path)),
        Step(WRITE, lambda: reach.agent.post(write_path, {"item": item.pk, "text": WORDS})),
    ]
