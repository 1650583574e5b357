"""Runs the project's processes: their lines with a prefix, restarts with backoff, and an end that leaves nothing behind."""

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from helpdesk.embedded import CannotStart
from helpdesk.embedded.postgres import Postgres
from helpdesk.embedded.processes import kill_session, spawn
from helpdesk.embedded.redis import Redis

from .terminal import say

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
STEADY_SECONDS = 60  # after so long a life, the next crash counts as the first
SECONDS_TO_END = 12
LONGEST_LINE = 64_000


class Child:
    """One of our processes, started again when it ends by itself."""

    def __init__(self, name: str, command: list[str], env: dict[str, str], cwd: Path) -> None:
        self.name, self.command, self.env, self.cwd = name, command, env, cwd
        self.process: subprocess.Popen[bytes] | None = None
        self.unfinished_line = b""
        self.started_at = 0.0
        self.pause = FIRST_PAUSE
        self.restart_at: float | None = None

    def start(self, selector: selectors.BaseSelector) -> None:
        self.restart_at = None
        self.started_at = time.monotonic()
        self.process = spawn(
            self.command,
            death_signal=signal.SIGKILL,
            env=self.env,
            cwd=self.cwd,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        selector.register(self.process.stdout, selectors.EVENT_READ, self)

    def read(self, selector: selectors.BaseSelector) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        try:
            chunk = os.read(self.process.stdout.fileno(), 65_536)
        except BlockingIOError:
            return
        *lines, self.unfinished_line = (self.unfinished_line + chunk).split(b"\n")
        if not chunk or len(self.unfinished_line) > LONGEST_LINE:
            lines, self.unfinished_line = [*lines, self.unfinished_line], b""
        for line in filter(None, lines):
            say(line.decode(errors="replace").rstrip(), self.name)
        if not chunk:
            selector.unregister(self.process.stdout)
            self.process.stdout.close()

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def look_after(self, selector: selectors.BaseSelector) -> None:
        """Notices an end, cleans up what it left and starts it again when its pause is over."""
        if self.is_running():
            return
        assert self.process is not None
        now = time.monotonic()
        if self.restart_at is None:
            if now - self.started_at > STEADY_SECONDS:
                self.pause = FIRST_PAUSE
            kill_session(self.process)
            self.restart_at = now + self.pause
            say(f"{self.name} ended ({how_it_ended(self.process)}); started again in {self.pause:.0f} s")
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        elif now >= self.restart_at:
            self.start(selector)


class Supervisor:
    def __init__(self) -> None:
        self.servers: list[Postgres | Redis] = []
        self.children: list[Child] = []
        self.server_pause = FIRST_PAUSE
        self.server_retry_at = 0.0
        self.selector = selectors.DefaultSelector()

    def add_server(self, server: Postgres | Redis) -> None:
        self.servers.append(server)
        server.start()

    def run_once(self, child: Child) -> int:
        """Runs it to its end with its lines shown; its exit code."""
        self.children.append(child)
        child.start(self.selector)
        while child.is_running():
            self.show_lines()
        self.show_lines()
        self.children.remove(child)
        assert child.process is not None
        return child.process.returncode

    def start(self, children: list[Child]) -> None:
        for child in children:
            self.children.append(child)
            child.start(self.selector)

    def watch(self, every_turn: Callable[[], None]) -> None:
        """For ever; a signal's handler ends it by raising."""
        while True:
            self.show_lines()
            for child in self.children:
                child.look_after(self.selector)
            self.look_after_servers()
            every_turn()

    def look_after_servers(self) -> None:
        dead = [server for server in self.servers if server.process is not None and server.process.poll() is not None]
        if not dead or time.monotonic() < self.server_retry_at:
            return
        for server in dead:
            say(f"{server.name} ended ({server.last_words()}); starting it again")
            try:
                server.restart()
            except CannotStart as problem:
                say(f"{problem}; next try in {self.server_pause:.0f} s")
                self.server_retry_at = time.monotonic() + self.server_pause
                self.server_pause = min(self.server_pause * 2, LONGEST_PAUSE)
            else:
                self.server_pause = FIRST_PAUSE
                say(f"{server.name} runs again")

    def show_lines(self, wait: float = 0.25) -> None:
        if not self.selector.get_map():
            time.sleep(wait)
        for key, _ in self.selector.select(wait):
            key.data.read(self.selector)

    def stop(self) -> None:
        """Our processes first, so that they finish what they do, then Redis, PostgreSQL last. Nothing is left."""
        for child in self.children:
            if child.process is not None and child.is_running():
                with contextlib.suppress(ProcessLookupError):
                    child.process.terminate()
        deadline = time.monotonic() + SECONDS_TO_END
        while any(child.is_running() for child in self.children) and time.monotonic() < deadline:
            self.show_lines()
        self.kill()
        for server in reversed(self.servers):
            server.stop()

    def kill(self) -> None:
        for child in self.children:
            if child.process is not None:
                if child.is_running():
                    say(f"{child.name} does not end; killed")
                kill_session(child.process)
                child.process.wait()


def how_it_ended(process: subprocess.Popen[bytes]) -> str:
    code = process.returncode
    if code is None or code >= 0:
        return f"exit code {code}"
    return signal.Signals(-code).name
