"""A browser of an agent's, without the browser."""

import pytest
from django.test import Client

from accounts.models import User

HTMX = {"HX-Request": "true"}


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def desk(agent) -> Client:
    """Omar's."""
    return signed_in(agent)
