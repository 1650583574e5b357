"""A slow machine is no dead Redis: what gives up after milliseconds waits in tests, except in those about giving up.

And what one test left alone for a while (helpdesk/pause.py) is asked again in the next.
"""

from collections.abc import Iterator

import hypothesis
import pytest
from hypothesis import HealthCheck

# No example fails because it took long, nor because making it did.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")

PATIENT_SECONDS = 30
_limits: dict[str, dict[str, float]] = {}


@pytest.fixture(scope="session", autouse=True)
def _patient() -> None:
    be_patient()


def be_patient() -> None:
    """In this process; before anything was asked."""
    from django.conf import settings

    from helpdesk import nudge, quick_redis

    patient = {"socket_connect_timeout": PATIENT_SECONDS, "socket_timeout": PATIENT_SECONDS}
    for name, options in (("cache", settings.CACHES["default"]["OPTIONS"]), ("nudge", nudge.OPTIONS)):
        _limits[name] = {limit: options[limit] for limit in patient}
        options.update(patient)
    nudge.SECONDS_OF_USE = 600
    quick_redis.TIMEOUT_SECONDS = PATIENT_SECONDS


@pytest.fixture(autouse=True)
def _no_pause() -> None:
    from django.core.cache import cache

    from helpdesk import live, nudge, presence
    from search import tasks

    for pause in (nudge.pause, live._pause, presence._pause, tasks._nudged, cache._cache.pause):
        pause.until = float("-inf")


@pytest.fixture
def impatient(settings, monkeypatch) -> Iterator[None]:
    """With the time limits of every day."""
    from helpdesk import nudge

    monkeypatch.setattr(nudge, "OPTIONS", nudge.OPTIONS | _limits["nudge"])
    # Django forgets the cache's connections with it.
    default = settings.CACHES["default"]
    settings.CACHES = {"default": {**default, "OPTIONS": default["OPTIONS"] | _limits["cache"]}}
    nudge.forget_producer()
    yield
    nudge.forget_producer()
