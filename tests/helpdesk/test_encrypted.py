"""Tokens and secrets of other systems: not to be read in the database, nor lost when the key changes."""

import logging

import pytest
from django.db import connection

from helpdesk.encrypted import encrypted, opened
from routing.actions import add_target
from routing.models import WebhookTarget

pytestmark = pytest.mark.django_db

OLD, NEW = "the key of last year, long enough", "the key of this year, long enough"


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM routing_webhooktarget")
        return str(cursor.fetchone()[0])


def test_the_database_holds_no_secret_that_can_be_read(admin):
    target = add_target(actor=admin, name="CRM", url="https://crm.example/hook")

    assert target.secret.startswith("whsec_")
    assert stored().startswith("encrypted:")
    assert target.secret not in stored()
    assert WebhookTarget.objects.get().secret == target.secret


def test_the_same_secret_never_looks_the_same():
    assert encrypted("whsec_abc") != encrypted("whsec_abc")
    assert opened(encrypted("whsec_abc")) == "whsec_abc"
    assert encrypted("") == ""


def test_an_earlier_key_still_opens(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    written = encrypted("token")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]

    assert opened(written) == "token"


def test_what_no_key_opens_is_empty_and_said_in_the_log(settings, caplog):
    settings.SECRET_KEY = OLD
    written = encrypted("token")
    settings.SECRET_KEY = NEW

    with caplog.at_level(logging.ERROR):
        assert opened(written) == ""
    assert "SECRET_KEY was changed" in caplog.text
    assert written not in caplog.text


def test_what_was_stored_before_there_was_encryption_is_read(admin):
    add_target(actor=admin, name="CRM", url="https://crm.example/hook")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE routing_webhooktarget SET secret = 'whsec_plain'")

    assert WebhookTarget.objects.get().secret == "whsec_plain"
