"""An admin's browser, without the browser."""

import pytest
from django.test import Client

from accounts.models import User
from tests.api.conftest import program_of  # noqa: F401  # a fixture
from tests.desk.conftest import signed_in
from tests.factories import AgentFactory
from tests.mail.conftest import receive  # noqa: F401  # a fixture


@pytest.fixture
def browser(admin) -> Client:
    """Ada's."""
    return signed_in(admin)


@pytest.fixture
def other_admin(db) -> User:
    return AgentFactory(email="admin2@example.com", name="Bo Admin", role="admin")
