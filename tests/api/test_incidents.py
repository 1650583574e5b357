"""Answering a problem's incidents by the API."""

import pytest

from tests.factories import CustomerFactory, make_ticket
from tickets.actions import link, set_kind, solve
from tickets.bulk.running import run_waiting
from tickets.models import Kind, LinkKind, Status, Ticket

pytestmark = pytest.mark.django_db

WORDS = "<p>Hi {{ requester.first_name }}.</p>"


@pytest.fixture
def problem(agent) -> Ticket:
    found = make_ticket()
    set_kind(found, actor=agent, kind=Kind.PROBLEM)
    return found


@pytest.fixture
def incidents(problem, agent) -> list[Ticket]:
    made = [make_ticket(requester=CustomerFactory(name=name)) for name in ("Ann Lee", "")]
    for ticket in made:
        link(ticket, actor=agent, other=problem, kind=LinkKind.INCIDENT)
    return made


def test_a_preview_tells_how_it_reads_and_who_would_get_nothing(api, problem, incidents):
    answer = api.post(f"/api/v1/tickets/{problem.pk}/incidents/preview/", {"html": WORDS})
    first, second = answer.json()["results"]
    assert (first["ticket"], first["text"].strip(), first["missing"], first["warning"]) == (
        incidents[0].pk, "Hi Ann.", [], ""
    )  # fmt: skip
    assert second["missing"] == ["[customer's first name?]"]
    assert second["warning"]


def test_all_that_are_not_solved_are_answered_and_solved(api, agent, problem, incidents):
    solve(incidents[1], actor=agent)
    body = {"html": WORDS, "solve": True, "solve_problem": True}
    answer = api.post(f"/api/v1/tickets/{problem.pk}/incidents/answer/", body)
    assert (answer.status_code, answer.json()["total"]) == (202, 1)
    run_waiting()
    told = api.get(answer["Location"]).json()
    assert told["text"] == f"1 incident of #{problem.pk} answered and solved"
    assert Ticket.objects.get(pk=problem.pk).status == Status.SOLVED


def test_a_ticket_that_is_no_incident_is_refused(api, problem, incidents, ticket):
    body = {"html": WORDS, "tickets": [ticket.pk]}
    answer = api.post(f"/api/v1/tickets/{problem.pk}/incidents/answer/", body)
    assert answer.status_code == 409


def test_the_general_bulk_acts_do_not_take_it(api, incidents):
    body = {"kind": "incidents", "tickets": [incidents[0].pk]}
    assert api.post("/api/v1/bulk-acts/", body).status_code == 400
