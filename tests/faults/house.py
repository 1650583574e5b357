"""The house with its doors open: real listener and worker on the test's servers, a postman, and a mail server outside."""

import itertools
import signal
import smtplib
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import OperationalError, connection

from helpdesk.celery import app
from helpdesk.embedded.ports import free_port
from helpdesk.embedded.processes import kill_session, spawn, stop
from helpdesk.schedule import SCHEDULE
from mail.imap_models import ImapAccount
from mail.models import UNPROCESSED, InboundEmail
from outbox.models import EmailState, OutboundEmail

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
PATIENCE_SECONDS = 60


def eventually(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"not within {PATIENCE_SECONDS} s: {what}"
        time.sleep(0.05)


class Outside:
    """The mail server of the customers: takes everything and remembers it."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.controller = Controller(self, hostname=HOST, port=free_port())

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.received.append(message_from_bytes(envelope.original_content or b""))  # type: ignore[arg-type]
        return "250 Taken"

    def times_received(self) -> Counter[str]:
        """Message-ID → how often."""
        return Counter(str(mail["Message-ID"]).strip() for mail in self.received)


@dataclass
class House:
    env: dict[str, str]
    start_worker: Callable[..., subprocess.Popen[bytes]]
    folder: Path
    outside: Outside = field(default_factory=Outside)
    smtp_port: int = field(default_factory=free_port)
    listeners: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def open(self) -> None:
        self.outside.controller.start()
        self.env |= {
            "EMAIL_HOST": HOST,
            "EMAIL_PORT": str(self.outside.controller.port),
            "SMTP_HOST": HOST,
            "SMTP_PORT": str(self.smtp_port),
        }

    def close(self) -> None:
        for listener in self.listeners:
            kill_session(listener)
            stop(listener, signal.SIGKILL, within=5)
        self.outside.controller.stop()

    def listener(self, fault: str = "") -> subprocess.Popen[bytes]:
        """Returns when it greets."""
        log_path = self.folder / f"smtp-{len(self.listeners)}.log"
        with log_path.open("wb") as log:
            process = spawn(
                [sys.executable, "manage.py", "smtp_server"],
                death_signal=signal.SIGKILL,
                env=self.env | {"HELPDESK_FAULT": fault},
                cwd=ROOT,
                stdout=log,
            )
        self.listeners.append(process)
        eventually(lambda: self.greets() or process.poll() is not None, "the SMTP listener greets")
        assert process.poll() is None, log_path.read_text(errors="replace")
        return process

    def greets(self) -> bool:
        try:
            with smtplib.SMTP(HOST, self.smtp_port, timeout=5):
                return True
        except OSError:
            return False

    def worker(self, fault: str = "", *, concurrency: int = 1) -> subprocess.Popen[bytes]:
        return self.start_worker(concurrency=concurrency, env=self.env | {"HELPDESK_FAULT": fault})

    def worker_logs(self) -> str:
        return "\n".join(path.read_text(errors="replace") for path in self.folder.glob("worker-*.log"))

    def hand_over(self, mail: EmailMessage) -> bool:
        """One attempt to deliver; whether it was acknowledged."""
        try:
            with smtplib.SMTP(HOST, self.smtp_port, timeout=30) as server:
                server.send_message(mail, mail["From"], [mail["To"]])
        except (smtplib.SMTPException, OSError) as refusal:
            print(f"not acknowledged: {refusal!r}")  # noqa: T201  # pytest shows it on failure
            return False
        return True

    def deliver(self, mail: EmailMessage) -> None:
        """As every mail server does: again until it is acknowledged."""
        eventually(lambda: self.hand_over(mail), f"{mail['Subject']} is acknowledged")

    def settle(self, *, claims_run_out: bool = False) -> None:
        """Time goes by and beat calls the sweepers, until nothing waits."""
        rounds = itertools.count(1)

        def is_settled() -> bool:
            if claims_run_out and next(rounds) % 30 == 0:
                self.let_claims_run_out()
            return self.is_settled()

        eventually(is_settled, "all mail is worked off and sent")

    def send_sweepers(self) -> None:
        for entry in SCHEDULE.values():
            if "sweep" in entry["task"]:
                app.send_task(entry["task"], queue=entry["options"]["queue"])

    def wait_until_killed(self, point: str) -> None:
        """The fault point strikes; beat's sweepers come by meanwhile, since any nudge may be lost."""

        def is_killed() -> bool:
            self.send_sweepers()
            time.sleep(0.1)
            return "SIGKILL" in self.worker_logs()

        eventually(is_killed, f"the worker is killed at {point}")

    def is_settled(self) -> bool:
        self.send_sweepers()
        time.sleep(0.1)
        try:
            waiting = InboundEmail.objects.filter(state__in=UNPROCESSED).exists()
            return not waiting and not OutboundEmail.objects.exclude(state=EmailState.SENT).exists()
        except OperationalError:  # the server was restarted meanwhile
            connection.close()
            return False

    @staticmethod
    def let_claims_run_out() -> None:
        """As after minutes without a sign of who took them."""
        for model in (InboundEmail, OutboundEmail, ImapAccount):
            model.objects.filter(claimed_until__isnull=False).update(claimed_until="2000-01-01T00:00:00Z")


def mail_from_ann(subject: str, text: str = "It stopped working this morning.", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Ann Lee <ann@example.net>"
    mail["To"] = "support@example.com"
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{subject.replace(' ', '-')}@example.net>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail
