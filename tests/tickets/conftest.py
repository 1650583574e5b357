"""What several files of tests about tickets begin with."""

import pytest

from accounts.models import User
from tests.factories import make_ticket
from tickets.actions import set_kind
from tickets.models import Kind, Ticket


@pytest.fixture
def problem(agent: User) -> Ticket:
    found = make_ticket(subject="The printers are down")
    set_kind(found, actor=agent, kind=Kind.PROBLEM)
    return found
