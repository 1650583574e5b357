"""Real processes of ours on the test database, for tests that are about one.

All need `transactional_db`: another process does not see what an open transaction wrote.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpdesk.embedded.ports import free_port
from helpdesk.embedded.processes import kill_session, stop
from tests.plugins.forking import ROOT, Forked

START_SECONDS = 40
StartProcess = Callable[..., Forked]


@pytest.fixture(scope="session")
def project_env(services, django_db_setup) -> dict[str, str]:
    """The environment in which a process works on the test database and Redis of this one."""
    from django.db import connection

    url = services.postgres.url.rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"
    return {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def process_env(project_env, transactional_db) -> dict[str, str]:
    """The same, for a test that commits."""
    return dict(project_env)


@pytest.fixture
def start_process(mother, process_env, tmp_path) -> Iterator[StartProcess]:
    """`start_process([...], name="smtp", env={...}, ready=lambda: bool)`; killed after the test, with its log shown."""
    started: list[tuple[Forked, Path]] = []

    def start(
        command: list[str], *, name: str, env: dict[str, str] | None = None, ready: Callable[[str], bool]
    ) -> Forked:
        log_path = tmp_path / f"{name}-{len(started)}.log"
        process = mother.fork(command, process_env | (env or {}), log_path)
        started.append((process, log_path))
        deadline = time.monotonic() + START_SECONDS
        while not ready(log := log_path.read_text(errors="replace")):
            assert process.poll() is None, f"{name} ended:\n{log}"
            assert time.monotonic() < deadline, f"{name} did not start:\n{log}"
            time.sleep(0.02)
        return process

    yield start
    for process, log_path in started:
        kill_session(process)
        stop(process, signal.SIGKILL, within=5)
        print(f"--- {log_path.name}\n{log_path.read_text(errors='replace')[-5000:]}")  # noqa: T201 - pytest shows it on failure


@pytest.fixture
def start_worker(start_process) -> StartProcess:
    """`start_worker(concurrency=1, env={...})` returns when the worker takes tasks."""

    def start(*, concurrency: int = 1, env: dict[str, str] | None = None) -> Forked:
        command = ["-m", "celery", "-A", "helpdesk", "worker", "-l", "INFO", "-Q", "mail,default,slow"]
        command += ["-c", str(concurrency), "-n", f"{free_port()}@%h", "--without-gossip", "--without-mingle"]
        return start_process(command, name="worker", env=env, ready=lambda log: " ready." in log)

    return start


@pytest.fixture
def celery_worker_process(start_worker) -> Forked:
    return start_worker()


@pytest.fixture
def smtp_port(start_process) -> int:
    """The port of a real `manage.py smtp_server`."""
    port = free_port()

    def greets(_log: str) -> bool:
        import smtplib

        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=2):
                return True
        except OSError:
            return False

    environment = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port)}
    start_process(["manage.py", "smtp_server"], name="smtp", env=environment, ready=greets)
    return port
