"""Processes of ours without the seconds that loading takes: forked from one that has loaded everything (tests/mother.py)."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpdesk.embedded.processes import spawn, stop

ROOT = Path(__file__).resolve().parent.parent.parent


class Forked:
    """A child of the mother's, with what tests use of `Popen`."""

    def __init__(self, mother: "Mother", pid: int) -> None:
        self.mother = mother
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self.mother.answer_to({"pid": self.pid})
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        deadline = time.monotonic() + (timeout or 3600)
        while (code := self.poll()) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 3600)
            time.sleep(0.01)
        return code

    def send_signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Mother:
    def __init__(self, env: dict[str, str], log_path: Path) -> None:
        self.log_path = log_path
        self.lock = threading.Lock()
        self.orders, hers = socket.socketpair()
        self.lines = self.orders.makefile("rw")
        with hers, log_path.open("wb") as log:
            self.process = spawn(
                [sys.executable, "-m", "tests.mother"],
                death_signal=signal.SIGKILL,
                env=env,
                cwd=ROOT,
                stdin=hers.fileno(),
                stdout=log,
            )

    def fork(self, command: list[str], env: dict[str, str], log_path: Path) -> Forked:
        """As `python *command`."""
        log_path.touch()
        return Forked(self, self.answer_to({"command": command, "env": env, "log": str(log_path)}))

    def answer_to(self, order: dict[str, Any]) -> Any:
        with self.lock:
            self.lines.write(f"{json.dumps(order)}\n")
            self.lines.flush()
            answer = self.lines.readline()
        assert answer, f"the mother ended:\n{self.log_path.read_text(errors='replace')}"
        return json.loads(answer)

    def end(self) -> None:
        self.lines.close()
        self.orders.close()
        stop(self.process, signal.SIGKILL, within=5)


@pytest.fixture(scope="session")
def mother(django_db_setup, project_env: dict[str, str], tmp_path_factory) -> Iterator[Mother]:
    folder = tmp_path_factory.mktemp("mother")
    mother = Mother({**project_env, "IN_ONE": str(folder / "static")}, folder / "mother.log")
    yield mother
    mother.end()
