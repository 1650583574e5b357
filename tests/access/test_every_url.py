"""The whole cast walks the whole address space."""

from collections import Counter

import pytest
from django.db import transaction
from django.test import Client

from tests.access.outcomes import YES, outcome_of
from tests.access.row import Row
from tests.access.table import ROWS
from tests.access.walk import every_place
from tests.access.world import World
from tests.plugins.processes import ROOT

WALKED = [row for row in ROWS if not row.walked_in]
IN_THE_DEMO = [row for row in WALKED if row.in_the_demo]


@pytest.mark.django_db
@pytest.mark.parametrize("row", WALKED, ids=str)
def test_everybody_gets_what_the_table_says(world: World, row: Row) -> None:
    found = {name: ask(world.client(name), row, world) for name in row.may}

    assert found == row.may


@pytest.mark.django_db
@pytest.mark.parametrize("row", IN_THE_DEMO, ids=str)
def test_everybody_sees_the_pages_of_the_demo_in_the_demo(world: World, row: Row, settings) -> None:
    settings.DEMO = True

    found = {name: ask(world.client(name), row, world) for name in row.may}

    assert set(found.values()) == {YES}


def ask(client: Client, row: Row, world: World) -> str:
    """The outcome; whatever it changed is undone."""
    with transaction.atomic():
        outcome = outcome_of(row.ask(client, world.values), row.method)
        transaction.set_rollback(True)
    return outcome


def test_every_address_has_its_row() -> None:
    routes = Counter(place.route for place in every_place())
    rows = {row.route for row in ROWS}

    assert set(routes) - rows == set(), "addresses without a row in tests/access/table.py"
    assert rows - set(routes) == set(), "rows for addresses that are gone"


def test_what_the_walk_leaves_out_is_tested_elsewhere() -> None:
    for row in ROWS:
        if row.walked_in:
            assert "/" + row.route in (ROOT / row.walked_in).read_text(), f"{row} is not in {row.walked_in}"
