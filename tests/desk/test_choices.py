"""What menus and folded parts of a ticket's page show once they are opened."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from accounts.models import Team
from desk.views import choices
from tests.desk.conftest import HTMX, signed_in
from tests.factories import AgentFactory, make_ticket
from tickets import load
from tickets.actions import assign, escalate, set_priority, set_status
from tickets.models import Level, Priority

pytestmark = pytest.mark.django_db


def part(client, ticket, what: str, query: str = "", headers=HTMX) -> str:
    response = client.get(f"/desk/tickets/{ticket.number}/{what}/{query}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_draws_no_colleagues_into_its_menus(desk, agent, ticket):
    AgentFactory(name="Zora Quill")
    assert "Zora Quill" not in desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert "Zora Quill" in part(desk, ticket, "assignees")


def test_whoever_has_the_ticket_is_marked(desk, agent, lead, ticket):
    assign(ticket, actor=agent, assignee=lead)
    menu = part(desk, ticket, "assignees")
    assert f'value="{lead.pk}" aria-current="true"' in menu
    assert f'value="{agent.pk}" aria-current' not in menu
    assert 'name="assignee" value=""' in menu


def test_who_is_outside_their_working_hours_is_marked(desk, lead, ticket):
    """Friday noon in UTC is before the day begins in New York."""
    lead.working_hours, lead.time_zone = ["09:00-17:00"] * 5 + ["", ""], "America/New_York"
    lead.save()
    for at, hint in (
        (datetime(2026, 11, 27, 12, tzinfo=UTC), "off now, free"),
        (datetime(2026, 11, 27, 15, tzinfo=UTC), "free"),
    ):
        with time_machine.travel(at, tick=False):
            for menu in (part(desk, ticket, "assignees"), desk.get("/desk/bulk/choices/people/").content.decode()):
                assert re.search(f'value="{lead.pk}".*?menu__hint">([^<]*)<', menu, re.DOTALL)[1] == hint


def test_customers_and_those_who_left_are_not_offered(desk, agent, customer, ticket):
    gone = AgentFactory(name="Gone Away", is_active=False)
    menu = part(desk, ticket, "assignees")
    assert customer.name not in menu
    assert gone.name not in menu


def test_many_colleagues_are_searched(desk, agent, ticket):
    assert "hx-get" not in part(desk, ticket, "assignees"), "few are filtered by the page itself"
    for number in range(20):
        AgentFactory(name=f"Colleague {number:02}")
    menu = part(desk, ticket, "assignees")
    assert "hx-get" in menu
    assert menu.count("menu__item") == 9
    found = part(desk, ticket, "assignees", "?q=league 17")
    assert "Colleague 17" in found
    assert "Colleague 16" not in found
    assert "Nobody of this name" in part(desk, ticket, "assignees", "?q=%25")
    assert "Nobody of this name" in part(desk, ticket, "assignees", "?q=%00zz")


def test_whoever_has_the_ticket_comes_first_among_many(desk, agent, ticket):
    for number in range(20):
        AgentFactory(name=f"Colleague {number:02}")
    last = AgentFactory(name="Zora Quill")
    assign(ticket, actor=agent, assignee=last)
    menu = part(desk, ticket, "assignees")
    assert menu.index("Zora Quill") < menu.index("Colleague 00")


def test_each_colleague_shows_how_much_they_have_to_do_now(desk, agent, lead, ticket):
    assert menu_line(part(desk, ticket, "assignees"), lead).endswith("free")
    for status in ("open", "pending", "solved"):
        theirs = make_ticket(assignee=lead)
        set_status(theirs, actor=agent, status=status)
    assert menu_line(part(desk, ticket, "assignees"), lead).endswith("1 open")


def test_a_hundred_tickets_are_enough_to_count(desk, agent, lead, ticket, monkeypatch):
    monkeypatch.setattr(load, "MOST_COUNTED", 1)
    monkeypatch.setattr(choices, "MOST_COUNTED", 1)
    for _number in range(3):
        make_ticket(assignee=lead)
    assert load.open_counts([lead.pk]) == {lead.pk: 2}
    assert menu_line(part(desk, ticket, "assignees"), lead).endswith("1+ open")


def test_the_menu_takes_one_statement_for_all_loads(desk, agent, ticket):
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            part(desk, ticket, "assignees")
        return len(captured)

    statements()
    before = statements()
    for _number in range(20):
        make_ticket(assignee=AgentFactory())
    assert statements() == before


def menu_line(menu: str, person) -> str:
    line = menu.split(f'value="{person.pk}"', 1)[1].split("</button>", 1)[0]
    return " ".join(strip_tags(f"<p{line}").split())


def test_names_are_words_only(desk, agent, ticket):
    AgentFactory(name="<b>Bo</b>")
    assert "&lt;b&gt;Bo&lt;/b&gt;" in part(desk, ticket, "assignees")
    assert "<b>Bo" not in part(desk, ticket, "assignees", '?q=<b>"')


def test_teams_are_those_that_work_there_and_may_be_seen(desk, agent, ticket, first_line, specialists):
    Team.objects.create(name="Legal", levels=[1], is_private=True)
    menu = part(desk, ticket, "teams")
    assert "First line" in menu
    assert "Specialists" not in menu
    assert "Legal" not in menu


def test_the_form_for_escalating_offers_what_stands_above(desk, agent, ticket, first_line, specialists):
    form = part(desk, ticket, "escalate/form")
    assert "Level 2" in form
    assert "Level 1" not in form
    assert "Specialists" in form
    escalate(ticket, actor=agent, to_level=Level.SPECIALIST, reason="a", tried="b", asked="c")
    assert "Level 2" not in part(desk, ticket, "escalate/form")


def test_the_timeline_tells_everything_newest_first(desk, agent, ticket):
    set_priority(ticket, actor=agent, priority=Priority.HIGH)
    timeline = part(desk, ticket, "timeline")
    assert timeline.index("raised the priority") < timeline.index("opened this")
    assert 'data-live-seq="2"' in timeline


@pytest.mark.parametrize("what", ["assignees", "teams", "escalate/form", "timeline"])
def test_without_a_script_each_is_a_page(desk, agent, ticket, what):
    page = part(desk, ticket, what, headers={})
    assert "<html" in page
    assert f'href="/desk/tickets/{ticket.number}/"' in page
    assert f"/desk/tickets/{ticket.number}/{what}/" in desk.get(f"/desk/tickets/{ticket.number}/").content.decode()


def test_giving_a_ticket_away_works_without_a_script(agent, lead, ticket):
    client = signed_in(agent)
    answer = client.post(f"/desk/tickets/{ticket.number}/assign/", {"assignee": lead.pk})
    assert answer.url == f"/desk/tickets/{ticket.number}/"
    ticket.refresh_from_db()
    assert ticket.assignee == lead
