"""A real Celery worker on the test database, for tests that are about one (with transactional_db)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpdesk.embedded.processes import kill_session, spawn, stop

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 40


@pytest.fixture
def test_process_env(services, transactional_db) -> dict[str, str]:
    """The environment in which a process of ours works on this test's database and Redis."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    url = services.postgres.url.rpartition("/")[0] + f"/{name}"
    return {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def start_worker(test_process_env, tmp_path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """`start_worker(concurrency=1, env={...})` returns when the worker takes tasks; all are killed after the test."""
    workers: list[subprocess.Popen[bytes]] = []

    def start(*, concurrency: int = 1, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        log_path = tmp_path / f"worker-{len(workers)}.log"
        command = [sys.executable, "-m", "celery", "-A", "helpdesk", "worker", "-l", "INFO", "-Q", "mail,default,slow"]
        command += ["-c", str(concurrency), "-n", f"test{len(workers)}@%h", "--without-gossip", "--without-mingle"]
        with log_path.open("wb") as log:
            worker = spawn(
                command,
                death_signal=signal.SIGKILL,
                env=test_process_env | (env or {}),
                cwd=ROOT,
                stdout=log,
            )
        workers.append(worker)
        wait_until_ready(worker, log_path)
        return worker

    yield start
    for worker in workers:
        kill_session(worker)
        stop(worker, signal.SIGKILL, within=5)


def wait_until_ready(worker: subprocess.Popen[bytes], log_path: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while " ready." not in (log := log_path.read_text(errors="replace")):
        assert worker.poll() is None, f"the worker ended:\n{log}"
        assert time.monotonic() < deadline, f"the worker did not start:\n{log}"
        time.sleep(0.1)


@pytest.fixture
def celery_worker_process(start_worker) -> subprocess.Popen[bytes]:
    return start_worker()
