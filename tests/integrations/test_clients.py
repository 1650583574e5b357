"""The three clients against servers that answer, and refuse, as the vendors describe."""

from datetime import UTC, datetime, timedelta

import pytest

from integrations.clients import client_for
from integrations.clients.adf import document, text_of
from integrations.clients.base import Gone, Limited, NotLetIn, NotTaken, Unwell
from tests.integrations.conftest import make_tracker

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MARKER = "helpdesk-" + "a" * 32


def test_the_project_is_found(tracker):
    client_for(tracker).check()


@pytest.mark.parametrize(("field", "value", "trouble"), [("token", "wrong", NotLetIn), ("project", "NO/NO", Gone)])
def test_what_is_wrong_with_the_connection_is_said_in_words(tracker, field, value, trouble):
    setattr(tracker, field, value)
    with pytest.raises(trouble) as refusal:
        client_for(tracker).check()
    assert str(refusal.value).endswith(".") or "see it" in str(refusal.value)


def test_nobody_at_the_address_and_no_tracker_there(tracker, settings):
    tracker.base = "http://127.0.0.1:1"
    with pytest.raises(Unwell, match="cannot be reached"):
        client_for(tracker).check()
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False
    with pytest.raises(NotLetIn, match="private network"):
        client_for(tracker).check()


def test_an_issue_is_read_with_state_and_assignee(vendor, tracker):
    key = vendor.add_issue("Crash on save", who="octocat")
    issue = client_for(tracker).issue(key)
    assert (issue.key, issue.title, issue.is_done, issue.assignee) == (key, "Crash on save", False, "octocat")
    assert issue.changed_at == vendor.issues[key]["at"]
    assert key in issue.url
    vendor.finish(key)
    assert client_for(tracker).issue(key).is_done


def test_what_is_not_there_is_gone(vendor, tracker):
    vendor.add_issue()
    with pytest.raises(Gone):
        client_for(tracker).issue(vendor.key_of(99))


def test_changes_come_oldest_first_page_by_page(vendor, tracker):
    vendor.page_size = 2
    keys = [vendor.add_issue(f"Issue {number}") for number in range(5)]
    vendor.say(keys[0], "Me too")
    pages = list(client_for(tracker).changed_since(LONG_AGO))
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [issue.key for page in pages for issue in page] == [*keys[1:], keys[0]]


def test_comments_come_oldest_first_over_pages_and_only_the_newer_ones(vendor, tracker):
    vendor.page_size = 2
    key = vendor.add_issue()
    for number in range(5):
        vendor.say(key, f"Word {number}")
    client = client_for(tracker)
    assert [one.text for one in client.comments(key, LONG_AGO)] == [f"Word {number}" for number in range(5)]
    since = vendor.comments[key][3]["at"]
    found = client.comments(key, since)
    assert [(one.text, one.author) for one in found] == [("Word 3", "octocat"), ("Word 4", "octocat")]


def test_what_we_write_is_found_again_by_its_marker(vendor, tracker):
    client = client_for(tracker)
    issue = client.create("Crash", "## Tried\n- all\n\nAnd more.", MARKER)
    assert vendor.issues[issue.key]["title"] == "Crash"
    comment = client.comment(issue.key, "Any news?\n\nOmar", MARKER)
    before = datetime.now(UTC) - timedelta(hours=1)
    assert client.find_comment(issue.key, MARKER, before) == comment
    found = client.find_created(MARKER, before)
    assert found is not None
    assert found.key == issue.key
    assert client.find_created("helpdesk-" + "b" * 32, before) is None


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"Retry_After": "17"}, 17),
        (403, {"Retry_After": "60"}, 60),
        (429, {}, 60),
        (403, {"message": "You have exceeded a secondary rate limit."}, 60),
        (403, {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": "1"}, 1),
    ],
)
def test_limits_say_how_long_to_wait(vendor, tracker, status, headers, seconds):
    vendor.trouble.append((status, headers))
    with pytest.raises(Limited) as limited:
        client_for(tracker).check()
    assert limited.value.wait == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("status", "trouble"), [(403, NotLetIn), (410, Gone), (502, Unwell), (422, NotTaken), (400, NotTaken)]
)
def test_every_other_answer_is_a_trouble_of_its_own(vendor, tracker, status, trouble):
    vendor.trouble.append((status, {}))
    with pytest.raises(trouble):
        client_for(tracker).check()


def test_an_answer_that_is_no_trackers_is_a_trouble_too(vendor, tracker):
    client, key = client_for(tracker), vendor.add_issue()
    asks = [
        client.check,
        lambda: client.issue(key),
        lambda: client.create("Title", "Body", MARKER),
        lambda: client.comment(key, "Body", MARKER),
    ]
    if vendor.kind != "jira":  # its lists are objects, in which nothing is none
        asks += [lambda: list(client.changed_since(LONG_AGO)), lambda: client.comments(key, LONG_AGO)]
    for ask in asks:
        vendor.trouble.append((200, {}))
        with pytest.raises(NotTaken, match="no such tracker"):
            ask()


def test_a_moved_repository_is_followed_on_the_same_host_alone(github):
    client = client_for(make_tracker(github))
    key = github.add_issue()
    github.trouble.append((301, {"Location": f"{github.base}/repos/acme/app/issues/{key}"}))
    assert client.issue(key).key == key
    github.trouble.append((301, {"Location": "http://elsewhere.test/x"}))
    with pytest.raises(Gone, match="moved"):
        client.issue(key)


def test_pull_requests_are_no_issues(github):
    github.add_issue(is_pull=True)
    key = github.add_issue()
    (page,) = client_for(make_tracker(github)).changed_since(LONG_AGO)
    assert [issue.key for issue in page] == [key]


def test_adf_says_what_the_text_says():
    assert text_of(document("Hi\n\n## Tried\n- one\n- two")) == "Hi\nTried\none\ntwo"
    mention = {"type": "paragraph", "content": [{"type": "mention", "attrs": {"text": "@Bea"}}, {"type": "hardBreak"}]}
    assert text_of({"type": "doc", "version": 1, "content": [mention]}) == "@Bea"
    assert text_of(None) == text_of("") == ""
