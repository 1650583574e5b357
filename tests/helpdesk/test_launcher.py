"""`make run` after the installation: the real launcher with real processes, in a data folder of its own."""

import json
import os
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from helpdesk.embedded.ports import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 180  # a machine that does much else


class Launcher:
    """Runs `python -m helpdesk.launcher`; its lines are in `log`."""

    def __init__(self, folder: Path) -> None:
        self.data_dir = folder / "data with spaces"
        self.log = folder / "launcher.log"
        self.port, self.smtp_port = free_port(), free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def environment(self, **changes: str) -> dict[str, str]:
        clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        ports = {"PORT": str(self.port), "SMTP_PORT": str(self.smtp_port)}
        return clean | ports | {"HELPDESK_DATA_DIR": str(self.data_dir), "DEMO": "0"} | changes

    def another_data_dir(self) -> str:
        return str(self.data_dir.with_name("other"))

    def start(self) -> None:
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", "helpdesk.launcher"]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment(), stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        self.wait_for("Helpdesk is ready")

    def wait_for(self, words: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while words not in self.text():
            assert self.process.poll() is None, self.text()
            assert time.monotonic() < deadline, self.text()
            time.sleep(0.1)

    def text(self) -> str:
        return self.log.read_text(errors="replace")

    def refusal(self, **changes: str) -> str:
        """What a second launcher says that must not start."""
        command = [sys.executable, "-m", "helpdesk.launcher"]
        environment = self.environment(**changes)
        answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
        assert answer.returncode == 1
        assert "Traceback" not in answer.stdout + answer.stderr
        return answer.stderr.strip()

    def readiness(self) -> dict[str, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz/", timeout=5) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as answer:
            return json.load(answer)

    def processes(self, name: str = "") -> list[psutil.Process]:
        """All that belong to this launcher, by their environment, arguments or working folder."""
        return [
            process for process in psutil.process_iter() if self.owns(process) and name in " ".join(arguments(process))
        ]

    def owns(self, process: psutil.Process) -> bool:
        try:
            if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
                return False
            traces = [*process.cmdline(), process.cwd(), process.environ().get("HELPDESK_DATA_DIR", "")]
        except psutil.Error:
            return False
        return any(str(self.data_dir) in trace for trace in traces)

    def assert_nothing_is_left(self, within: float) -> None:
        deadline = time.monotonic() + within
        while left := self.processes():
            assert time.monotonic() < deadline, [arguments(process) for process in left]
            time.sleep(0.1)


def arguments(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@pytest.fixture(scope="module")
def launcher():
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-launcher-"))  # only root could enter pytest's own
    folder.chmod(0o755)
    launcher = Launcher(folder)
    try:
        launcher.start()
        yield launcher
    finally:  # also when it was too slow: nothing of it may run on
        launcher.process.send_signal(signal.SIGTERM)
        launcher.process.wait(30)
        shutil.rmtree(folder)


def test_everything_is_ready_and_the_block_says_where(launcher):
    assert launcher.readiness() == {"database": "ok", "redis": "ok", "worker": "ok", "beat": "ok", "smtp": "ok"}
    assert f"http://localhost:{launcher.port}/desk/" in launcher.text()
    assert f"127.0.0.1:{launcher.smtp_port}" in launcher.text()


def test_without_the_demo_no_demo_login_is_shown(launcher):
    assert "agent@example.com" not in launcher.text()
    assert "/demo/mail/" not in launcher.text()


def test_without_the_demo_mail_is_taken_from_the_first_start_on(launcher):
    with smtplib.SMTP("127.0.0.1", launcher.smtp_port, timeout=10) as smtp:
        smtp.sendmail("ann@example.net", "support@example.com", "From: ann@example.net\nSubject: Hello\n\nHelp.")
    assert f"HELPDESK_DATA_DIR='{launcher.data_dir}' .venv/bin/python manage.py createsuperuser" in launcher.text()


def test_manage_py_reaches_the_same_servers_and_the_env_file_is_private(launcher):
    environment = {"PATH": os.environ["PATH"], "HELPDESK_DATA_DIR": str(launcher.data_dir)}
    command = [sys.executable, "manage.py", "migrate", "--check"]

    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)

    assert (answer.returncode, answer.stderr) == (0, "")
    assert (launcher.data_dir / "env").stat().st_mode & 0o777 == 0o600


def test_a_second_one_on_the_same_data_is_refused(launcher):
    assert launcher.refusal().startswith(f"Helpdesk cannot start: It runs already (process {launcher.process.pid}, ")


@pytest.mark.parametrize("name", ["PORT", "SMTP_PORT"])
def test_a_taken_port_is_named_with_the_way_out(launcher, name):
    ports = {"PORT": str(free_port()), "SMTP_PORT": str(free_port())}
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        refusal = launcher.refusal(**{**ports, name: str(port)}, HELPDESK_DATA_DIR=launcher.another_data_dir())

    assert refusal == (
        f"Helpdesk cannot start: Port {port} on 127.0.0.1 is taken or not allowed; "
        f"choose another: {name}={port + 1} make run"
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"PORT": "http"}, "PORT must be a port number from 1 to 65535, not 'http'."),
        ({"DEMO": "perhaps"}, "DEMO must be 1 or 0, not 'perhaps'."),
        ({"DATABASE_URL": "sqlite:///x"}, "DATABASE_URL must look like postgres://user:password@host:5432/name."),
        (
            {"DATABASE_URL": "postgres://me:secret@127.0.0.1:1/x"},
            "The database of DATABASE_URL (127.0.0.1:1) cannot be used",
        ),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "The Redis of REDIS_URL (127.0.0.1:1) cannot be used"),
        (
            {"DATABASE_URL": "postgres://me:secret@[/x"},
            "DATABASE_URL must look like postgres://user:password@host:5432/name.",
        ),
        ({"SITE_URL": "http://["}, "SITE_URL must look like https://help.example.com."),
        ({"HELPDESK_DATA_DIR": "~nobody-here/x"}, "HELPDESK_DATA_DIR names the home of nobody on this machine"),
        ({"HELPDESK_DATA_DIR": "/proc/nowhere"}, "No such file or directory: /proc/nowhere"),
    ],
)
def test_nonsense_is_one_line(launcher, changes, words):
    ports = {"PORT": str(free_port()), "SMTP_PORT": str(free_port())}

    refusal = launcher.refusal(**({"HELPDESK_DATA_DIR": launcher.another_data_dir()} | ports | changes))

    assert refusal.startswith(f"Helpdesk cannot start: {words}")
    assert len(refusal.splitlines()) == 1
    assert "secret" not in refusal


def test_a_killed_worker_is_started_again_and_that_is_said(launcher):
    worker = min(launcher.processes("celery -A helpdesk --skip-checks --quiet worker"), key=lambda process: process.pid)

    worker.kill()

    launcher.wait_for("worker ended (SIGKILL); started again in 1 s")
    deadline = time.monotonic() + 30
    while len(launcher.processes("worker")) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_a_killed_postgres_is_started_again_and_that_is_said(launcher):
    (launcher_postgres,) = launcher.processes("bin/postgres -D")

    launcher_postgres.kill()

    launcher.wait_for("postgres runs again")
    assert launcher.readiness()["database"] == "ok"


def test_after_kill_9_of_the_launcher_nothing_is_left_and_the_next_run_recovers(launcher):
    launcher.process.kill()
    launcher.process.wait(5)
    launcher.assert_nothing_is_left(within=20)

    launcher.start()

    assert set(launcher.readiness().values()) == {"ok"}


def test_sigterm_ends_everything(launcher):
    launcher.process.send_signal(signal.SIGTERM)

    assert launcher.process.wait(30) == 0
    launcher.assert_nothing_is_left(within=1)
    assert "Traceback" not in launcher.text()
