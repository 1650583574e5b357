"""The whole house as `make run` starts it, on the test's own database: web, worker and SMTP listener, in demo mode."""

import smtplib
from dataclasses import dataclass

import pytest

from accounts.models import Role
from helpdesk.embedded.ports import free_port
from tests.factories import AgentFactory, MailboxFactory, TeamFactory

PASSWORD = "demo-password"


@dataclass(frozen=True)
class House:
    url: str
    smtp_port: int

    def receive(self, mail: bytes, *, sender: str) -> None:
        """Hand a mail to the real SMTP listener."""
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=10) as smtp:
            smtp.sendmail(sender, ["support@example.com"], mail)


@pytest.fixture
def ports() -> tuple[int, int]:
    return free_port(), free_port()


@pytest.fixture
def process_env(process_env, ports) -> dict[str, str]:
    """Every process of the house knows the others' places, and keeps outgoing mail in the catcher."""
    web, smtp = ports
    return process_env | {
        "DEMO": "1",
        "STATIC_MANIFEST": "0",
        "PORT": str(web),
        "SITE_URL": f"http://localhost:{web}",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(smtp),
    }


@pytest.fixture
def staff(transactional_db):
    """The mailbox, two teams and the two agents of the story."""
    MailboxFactory()
    first_line, specialists = TeamFactory(name="First line", levels=[1]), TeamFactory(name="Specialists", levels=[2])
    omar = AgentFactory(email="agent@example.com", name="Omar Haddad", role=Role.AGENT, level=1)
    bea = AgentFactory(email="agent2@example.com", name="Bea Novak", role=Role.AGENT, level=2)
    first_line.members.add(omar)
    specialists.members.add(bea)
    for person in (omar, bea):
        person.set_password(PASSWORD)
        person.save()
    return omar, bea


@pytest.fixture
def house(staff, ports, start_process, start_worker) -> House:
    web, smtp = ports

    def is_up(port: int):
        def answers(_log: str) -> bool:
            import socket

            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                return False
            return True

        return answers

    start_process(["manage.py", "smtp_server"], name="smtp", ready=is_up(smtp))
    command = ["-m", "uvicorn", "helpdesk.asgi:application", "--port", str(web), "--lifespan", "off"]
    start_process(command, name="web", ready=is_up(web))
    start_worker(concurrency=2)
    return House(url=f"http://localhost:{web}", smtp_port=smtp)
