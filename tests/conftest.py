"""Fixtures of the whole suite; the named cast and factories are added by the apps that own them."""

import pytest

pytest_plugins = ["tests.cast"]


@pytest.fixture(autouse=True)
def _empty_redis(_no_pause) -> None:
    """Rate limits, shared counts and queued tasks of one test are not those of the next."""
    from django.core.cache import cache

    cache.clear()
