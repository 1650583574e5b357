"""Whatever one sends, the answer is a problem with a sentence, never a broken page."""

import pytest

pytestmark = pytest.mark.django_db

TICKET = {"subject": "Hi", "text": "There"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "subject"),
        ({"subject": "Hi"}, "text"),
        ({**TICKET, "subject": "  \u00a0 "}, "subject"),
        ({**TICKET, "subject": 5}, "subject"),
        ({**TICKET, "subject": None}, "subject"),
        ({**TICKET, "subject": ["a"]}, "subject"),
        ({**TICKET, "subject": "x" * 251}, "subject"),
        ({**TICKET, "priority": 2}, "priority"),
        ({**TICKET, "assignee": 10**30}, "assignee"),
        ({**TICKET, "assignee": True}, "assignee"),
        ({**TICKET, "assignee": 1.5}, "assignee"),
        ({**TICKET, "assignee": "1"}, "assignee"),
        ({**TICKET, "tags": "a"}, "tags"),
        ({**TICKET, "tags": ["a", 1]}, "tags.1"),
        ({**TICKET, "cc": ["nobody"]}, "cc.0"),
        ({**TICKET, "requester": "a@b"}, "requester"),
        ({**TICKET, "attachments": ["1"]}, "attachments.0"),
        ({**TICKET, "priorty": "high"}, "priorty"),
        ([], "body"),
        ("text", "body"),
        (None, "body"),
    ],
)
def test_a_body_that_does_not_fit_names_the_field(api, body, field):
    answer = api.post("/api/v1/tickets/", body)

    if body is None:
        answer = api.generic("POST", "/api/v1/tickets/", b"null", content_type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert field in answer.json()["errors"], answer.json()


@pytest.mark.parametrize(
    "raw",
    [b"{", b"", b"\xff\xfe", b'{"subject": NaN}', b"[" * 100_000, b"1" * 5000, b'{"a": 1e999}', b'"\\ud800"'],
)
def test_a_body_that_is_no_object_is_refused(api, raw):
    answer = api.generic("POST", "/api/v1/tickets/", raw, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_what_cannot_be_stored_is_left_out_of_texts(api):
    answer = api.generic(
        "POST",
        "/api/v1/tickets/",
        b'{"subject": "A\\u0000b\\ud800c", "text": "x\\u0000"}',
        content_type="application/json",
    )

    assert answer.status_code == 201
    assert answer.json()["subject"] == "Abc"


def test_too_large_a_body_is_refused(api, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = api.post("/api/v1/tickets/", {**TICKET, "text": "x" * 2000})

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/api/v1/nothing/", 404),
        ("GET", "/api/v1/tickets/999999/", 404),
        ("GET", "/api/v1/tickets/99999999999999999999999/", 404),
        ("GET", "/api/v1/tickets/0/", 404),
        ("GET", "/api/v1/tickets/x/", 404),
        ("GET", "/api/v1/tickets/%00/", 404),
        ("GET", "/api/v1/people/99999999999999999999999/", 404),
        ("GET", "/api/v1/organizations/99999999999999999999999/", 404),
        ("GET", "/api/v1/attachments/nothing/", 404),
        ("GET", "/api/v1/people/?q=%00", 200),
        ("GET", "/api/v1/tags/?q=%00%ff", 200),
        ("GET", "/api/v1/tickets/?tag=%00", 400),
        ("GET", "/api/v1/tickets/?requester=9223372036854775807", 200),
        ("GET", "/api/v1/tickets/?cursor=n99999999999999999-999999999999999999", 200),
        ("GET", "/api/v1/tickets/?sort=priority&cursor=p99999999999999999-1", 200),
        ("PATCH", "/api/v1/tickets/", 405),
        ("DELETE", "/api/v1/me/", 405),
        ("TRACE", "/api/v1/me/", 405),
        ("POST", "/api/v1/tickets", 404),
    ],
)
def test_addresses_and_methods(api, method, address, status):
    answer = api.generic(method, address)

    assert answer.status_code == status, answer.content
    if status >= 400:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == status
        assert len(answer.json()["detail"]) > 10
    if status == 405:
        assert "GET" in answer["Allow"]


def test_a_form_is_no_json(api):
    answer = api.generic("POST", "/api/v1/tickets/", b"a=1", content_type="application/x-www-form-urlencoded")

    assert (answer.status_code, answer["Content-Type"]) == (415, "application/problem+json")


def test_reading_without_the_last_slash_is_led_there(api):
    answer = api.get("/api/v1/tickets?limit=1")

    assert (answer.status_code, answer["Location"]) == (308, "/api/v1/tickets/?limit=1")


def test_options_names_the_methods_that_the_document_names(api):
    assert api.options("/api/v1/tickets/")["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_sentences_speak_the_readers_language_and_times_are_utc(api, agent, ticket):
    agent.time_zone = "America/New_York"
    agent.save()

    assert api.get(f"/api/v1/tickets/{ticket.pk}/").json()["opened_at"].endswith("Z")


def test_words_for_a_verb_that_takes_none_are_refused_and_nothing_is_done(api, ticket):
    """Whoever sent them meant something by them."""
    answer = api.post(f"/api/v1/tickets/{ticket.number}/solve/", {"note": "It was the cable."})

    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["note"])
    ticket.refresh_from_db()
    assert ticket.solved_at is None
    for nothing in ({}, None):
        assert api.post(f"/api/v1/tickets/{ticket.number}/solve/", nothing).status_code == 200
