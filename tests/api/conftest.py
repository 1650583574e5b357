"""Programs that talk to the API as one of the cast."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from accounts.models import Scope, User
from accounts.tokens import make_token, scopes_for


@pytest.fixture
def program_of() -> Callable[..., APIClient]:
    """`program_of(person, scopes)`: a client with a token of that person, all its scopes when none are given."""

    def make(person: User, *scopes: Scope) -> APIClient:
        _token, secret = make_token(person, name="Test", scopes=scopes or scopes_for(person))
        client = APIClient()
        client.default_format = "json"
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return client

    return make


@pytest.fixture
def api(program_of, agent) -> APIClient:
    """Omar's."""
    return program_of(agent)


@pytest.fixture
def customer_api(program_of, customer) -> APIClient:
    """Ann's."""
    return program_of(customer)
