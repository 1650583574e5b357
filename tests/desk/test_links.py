"""Linked tickets beside a ticket: shown by kind, found, removed with a way back."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Team
from tests.desk.conftest import HTMX
from tests.factories import make_ticket
from tickets.actions import assign_team, delete, link, mark_spam, set_kind, solve
from tickets.models import Kind, Link, LinkKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    return make_ticket(subject="Another one")


def page(desk, ticket) -> str:
    return desk.get(f"/desk/tickets/{ticket.number}/").content.decode()


def act(desk, ticket, what: str, **data):
    return desk.post(f"/desk/tickets/{ticket.number}/{what}/", data, headers=HTMX)


def test_links_stand_by_kind_with_state_and_title(desk, agent, ticket, other):
    link(other, actor=agent, other=ticket, kind=LinkKind.CHILD)
    solved = make_ticket(subject="Done before")
    link(solved, actor=agent, other=ticket, kind=LinkKind.CHILD)
    solve(solved, actor=agent)
    shown = page(desk, ticket)
    assert "Children" in shown
    assert "1 of 2 solved" in shown
    assert f"#{other.pk} · New<" in shown
    assert "Parent" in page(desk, other)


def test_a_linked_ticket_that_is_away_says_so_instead_of_its_status(desk, agent, admin, customer, ticket, other):
    link(other, actor=agent, other=ticket, kind=LinkKind.CHILD)
    spam = make_ticket(requester=customer, subject="Buy cheap pills")
    link(spam, actor=agent, other=ticket, kind=LinkKind.CHILD)
    mark_spam(spam, actor=agent)
    assert "0 of 1 solved" in page(desk, ticket)
    delete(other, actor=admin)

    shown = page(desk, ticket)
    assert f"#{other.pk} · Deleted<" in shown
    assert f"#{spam.pk} · Spam<" in shown
    assert "· New<" not in shown
    assert 'mini-ticket__facts">Spam' in shown  # among the customer's other tickets
    assert "of 1 solved" not in shown


def test_a_link_to_a_private_ticket_is_only_counted(desk, agent, admin, ticket, other):
    link(ticket, actor=agent, other=other)
    assign_team(other, actor=admin, team=Team.objects.create(name="Legal", levels=[1], is_private=True))
    shown = page(desk, ticket)
    assert "1 linked ticket that you cannot see" in shown
    assert other.subject not in shown
    assert f"#{other.pk}" not in shown
    assert f"#{other.pk}" not in desk.get(f"/desk/tickets/{ticket.number}/timeline/", headers=HTMX).content.decode()


def test_this_customers_tickets_are_offered_first(desk, agent, customer, ticket):
    foreign = make_ticket(subject="Printer of somebody else")
    own = make_ticket(requester=customer, subject="Printer of the same customer")
    offered = desk.get(f"/desk/tickets/{ticket.number}/link/", headers=HTMX).content.decode()
    assert own.subject in offered
    assert foreign.subject not in offered
    by_number = f"/desk/tickets/{ticket.number}/link/?part=candidates&q={foreign.number}"
    assert foreign.subject in desk.get(by_number, headers=HTMX).content.decode()


def test_without_a_script_linking_is_a_page(desk, ticket, other):
    assert "<html" in desk.get(f"/desk/tickets/{ticket.number}/link/").content.decode()
    answer = desk.post(f"/desk/tickets/{ticket.number}/link/", {"saying": "related", "q": f"#{other.number}"})
    assert answer.url == f"/desk/tickets/{ticket.number}/"
    assert Link.objects.get().kind == LinkKind.RELATED


@pytest.mark.parametrize(("saying", "child_is"), [("child", "ticket"), ("parent", "other")])
def test_a_link_is_said_from_either_side(desk, ticket, other, saying, child_is):
    answer = act(desk, ticket, "link", saying=saying, other=other.number, rule="along")
    assert answer.status_code == 200
    made = Link.objects.get()
    assert made.ticket == {"ticket": ticket, "other": other}[child_is]
    assert made.close_rule == "along"
    assert "Another one" in answer.content.decode()


def test_what_cannot_be_linked_says_why(desk, ticket, other):
    refused = act(desk, ticket, "link", saying="incident", other=other.number)
    assert refused.status_code == 400
    assert "is not a problem" in refused["HX-Trigger"]
    assert act(desk, ticket, "link", saying="nonsense", other=other.number).status_code == 400
    assert "Choose a ticket" in act(desk, ticket, "link", saying="related", q="printer")["HX-Trigger"]


def test_removing_a_link_offers_the_way_back(desk, agent, ticket, other):
    link(other, actor=agent, other=ticket, kind=LinkKind.CHILD, close_rule="along")
    removed = act(desk, ticket, "unlink", kind="child", other=other.number, inward="1")
    assert not Link.objects.exists()
    undo = json.loads(removed["HX-Trigger"])["toast"]["undo"]
    assert parse_qs(urlsplit(undo).query)["saying"] == ["parent"]

    desk.post(undo, headers=HTMX)
    assert str(Link.objects.get()) == f"#{other.pk} child #{ticket.pk}"
    assert Link.objects.get().close_rule == "along"
    assert "undo" not in act(desk, ticket, "unlink", kind="related", other=other.number).headers.get("HX-Trigger", "")


def test_the_rule_of_a_child_is_set_from_either_page(desk, agent, ticket, other):
    link(other, actor=agent, other=ticket, kind=LinkKind.CHILD)
    assert act(desk, ticket, "close-rule", rule="free", other=other.number, inward="1").status_code == 200
    assert Link.objects.get().close_rule == "free"
    act(desk, other, "close-rule", rule="along", other=ticket.number)
    assert Link.objects.get().close_rule == "along"


def test_a_duplicate_offers_to_merge(desk, agent, ticket, other):
    link(ticket, actor=agent, other=other, kind=LinkKind.DUPLICATE)
    for shown_on in (ticket, other):
        assert f"/desk/tickets/{ticket.number}/merge/?into={other.number}" in page(desk, shown_on)


def test_solving_a_parent_names_what_it_waits_for(desk, agent, ticket, other):
    link(other, actor=agent, other=ticket, kind=LinkKind.CHILD)
    refused = act(desk, ticket, "status", status="solved")
    assert refused.status_code == 409
    assert "Another one" in json.loads(refused["HX-Trigger"])["toast"]["text"]


def test_the_kind_is_set_from_its_menu(desk, ticket):
    assert act(desk, ticket, "kind", kind="problem").status_code == 200
    ticket.refresh_from_db()
    assert ticket.kind == Kind.PROBLEM
    assert act(desk, ticket, "kind", kind="nonsense").status_code == 400


def test_thirty_links_take_as_many_statements_as_one(desk, agent, ticket):
    def statements() -> int:
        page(desk, ticket)
        with CaptureQueriesContext(connection) as captured:
            page(desk, ticket)
        return len(captured)

    without = statements()
    link(make_ticket(), actor=agent, other=ticket)
    with_one = statements()
    for _number in range(29):
        link(make_ticket(), actor=agent, other=ticket, kind=LinkKind.CHILD)
    assert statements() == with_one
    assert with_one - without <= 2  # the links, and whether the events' tickets can be seen


def test_a_problem_lists_its_incidents(desk, agent, ticket, other):
    set_kind(other, actor=agent, kind=Kind.PROBLEM)
    link(ticket, actor=agent, other=other, kind=LinkKind.INCIDENT)
    assert "Incidents" in page(desk, other)
    assert "Problem" in page(desk, ticket)
