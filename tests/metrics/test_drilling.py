"""Every number on the pages of figures leads to a list that is as long as it says: bars, points, cells and bands, too."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from metrics.actions.answering import rate_request
from tests.metrics.living import START, at
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

DAY = {"from": START.date().isoformat(), "to": START.date().isoformat()}
COUNTED = re.compile(r"(?:of |None broken of )?(\d+)(?: (?:responses?|promises?|ratings?|tickets?|surveys?))?")
SHOWN = re.compile(r"figures__title\">[^:]*: (\d+)[^<]*?(?:on (\d+) tickets?)?</h1>")


class Links(HTMLParser):
    """What stands in links to lists behind figures: address → words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._now = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith("/metrics/figures/") and "/export." not in href:
            self._now = href
            self.found.setdefault(href, "")

    def handle_endtag(self, tag):
        if tag == "a":
            self._now = ""

    def handle_data(self, data):
        if self._now:
            self.found[self._now] = self.found[self._now] or data.strip()


@pytest.fixture
def client(client, manager, house, customer):
    with at(3):
        rate_request(
            Ticket.objects.filter(requester=customer, solved_at__isnull=False).first(), person=customer, score=5
        )
    client.force_login(manager)
    return client


def lists_of(client, section: str, **filters: object) -> dict[str, str]:
    page = client.get(reverse(f"metrics:{section}"), {**DAY, **filters}).content.decode()
    return Links(page).found


def length(client, address: str) -> tuple[str, ...]:
    shown = SHOWN.search(client.get(address).content.decode())
    return shown.groups() if shown else ()


@pytest.mark.parametrize(
    ("section", "fewest"),
    [("overview", 6), ("responsiveness", 15), ("quality", 6), ("levels", 7), ("sla", 5), ("volume", 10), ("team", 4)],
)
def test_every_number_is_as_long_as_its_list(client, section, fewest):
    compared = []
    for address, words in lists_of(client, section).items():
        number = COUNTED.fullmatch(words)
        if number and "promises" in words:
            assert length(client, address)[0] == number[1], (address, words)
        elif number:
            assert number[1] in length(client, address), (address, words)
        compared += [words] if number else []
    assert len(compared) >= fewest  # else it would prove nothing


def test_the_api_lists_what_a_cell_shows(client, house):
    ask = {**DAY, "weekday": 0, "hour": START.hour}

    found = client.get("/api/v1/metrics/figures/opened/", ask).json()

    assert found["count"] == found["tickets"] == len(found["results"]) == 1
    assert client.get("/api/v1/metrics/figures/opened/", {**ask, "weekday": 1}).json()["count"] == 0


def test_the_api_says_where_a_figure_cannot_be_cut_so(client):
    answer = client.get("/api/v1/metrics/figures/csat/", {**DAY, "age": "week"})

    assert answer.status_code == 400
    assert "age" in answer.json()["errors"]
