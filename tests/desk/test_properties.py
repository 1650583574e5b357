"""What an agent changes on a ticket."""

import json

import pytest

from tests.desk.conftest import HTMX, signed_in
from tickets.actions import assign_team, solve, tag
from tickets.models import Event, Priority, Status, Tag

pytestmark = pytest.mark.django_db


def post(client, ticket, what: str, **fields):
    return client.post(f"/desk/tickets/{ticket.number}/{what}/", fields, headers=HTMX)


@pytest.mark.parametrize(
    ("what", "fields", "column", "value"),
    [
        ("status", {"status": "on_hold"}, "status", Status.ON_HOLD),
        ("status", {"status": "solved"}, "status", Status.SOLVED),
        ("status", {"status": "closed"}, "status", Status.CLOSED),
        ("priority", {"priority": "4"}, "priority", Priority.URGENT),
        ("subject", {"subject": "A cold printer"}, "subject", "A cold printer"),
        ("spam", {}, "is_spam", True),
    ],
)
def test_a_choice_is_made_at_once(desk, ticket, what, fields, column, value):
    answer = post(desk, ticket, what, **fields)
    assert answer.status_code == 200
    assert 'hx-target="#side"' in answer.content.decode()
    ticket.refresh_from_db()
    assert getattr(ticket, column) == value


def test_a_ticket_is_taken_given_and_put_back(desk, agent, lead, ticket):
    post(desk, ticket, "assign", assignee="me")
    ticket.refresh_from_db()
    assert ticket.assignee == agent
    post(desk, ticket, "assign", assignee=lead.pk)
    ticket.refresh_from_db()
    assert ticket.assignee == lead
    post(desk, ticket, "assign", assignee="")
    ticket.refresh_from_db()
    assert ticket.assignee is None


def test_a_team_that_does_not_work_there_is_refused_with_a_sentence(desk, ticket, first_line, specialists):
    assert post(desk, ticket, "team", team=first_line.pk).status_code == 200
    answer = post(desk, ticket, "team", team=specialists.pk)
    assert answer.status_code == 409
    assert answer["HX-Reswap"] == "none"
    toast = json.loads(answer["HX-Trigger"])["toast"]
    assert toast["level"] == "error"
    assert "Escalate" in toast["text"]
    ticket.refresh_from_db()
    assert ticket.team == first_line


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("status", {"status": "nonsense"}),
        ("priority", {"priority": "9"}),
        ("priority", {}),
        ("assign", {"assignee": "999999"}),
        ("assign", {"assignee": "x"}),
        ("team", {"team": "x"}),
        ("escalate", {"to": "2:", "reason": "", "tried": "", "asked": ""}),
        ("escalate", {"to": "nowhere", "reason": "a", "tried": "b", "asked": "c"}),
        ("escalate", {"to": "2:999999", "reason": "a", "tried": "b", "asked": "c"}),
        ("subject", {"subject": "  "}),
    ],
)
def test_nonsense_changes_nothing(desk, ticket, what, fields):
    assert post(desk, ticket, what, **fields).status_code == 400
    assert Event.objects.filter(ticket=ticket).count() == 1


def test_customers_cannot_be_made_assignees(desk, customer, ticket):
    assert post(desk, ticket, "assign", assignee=customer.pk).status_code == 400


def test_tags_are_added_suggested_and_removed(desk, agent, ticket):
    post(desk, ticket, "tags", add="Billing, Big Fire")
    assert [one.name for one in ticket.tags.all()] == ["big-fire", "billing"]
    assert desk.get("/desk/tags/?q=bi").json() == {"names": ["big-fire", "billing"]}
    assert desk.get("/desk/tags/?q=").json() == {"names": []}
    post(desk, ticket, "tags", off="billing")
    assert [one.name for one in ticket.tags.all()] == ["big-fire"]
    assert Tag.objects.count() == 2


def test_deleting_is_for_leads_and_can_be_undone(desk, lead, ticket):
    assert post(desk, ticket, "delete").status_code == 403
    client = signed_in(lead)
    assert post(client, ticket, "delete").status_code == 200
    assert post(client, ticket, "restore").status_code == 200
    ticket.refresh_from_db()
    assert ticket.deleted_at is None


def test_no_change_by_looking(desk, ticket):
    for what in ("assign", "status", "spam", "delete", "send", "escalate"):
        assert desk.get(f"/desk/tickets/{ticket.number}/{what}/").status_code == 405


def test_without_a_script_the_page_comes_back(desk, ticket):
    url = f"/desk/tickets/{ticket.number}/"
    assert desk.post(f"{url}status/", {"status": "pending"}).url == url
    answer = desk.post(f"{url}priority/", {"priority": "9"}, follow=True)
    assert "Choose one of the offered values" in answer.content.decode()


def test_a_solved_ticket_can_be_opened_again(desk, agent, ticket, first_line):
    assign_team(ticket, actor=agent, team=first_line)
    tag(ticket, actor=agent, add=["x"])
    solve(ticket, actor=agent)
    post(desk, ticket, "status", status="open")
    ticket.refresh_from_db()
    assert ticket.status == Status.OPEN
