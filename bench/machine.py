"""The bench's own PostgreSQL and Redis, and real processes of the project on a database of theirs."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from helpdesk.embedded.place import choose_place
from helpdesk.embedded.ports import free_port
from helpdesk.embedded.postgres import Postgres
from helpdesk.embedded.processes import kill_session, spawn, stop
from helpdesk.embedded.redis import Redis
from helpdesk.processes import ENVIRONMENT, commands

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
SECONDS_TO_START = 60


class DidNotStart(Exception):
    """A process of ours that does not answer; the text holds its last lines."""


class Machine:
    """Durable like the servers of `make run`, in a folder that goes away at the end."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="helpdesk-bench-", dir="/var/tmp"))  # noqa: S108  # random, 0700
        self.folder.chmod(0o755)  # the servers' unprivileged account passes through
        place = choose_place(self.folder)
        self.postgres = Postgres(place, {})
        self.redis = Redis(place, {})
        self.secret_key = secrets.token_urlsafe(50)

    def start(self) -> None:
        self.postgres.start()
        self.redis.start()

    def stop(self) -> None:
        self.redis.stop()
        self.postgres.kill()
        for folder in {self.folder, self.postgres.place.root}:
            shutil.rmtree(folder, ignore_errors=True)

    @contextlib.contextmanager
    def database(self, name: str) -> Iterator[dict[str, str]]:
        """A fresh database while it lasts; the environment of processes that work on it."""
        self.execute(f'CREATE DATABASE "{name}"')
        url = f"{self.postgres.url.rpartition('/')[0]}/{name}"
        try:
            yield self.environment(url)
        finally:
            self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        with contextlib.closing(self.postgres.connect("postgres")) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)

    def environment(self, database_url: str) -> dict[str, str]:
        """As in `make run` with the demo, and with the bench's settings."""
        port, smtp_port = free_port(), free_port()
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "DATABASE_URL": database_url,
            "REDIS_URL": self.redis.url,
            "HELPDESK_DATA_DIR": str(self.folder),
            "SECRET_KEY": self.secret_key,
            "DEMO": "1",
            "DEBUG": "0",
            "PORT": str(port),
            "SITE_URL": f"http://{HOST}:{port}",
            "SMTP_HOST": HOST,
            "SMTP_PORT": str(smtp_port),
            "LOG_LEVEL": "WARNING",
            "PYTHONUNBUFFERED": "1",
        }


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Runs a management command to its end. Raises CalledProcessError."""
    subprocess.run([sys.executable, "manage.py", *arguments], env=environment, cwd=ROOT, check=True)


@contextlib.contextmanager
def running(name: str, command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process while the block lasts; its lines go to a file beside the data."""
    log = log_path(name, environment)
    with log.open("wb") as lines:
        process = spawn(
            [sys.executable, *command], death_signal=signal.SIGKILL, env=environment, cwd=ROOT, stdout=lines
        )
    try:
        yield process
    finally:
        stop(process, signal.SIGTERM, within=10)
        kill_session(process)


def log_path(name: str, environment: dict[str, str]) -> Path:
    return Path(environment["HELPDESK_DATA_DIR"]) / f"{name}.log"


@contextlib.contextmanager
def web(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """As `make run` starts it."""
    _python, *command = commands(environment)["web"]
    with running("web", command, ENVIRONMENT | environment) as process:
        wait_for("web", process, environment, lambda: answers(f"http://{HOST}:{environment['PORT']}/healthz/"))
        yield process


@contextlib.contextmanager
def worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """One worker process, as `make run` starts it, taking one task at a time."""
    command = ["-m", "celery", "-A", "helpdesk", "--skip-checks", "worker", "-Q", "mail,default,slow"]
    command += ["-c", "1", "-l", "INFO", "--without-gossip", "--without-mingle"]
    log = log_path("worker", environment)
    with running("worker", command, environment | {"LOG_LEVEL": "INFO"}) as process:
        wait_for("worker", process, environment, lambda: " ready." in log.read_text(errors="replace"))
        yield process


@contextlib.contextmanager
def smtp(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with running("smtp", ["manage.py", "smtp_server"], environment) as process:
        wait_for("smtp", process, environment, lambda: greets(int(environment["SMTP_PORT"])))
        yield process


def wait_for(
    name: str, process: subprocess.Popen[bytes], environment: dict[str, str], is_up: Callable[[], bool]
) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not is_up():
        if process.poll() is not None or time.monotonic() > deadline:
            raise DidNotStart(f"{name}: {log_path(name, environment).read_text(errors='replace')[-3000:]}")
        time.sleep(0.1)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=3):  # noqa: S310  # our own address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def greets(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=2) as connection:
            return connection.recv(3) == b"220"
    except OSError:
        return False


def pss_megabytes(pid: int) -> float:
    """The proportional share of memory of a process and the processes it started."""
    family = [pid, *children_of(pid)]
    total = 0
    for member in family:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def cpu_seconds(pid: int) -> float:
    """What a process and the processes it started have used so far."""
    ticks = 0
    for member in [pid, *children_of(pid)]:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def children_of(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            for child in (task / "children").read_text().split():
                found += [int(child), *children_of(int(child))]
    return found
