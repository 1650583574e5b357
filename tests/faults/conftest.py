from collections.abc import Callable, Iterator

import pytest

from tests.faults.house import House


@pytest.fixture
def house(process_env: dict[str, str], start_worker: Callable, tmp_path, mailbox) -> Iterator[House]:
    """Open, with nobody at work yet; a mailbox support@example.com."""
    house = House(dict(process_env), start_worker, tmp_path)
    house.open()
    yield house
    house.close()
