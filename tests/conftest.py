"""Fixtures of the whole suite; the named cast and factories are added by the apps that own them."""

import pytest

pytest_plugins = ["tests.cast"]


@pytest.fixture(autouse=True)
def _empty_redis(_no_pause) -> None:
    """Rate limits, shared counts and queued tasks of one test are not those of the next."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _general_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """As shipped; read again only after they were changed, so that the statements of a page are always the same."""
    from accounts import general

    monkeypatch.setattr(general, "LOOK_AGAIN", float("inf"))
    monkeypatch.setattr(general, "_copy", general._Copy(0, general.AS_SHIPPED, 0.0))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """What a new desk promises would be missed wherever a test lets days go by; tests of promises make their own.

    Switched off once: what a test changes is taken back, and one that commits leaves no rows behind (tests/plugins/emptying.py).
    """
    from sla.models import Policy

    with django_db_blocker.unblock():
        Policy.objects.update(is_active=False)


@pytest.fixture(autouse=True)
def _english() -> None:
    """A request leaves its language behind in its thread, until the next one brings another (Django's LocaleMiddleware)."""
    from django.utils import translation

    translation.deactivate()
