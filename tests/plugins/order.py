"""What takes longest begins first, and a process that is free takes the next file, so that all of them end together."""

from typing import Any

import pytest

# Their few tests take a minute each: they are shared out one by one.
LONGEST = ("tests/api/test_schema.py", "tests/access/test_accessible.py")
# Where processes and browsers start, a test takes seconds.
LONG = {"mother", "chromium"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """File by file; within a file as pytest-django has put them."""
    long = {item.path for item in items if LONG & set(getattr(item, "fixturenames", ()))}

    def turn(item: pytest.Item) -> tuple[bool, bool, str]:
        return not item.nodeid.startswith(LONGEST), item.path not in long, str(item.path)

    items.sort(key=turn)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """As `--dist=loadscope`, but for the longest."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return nodeid if nodeid.startswith(LONGEST) else nodeid.split("::", 1)[0]

    return ByFile(config, log)
