"""A browser of an agent's, without the browser."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
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


@pytest.fixture
def settings_of(admin) -> Client:
    """Ada's, who may change settings."""
    return signed_in(admin)


@pytest.fixture
def at_the_desk(page, browser_context, web_url, agent) -> Callable[[str], None]:
    """Omar's browser, to be sent to a page of the desk."""
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(agent), "url": web_url}])
    return lambda path: page.goto(f"{web_url}/desk/{path}")


def session_of(person: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)
