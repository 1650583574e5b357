"""Trackers in the settings: what is refused, that a token never comes out, and the test of the connection."""

import json

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import SettingChange
from integrations.calls import send_calls
from integrations.keeping import (
    add_tracker,
    archive_tracker,
    change_tracker,
    newest_check,
    restore_tracker,
)
from integrations.keeping import (
    test_connection as ask_for_test,
)
from integrations.models import CallState, Tracker
from tests.integrations.vendors import ACCOUNT, PROJECT, TOKEN
from tickets.errors import Invalid

pytestmark = pytest.mark.django_db


def added(admin, vendor, **words) -> Tracker:
    usual = {
        "kind": vendor.kind,
        "name": "App",
        "base": vendor.base,
        "project": PROJECT[vendor.kind],
        "account": ACCOUNT if vendor.kind == "jira" else "",
        "token": TOKEN,
    }
    return add_tracker(actor=admin, **{**usual, **words})


def test_its_connection_is_tested_by_a_worker(vendor, admin):
    tracker = added(admin, vendor)
    assert vendor.seen == []
    send_calls(10)
    assert newest_check(tracker).state == CallState.SENT


def test_what_is_wrong_stands_on_the_test_in_words(vendor, admin):
    tracker = added(admin, vendor, token="wrong")
    send_calls(10)
    check = newest_check(tracker)
    assert check.state == CallState.FAILED
    assert "does not know the token" in check.last_error
    change_tracker(tracker, actor=admin, token=TOKEN)
    send_calls(10)
    assert newest_check(tracker).state == CallState.SENT


def test_two_tests_at_once_are_one(github, admin):
    tracker = added(admin, github)
    assert ask_for_test(tracker, actor=admin) == ask_for_test(tracker, actor=admin)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"name": ""}, "name"),
        ({"project": "acme"}, "owner/name"),
        ({"base": "ftp://x"}, "https://"),
        ({"base": "https://user:x@host"}, "https://"),
        ({"token": "a b"}, "blanks"),
        ({"kind": "svn"}, "offered"),
    ],
)
def test_nonsense_is_refused_with_what_to_write(github, admin, words, sentence):
    with pytest.raises((Invalid, ValueError), match=sentence if "kind" not in words else ""):
        added(admin, github, **words)
    assert not Tracker.objects.exists()


def test_jira_has_no_usual_address(github, admin):
    with pytest.raises(Invalid, match="NAME.atlassian.net"):
        added(admin, github, kind="jira", project="APP", base="")


def test_plain_http_needs_the_setting(github, admin, settings):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False
    with pytest.raises(Invalid, match="https://"):
        added(admin, github)


def test_a_token_goes_to_no_other_address(github, admin):
    tracker = added(admin, github)
    with pytest.raises(Invalid, match="token for the new address"):
        change_tracker(tracker, actor=admin, base="https://evil.example")
    changed = change_tracker(tracker, actor=admin, base="https://evil.example", token="new")
    assert changed.token == "new"


def test_the_token_stands_in_no_history_file_page_or_answer(github, admin, client):
    tracker = added(admin, github)
    change_tracker(tracker, actor=admin, token="another-s3cret")
    client.force_login(admin)
    told = json.dumps(list(SettingChange.objects.values_list("changes", flat=True)))
    pages = [
        client.get(address).content.decode()
        for address in (
            f"/settings/trackers/{tracker.pk}/", "/settings/trackers/", "/settings/history/",
            "/settings/configuration/export/", "/api/v1/trackers/", f"/api/v1/trackers/{tracker.pk}/",
        )
    ]  # fmt: skip
    for text in (told, *pages):
        assert TOKEN not in text
        assert "another-s3cret" not in text
    assert "App" in pages[3]


def test_agents_may_not(github, agent):
    with pytest.raises(PermissionDenied):
        added(agent, github)


def test_archived_and_restored(github, admin):
    tracker = added(admin, github)
    assert archive_tracker(tracker, actor=admin)
    assert not archive_tracker(tracker, actor=admin)
    assert restore_tracker(tracker, actor=admin)
    assert not restore_tracker(tracker, actor=admin)
