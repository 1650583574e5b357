"""A PostgreSQL and a Redis of its own for each process that runs tests, there before Django reads its settings.

With `-n`, the controlling process runs no test and starts none. Loaded by `-p` in pyproject.toml.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from helpdesk.embedded.place import choose_place
from helpdesk.embedded.postgres import Postgres
from helpdesk.embedded.redis import Redis

FOREIGN = (
    "ALLOWED_HOSTS",
    "ANYMAIL",
    "DEBUG",
    "EMAIL_BACKEND",
    "EMAIL_HOST",
    "HOST",
    "LOG_JSON",
    "LOG_LEVEL",
    "PORT",
    "SITE_URL",
    "SMTP_HOST",
    "SMTP_PORT",
    "STATIC_ROOT",
    "SUPPORT_ADDRESS",
    "SUPPORT_NAME",
    "TRUSTED_PROXIES",
    "WEB_THREADS",
)
SERVICES = pytest.StashKey["Services"]()


class Services:
    """The servers of this process, with a folder for everything that the code under test writes."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="helpdesk-test-"))
        (self.folder / "static").mkdir()
        self.folder.chmod(0o755)  # the servers' unprivileged account passes through
        place = choose_place(self.folder)
        remembered: dict[str, str] = {}
        self.postgres = Postgres(place, remembered, throwaway=True)
        self.redis = Redis(place, remembered)

    def start(self) -> None:
        self.postgres.start()
        self.redis.start()
        os.environ.update(
            DATABASE_URL=self.postgres.url,
            REDIS_URL=self.redis.url,
            HELPDESK_DATA_DIR=str(self.folder),
        )

    def stop(self) -> None:
        self.redis.stop()
        self.postgres.kill()
        for folder in {self.folder, self.postgres.place.root}:
            shutil.rmtree(folder, ignore_errors=True)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Around pytest-django's hook of this name, which loads the settings."""
    set_environment()
    if runs_tests(early_config):
        services = early_config.stash[SERVICES] = Services()
        early_config.add_cleanup(services.stop)
        services.start()
    yield


def set_environment() -> None:
    """The same for everyone who runs the tests, whatever their shell has set."""
    for name in FOREIGN:
        os.environ.pop(name, None)
    os.environ.update(
        DEMO="0",
        SECRET_KEY="tests-only-tests-only-tests-only-tests-only",
        DATABASE_URL="postgres://nobody@127.0.0.1:1/none",
        REDIS_URL="redis://127.0.0.1:1/0",
        STATIC_MANIFEST="0",
        HELPDESK_DATA_DIR="/nonexistent/helpdesk-tests",
    )


def runs_tests(config: pytest.Config) -> bool:
    options = config.known_args_namespace
    is_controller = bool(getattr(options, "numprocesses", None)) and "PYTEST_XDIST_WORKER" not in os.environ
    return not (is_controller or options.help or options.version or options.collectonly)


@pytest.fixture(scope="session")
def services(request: pytest.FixtureRequest) -> Services:
    return request.config.stash[SERVICES]


@pytest.fixture(scope="session")
def postgres_server(services: Services) -> Postgres:
    """For tests that restart or kill it; `restart()` when done."""
    return services.postgres


@pytest.fixture(scope="session")
def redis_server(services: Services) -> Redis:
    return services.redis


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Nothing is dropped at the end: the server goes as a whole, and a connection that a thread still holds is in no way."""
    return True
