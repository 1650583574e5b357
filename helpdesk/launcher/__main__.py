"""python -m helpdesk.launcher: everything in one terminal until Ctrl-C or SIGTERM."""

import errno
import gc
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from types import FrameType
from typing import NoReturn
from urllib.parse import urlsplit

import psycopg2
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from helpdesk.embedded import CannotStart
from helpdesk.embedded.place import choose_place
from helpdesk.embedded.postgres import Postgres
from helpdesk.embedded.redis import Redis
from helpdesk.processes import ENVIRONMENT, commands

from . import memory
from .options import ROOT, Options, options_from_environment, require_free_ports
from .supervisor import Child, Supervisor
from .terminal import coloured, say, write
from .welcome import welcome

READY_SECONDS = 60


class Stopped(Exception):
    """Ctrl-C, SIGTERM or a closed terminal."""


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop_on_signal)
    try:
        options = options_from_environment()
        with memory.take_lock(options):
            require_free_ports(options)
            run(options)
    except Stopped:
        say("stopped")
    except CannotStart as problem:
        fail(str(problem))
    except OSError as problem:
        full = "The disk is full. " if problem.errno == errno.ENOSPC else ""
        where = f": {problem.filename}" if problem.filename else "."
        fail(f"{full}{problem.strerror or problem}{where}")


def stop_on_signal(number: int, _frame: FrameType | None) -> NoReturn:
    """The second signal finds the default action, or is ignored while the servers stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    raise Stopped(signal.Signals(number).name)


def run(options: Options) -> None:
    started = time.monotonic()
    supervisor = Supervisor()
    try:
        environment = start_servers(supervisor, options)
        child_environment = os.environ | environment | {"PYTHONUNBUFFERED": "1"}
        prepare(supervisor, child_environment)
        mailbox = default_mailbox(environment["DATABASE_URL"])
        supervisor.start(processes(options, child_environment))
        say("Starting web, worker, beat and smtp …")
        gc.collect()
        supervisor.watch(Announcement(options, mailbox, started).announce_when_ready)
    finally:
        say("stopping …")
        supervisor.stop()


def start_servers(supervisor: Supervisor, options: Options) -> dict[str, str]:
    """Starts what the environment does not bring; returns the settings that every process gets."""
    remembered = memory.recall(options)
    place = choose_place(options.data_dir)
    if place.root != options.data_dir:
        say(f"PostgreSQL does not run as root, and only root can enter {options.data_dir}: its data is in {place.root}")
    database_url, redis_url = options.database_url, options.redis_url
    if database_url:
        require_database(database_url)
    else:
        postgres = Postgres(place, remembered)
        say("Starting PostgreSQL …" if postgres.data.exists() else "Making a PostgreSQL database …")
        supervisor.add_server(postgres)
        database_url = postgres.url
    if redis_url:
        require_redis(redis_url)
    else:
        redis_server = Redis(place, remembered)
        say("Starting Redis …")
        supervisor.add_server(redis_server)
        redis_url = redis_server.url
    memory.remember(options, remembered)
    environment = {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": os.environ.get("SECRET_KEY") or remembered["secret_key"],
        "DEMO": "1" if options.demo else "0",
        "DEBUG": "1" if options.debug else "0",
        "PORT": str(options.port),
        "SMTP_PORT": str(options.smtp_port),
    }
    if options.site_url:
        environment["SITE_URL"] = options.site_url
    memory.write_env_file(options, environment)
    return environment | {"HELPDESK_DATA_DIR": str(options.data_dir)}


def require_database(url: str) -> None:
    try:
        psycopg2.connect(url, connect_timeout=5).close()
    except (psycopg2.Error, UnicodeError, ValueError) as problem:
        reason = str(problem).strip().splitlines()[0] if str(problem).strip() else "no answer"
        raise CannotStart(f"The database of DATABASE_URL ({address(url)}) cannot be used: {reason}") from None


def require_redis(url: str) -> None:
    try:
        redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5, retry=Retry(NoBackoff(), 0)).ping()
    except (redis.RedisError, ValueError) as problem:
        raise CannotStart(f"The Redis of REDIS_URL ({address(url)}) cannot be used: {problem}") from None


def address(url: str) -> str:
    """Without the password."""
    return urlsplit(url).netloc.rpartition("@")[2] or "no host"


def prepare(supervisor: Supervisor, environment: dict[str, str]) -> None:
    child = Child("helpdesk", [sys.executable, "-m", "helpdesk.launcher.prepare"], environment, ROOT)
    if supervisor.run_once(child) != 0:
        raise CannotStart("It could not be prepared; the reason is in the lines above.")


def default_mailbox(url: str) -> str:
    """Its address; asked without Django, which this process never loads. Preparing has made one."""
    try:
        with closing(psycopg2.connect(url, connect_timeout=5)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT address FROM mail_mailbox ORDER BY is_default DESC, id LIMIT 1")
            row = cursor.fetchone()
    except psycopg2.Error as problem:
        raise CannotStart(f"The database of DATABASE_URL ({address(url)}) fails: {str(problem).strip()}") from None
    assert row is not None
    return str(row[0])


def processes(options: Options, environment: dict[str, str]) -> list[Child]:
    environment = {
        **ENVIRONMENT,
        **environment,
        "HOST": options.host,
        "SMTP_HOST": options.host,
        "PYTHONWARNINGS": "ignore:You're running the worker",  # as root, in a container, that is so
    }
    return [Child(name, command, environment, ROOT) for name, command in commands(environment).items()]


class Announcement:
    """Asks /readyz/ until everything is up, then shows the one block."""

    def __init__(self, options: Options, mailbox: str, started: float) -> None:
        self.options, self.mailbox, self.started = options, mailbox, started
        self.deadline = time.monotonic() + READY_SECONDS
        self.next_question = 0.0
        self.done = False

    def announce_when_ready(self) -> None:
        now = time.monotonic()
        if self.done or now < self.next_question:
            return
        self.next_question = now + 0.5
        state = self.readiness()
        if state == "ready" or (state and now > self.deadline):
            self.done = True
            seconds = now - self.started
            write(welcome(self.options, mailbox=self.mailbox, seconds=seconds, state=state, bold=coloured()))

    def readiness(self) -> str:
        """ "ready", what /readyz/ says, or nothing while the web process does not answer."""
        host = "127.0.0.1" if self.options.host in ("0.0.0.0", "127.0.0.1", "localhost") else self.options.host  # noqa: S104
        try:
            with urllib.request.urlopen(f"http://{host}:{self.options.port}/readyz/", timeout=3):  # noqa: S310
                return "ready"
        except urllib.error.HTTPError as answer:
            return answer.read().decode(errors="replace")[:500]
        except OSError:
            return ""


def fail(line: str) -> NoReturn:
    print(f"Helpdesk cannot start: {line}", file=sys.stderr, flush=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
