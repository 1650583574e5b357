"""The named cast: failures read as stories. Ann asks, Omar answers, Charlie must see nothing."""

import pytest

from accounts.models import Role, Team, User
from tests.factories import AgentFactory, CustomerFactory, MailboxFactory, TeamFactory, make_ticket
from tickets.models import Ticket


@pytest.fixture
def mailbox(db):
    """support@example.com"""
    return MailboxFactory()


@pytest.fixture
def customer(db) -> User:
    """Ann, who asks."""
    return CustomerFactory(email="ann@example.net", name="Ann Lee")


@pytest.fixture
def other_customer(db) -> User:
    """Charlie, who must see nothing of Ann's."""
    return CustomerFactory(email="charlie@elsewhere.test", name="Charlie Stone")


@pytest.fixture
def first_line(db) -> Team:
    return TeamFactory(name="First line", levels=[1])


@pytest.fixture
def specialists(db) -> Team:
    return TeamFactory(name="Specialists", levels=[2])


@pytest.fixture
def agent(first_line) -> User:
    """Omar, level 1."""
    person = AgentFactory(email="agent@example.com", name="Omar Haddad", level=1)
    first_line.members.add(person)
    return person


@pytest.fixture
def agent_l2(specialists) -> User:
    """Bea, level 2."""
    person = AgentFactory(email="agent2@example.com", name="Bea Novak", level=2)
    specialists.members.add(person)
    return person


@pytest.fixture
def lead(db) -> User:
    return AgentFactory(email="lead@example.com", name="Lena Vogt", role=Role.LEAD, level=2)


@pytest.fixture
def manager(db) -> User:
    return AgentFactory(email="manager@example.com", name="Maya Ortiz", role=Role.MANAGER)


@pytest.fixture
def admin(db) -> User:
    return AgentFactory(email="admin@example.com", name="Ada Min", role=Role.ADMIN)


@pytest.fixture
def ticket(customer) -> Ticket:
    """Ann's new ticket."""
    return make_ticket(requester=customer)
