"""Webhooks of trackers: signed, they make a worker ask at once; anything else is nobody's."""

import hashlib
import hmac
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from helpdesk import clock
from integrations.models import Tracker
from integrations.refreshing import refresh_waiting
from tests.integrations.conftest import make_tracker

pytestmark = pytest.mark.django_db

BODY = b'{"action": "closed"}'


def signed(tracker) -> dict[str, str]:
    if tracker.kind == "gitlab":
        return {"X-Gitlab-Token": tracker.webhook_secret}
    digest = hmac.new(tracker.webhook_secret.encode(), BODY, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256" if tracker.kind == "github" else "X-Hub-Signature": f"sha256={digest}"}


def call(tracker, headers, key=None):
    address = f"/hooks/trackers/{key or tracker.webhook_key}/"
    return Client(enforce_csrf_checks=True).post(address, BODY, "application/json", headers=headers)


@pytest.fixture
def asked_later(tracker) -> Tracker:
    Tracker.objects.update(due_at=clock.now() + timedelta(minutes=1))
    return tracker


def test_signed_the_tracker_is_asked_at_once(asked_later):
    assert refresh_waiting() == 0
    assert call(asked_later, signed(asked_later)).status_code == 204
    assert refresh_waiting() == 1


def test_unsigned_wrongly_signed_unknown_and_archived_change_nothing(asked_later):
    wrong = {name: value[:-1] + ("0" if value[-1] != "0" else "1") for name, value in signed(asked_later).items()}
    assert call(asked_later, {}).status_code == 404
    assert call(asked_later, wrong).status_code == 404
    assert call(asked_later, signed(asked_later), uuid.uuid4()).status_code == 404
    Tracker.objects.update(archived_at=clock.now())
    assert call(asked_later, signed(asked_later)).status_code == 404
    assert refresh_waiting() == 0


def test_a_secret_that_no_key_opens_lets_nobody_sign(asked_later):
    Tracker.objects.filter(pk=asked_later.pk).update(webhook_secret="")
    asked_later.refresh_from_db()
    assert call(asked_later, signed(asked_later)).status_code == 404
    assert call(asked_later, {}).status_code == 404
    assert refresh_waiting() == 0


def test_the_signature_of_another_kind_is_none(github):
    tracker = make_tracker(github)
    assert call(tracker, {"X-Gitlab-Token": tracker.webhook_secret}).status_code == 404
