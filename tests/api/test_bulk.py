"""One act on many tickets over the API."""

import pytest

from accounts.models import Scope
from tests.factories import make_macro, make_ticket
from tests.tickets.asserting import nothing_happened
from tickets.bulk.running import run_waiting
from tickets.models import BulkAct, Ticket

pytestmark = pytest.mark.django_db

ACTS = "/api/v1/bulk-acts/"


@pytest.fixture
def numbers(customer) -> list[int]:
    return [make_ticket(requester=customer).pk for _number in range(3)]


def test_it_is_started_carried_out_looked_at_and_undone(api, numbers):
    started = api.post(ACTS, {"kind": "priority", "tickets": numbers, "priority": "urgent"})
    assert started.status_code == 202, started.content
    assert (started.json()["state"], started.json()["waiting"]) == ("running", 3)
    run_waiting()

    act = api.get(started["Location"]).json()
    assert (act["state"], act["changed"], act["text"]) == ("done", 3, "3 set to priority Urgent")
    undo = api.post(f"{started['Location']}undo/").json()
    assert undo["undoes"] == act["id"]
    run_waiting()
    assert set(Ticket.objects.values_list("priority", flat=True)) == {2}
    assert not api.get(started["Location"]).json()["can_be_undone"]


def test_results_name_each_ticket_page_by_page(api, numbers):
    started = api.post(ACTS, {"kind": "delete", "tickets": [*numbers, 999_999]})
    assert started.status_code == 403  # an agent's token has no scope for it
    started = api.post(ACTS, {"kind": "spam", "tickets": [*numbers, 999_999]})
    run_waiting()

    first = api.get(f"{started['Location']}results/?limit=3").json()
    second = api.get(first["next"]).json()

    assert [row["ticket"] for row in first["results"]] == numbers
    assert second["results"] == [
        {"ticket": 999_999, "outcome": "missing", "reason": "There is no such ticket, or not for you."}
    ]


def test_the_same_key_means_one_act(api, numbers):
    body, key = {"kind": "read", "tickets": numbers}, {"Idempotency-Key": "once"}
    first, second = (api.post(ACTS, body, headers=key) for _time in "12")
    assert first.json() == second.json()
    assert BulkAct.objects.count() == 1


def test_cancelled_it_leaves_the_rest_alone(api, numbers):
    started = api.post(ACTS, {"kind": "spam", "tickets": numbers})
    cancelled = api.post(f"{started['Location']}cancel/").json()
    with nothing_happened():
        run_waiting()
    assert (cancelled["state"], cancelled["waiting"]) == ("cancelled", 3)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "paint"}, 400),
        ({"kind": "undo"}, 400),
        ({"kind": "read", "tickets": list(range(1, 1_002))}, 400),
        ({"kind": "read", "tickets": ["1"]}, 400),
        ({"kind": "read", "tickets": []}, 409),
        ({"kind": "priority"}, 409),
        ({"kind": "assign", "assignee": 999_999}, 409),
        ({"kind": "macro", "macro": 999_999}, 409),
        ({"kind": "merge", "into": 999_999}, 409),
    ],
)
def test_what_cannot_begin_says_why(api, numbers, body, status):
    answer = api.post(ACTS, {"tickets": numbers, **body})
    assert answer.status_code == status, answer.content
    assert answer.json()["detail"]
    assert not BulkAct.objects.exists()


def test_deleting_needs_the_scope_for_it(program_of, lead, numbers):
    without = program_of(lead, Scope.READ, Scope.WRITE)
    assert without.post(ACTS, {"kind": "delete", "tickets": numbers}).status_code == 403
    assert program_of(lead).post(ACTS, {"kind": "delete", "tickets": numbers}).status_code == 202


def test_acts_of_others_are_not_there(api, program_of, lead, numbers):
    started = program_of(lead).post(ACTS, {"kind": "read", "tickets": numbers})
    assert api.get(started["Location"]).status_code == 404
    assert api.post(f"{started['Location']}undo/").status_code == 404


def test_a_macro_sends_its_words_to_each(api, numbers):
    macro = make_macro(html="<p>Hi {{ requester.first_name }}</p>")
    api.post(ACTS, {"kind": "macro", "tickets": numbers, "macro": macro.pk})
    run_waiting()
    assert {ticket.messages.last().text for ticket in Ticket.objects.all()} == {"Hi Ann"}
