"""A real web process (uvicorn) on the test database, for tests that are about one."""

import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpdesk.embedded.ports import free_port
from helpdesk.embedded.processes import stop
from tests.plugins.forking import Forked

START_SECONDS = 40


@dataclass
class WebProcess:
    port: int
    process: Forked
    log_path: Path

    @property
    def log(self) -> str:
        return self.log_path.read_text(errors="replace")


@pytest.fixture
def web_process(mother, process_env, tmp_path) -> Iterator[WebProcess]:
    """Serves on 127.0.0.1:`port`, as `make run` does."""
    port = free_port()
    log_path = tmp_path / "web.log"
    command = ["-m", "uvicorn", "helpdesk.asgi:application", "--port", str(port)]
    command += ["--lifespan", "off", "--timeout-graceful-shutdown", "30"]
    environment = process_env | {"PORT": str(port), "SITE_URL": f"http://localhost:{port}"}
    web = WebProcess(port, mother.fork(command, environment, log_path), log_path)
    wait_until_it_serves(web)
    yield web
    stop(web.process, signal.SIGKILL, within=5)


@pytest.fixture
def web_url(web_process) -> str:
    """The address of a real web process, event streams included."""
    return f"http://localhost:{web_process.port}"


def wait_until_it_serves(web: WebProcess) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        assert web.process.poll() is None, f"the web process ended:\n{web.log}"
        assert time.monotonic() < deadline, f"the web process did not start:\n{web.log}"
        try:
            socket.create_connection(("127.0.0.1", web.port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
