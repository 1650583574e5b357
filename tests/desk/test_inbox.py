"""The lists of the desk."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Team
from desk import list_page, lists
from sla.actions import set_policy
from sla.applying import Applied
from tests.desk.conftest import HTMX, signed_in
from tests.factories import CustomerFactory, OrganizationFactory, make_ticket
from tests.sla.making import make_policy
from tickets.actions import (
    add_note,
    ask,
    assign,
    assign_team,
    mark_read,
    reply,
    save_draft,
    set_priority,
    set_status,
    snooze,
    solve,
    tag,
)
from tickets.content import Body
from tickets.models import Priority, Status
from tickets.models.message import MessageKind

pytestmark = pytest.mark.django_db


def subjects(response) -> list[str]:
    return [row.subject for row in response.context["page"].rows]


def test_an_agent_lands_where_there_is_work(desk, agent, ticket):
    assert desk.get("/desk/").context["view"].key == "unassigned"
    assign(ticket, actor=agent, assignee=agent)
    assert desk.get("/desk/").context["view"].key == "mine"


def test_an_empty_desk_says_what_it_is_for(desk):
    html = desk.get("/desk/").content.decode()
    assert "Nothing waits for you" in html


@pytest.mark.parametrize("status", [Status.PENDING, Status.ON_HOLD])
def test_what_rests_is_in_its_own_view(desk, agent, ticket, status):
    assign(ticket, actor=agent, assignee=agent)
    set_status(ticket, actor=agent, status=status)
    assert subjects(desk.get(f"/desk/views/{status}/")) == [ticket.subject]
    assert subjects(desk.get("/desk/views/mine/")) == []
    assert subjects(desk.get("/desk/views/open/")) == []


def test_solved_tickets_are_found_for_a_while(desk, agent, ticket):
    solve(ticket, actor=agent)
    assert subjects(desk.get("/desk/views/solved/")) == [ticket.subject]


def test_a_team_has_a_view(desk, agent, ticket, first_line):
    assign_team(ticket, actor=agent, team=first_line)
    assert subjects(desk.get(f"/desk/views/team-{first_line.pk}/")) == [ticket.subject]


def test_a_private_team_is_shown_to_its_members_only(desk, lead, admin):
    team = Team.objects.create(name="Legal", levels=[1], is_private=True)
    assert desk.get(f"/desk/views/team-{team.pk}/").status_code == 404
    assert "Legal" not in desk.get("/desk/").content.decode()
    assert signed_in(admin).get(f"/desk/views/team-{team.pk}/").status_code == 200
    team.members.add(lead)
    assert signed_in(lead).get(f"/desk/views/team-{team.pk}/").status_code == 200


def test_a_ticket_is_unread_until_it_was_looked_at(desk, agent, lead, ticket):
    row = f'id="ticket-{ticket.number}"'
    assert "ticket-row--unread" in desk.get("/desk/views/unassigned/").content.decode().split(row)[0]
    desk.get(f"/desk/tickets/{ticket.number}/")
    assert "ticket-row--unread" not in desk.get("/desk/views/unassigned/").content.decode()
    add_note(ticket, actor=lead, body=Body.from_text("Look again"))
    assert "ticket-row--unread" in desk.get("/desk/views/open/").content.decode()


def test_counts_name_every_view_and_what_is_unread(desk, agent, ticket):
    counts = {entry.view.key: entry for entry in desk.get("/desk/").context["counts"]}
    assert (counts["unassigned"].count, counts["unassigned"].is_unread) == (1, True)
    assert "with something unread" in desk.get("/desk/nav/").content.decode()
    mark_read(ticket, actor=agent)
    assert "with something unread" not in desk.get("/desk/nav/").content.decode()
    counts = {entry.view.key: entry for entry in desk.get("/desk/").context["counts"]}
    assert (counts["unassigned"].count, counts["unassigned"].is_unread) == (1, False)
    assert counts["solved"].count == 0


def test_each_count_is_that_of_its_list_and_teams_stand_by_name(desk, agent, lead, customer, first_line):
    second = Team.objects.create(name="Billing", levels=[1])
    own = Team.objects.create(name="Legal", levels=[1], is_private=True)
    own.members.add(agent)
    Team.objects.create(name="Board", levels=[1], is_private=True)
    made = [make_ticket(requester=customer, subject=f"Ticket {number}") for number in range(9)]
    for number, team in enumerate([first_line, first_line, second, own]):
        assign_team(made[number], actor=agent, team=team)
    set_status(made[4], actor=agent, status=Status.PENDING)
    set_status(made[5], actor=agent, status=Status.ON_HOLD)
    solve(made[6], actor=agent)
    assign(made[7], actor=agent, assignee=agent)
    snooze(made[8], actor=agent, until=timezone.now() + timedelta(days=1))
    make_ticket(requester=customer)
    save_draft(made[0], actor=agent, kind=MessageKind.NOTE, html="<p>Soon</p>", seen_seq=1)
    add_note(made[1], actor=lead, body=Body.from_text(f"@{agent.name}, look"))
    ask(made[2], actor=lead, person=agent, body=Body.from_text("Which fuse?"))

    promised = make_ticket(requester=customer)
    set_policy(promised, Applied(make_policy().current_id, None))

    counts = lists.sidebar(agent)

    assert [entry.view.key for entry in counts] == [view.key for view in lists.views_for(agent)]
    assert [entry.view.name for entry in counts if entry.view.team_id] == ["Billing", first_line.name, "Legal"]
    for entry in counts:
        assert len(subjects(desk.get(f"/desk/views/{entry.view.key}/"))) == entry.count > 0, entry.view.key


def test_a_count_stops_at_a_hundred(desk, agent, customer, monkeypatch):
    monkeypatch.setattr(lists, "MOST_COUNTED", 2)
    monkeypatch.setattr(lists, "_counting", lists._counting.__wrapped__)  # not the statement that counts to 100
    for number in range(4):
        make_ticket(requester=customer, subject=f"Ticket {number}")
    assert {entry.count for entry in lists.sidebar(agent)} == {0, 3}


def test_a_row_shows_names_tags_and_the_organization(desk, agent, customer):
    customer.name, customer.organization = "", OrganizationFactory(name="Globex")
    customer.save()
    made = make_ticket(requester=customer, subject="Printer")
    tag(made, actor=agent, add=["printer", "hardware"])
    assign(made, actor=agent, assignee=agent)
    (row,) = desk.get("/desk/views/open/").context["page"].rows
    assert (row.requester, row.organization) == (customer.display_name, "Globex")
    assert (row.tags, row.assignee) == (["hardware", "printer"], agent.display_name)


@pytest.mark.parametrize("sort", ["waiting", "updated", "opened", "priority"])
def test_pages_go_through_everything_once_and_back(desk, agent, customer, sort, monkeypatch):
    monkeypatch.setattr(list_page, "PAGE_SIZE", 4)
    for number in range(10):
        made = make_ticket(requester=customer, subject=f"Ticket {number}")
        if number % 4 == 0:
            set_priority(made, actor=agent, priority=Priority.URGENT)
        if number % 3 == 0:
            add_note(made, actor=agent, body=Body.from_text("x"))
    pages, query = [], f"?sort={sort}"
    while query:
        response = desk.get(f"/desk/views/open/{query}")
        pages.append(subjects(response))
        cursor = response.context["page"].next
        query = f"?sort={sort}&after={cursor}" if cursor else ""
    assert [len(page) for page in pages] == [4, 4, 2]
    assert len({subject for page in pages for subject in page}) == 10
    back = desk.get(f"/desk/views/open/?sort={sort}&before={response.context['page'].previous}")
    assert subjects(back) == pages[1]


def test_tickets_that_wait_for_nobody_stand_last(desk, agent, customer):
    waiting = [make_ticket(requester=customer, subject=f"Waiting {number}") for number in range(2)]
    reply(waiting[0], actor=agent, body=Body.from_text("Answered"), seen_seq=1)
    assert subjects(desk.get("/desk/views/open/?sort=waiting")) == ["Waiting 1", "Waiting 0"]


@pytest.mark.parametrize(
    "cursor", ["x", "%00", "W10", "WzEsIngiXQ", "bnVsbA", "WyJ4IiwgMV0", "Wzk5OTk5OTk5OTk5OTksIDFd"]
)
@pytest.mark.parametrize("sort", ["waiting", "priority"])
def test_a_cursor_that_makes_no_sense_means_the_beginning(desk, ticket, cursor, sort):
    assert subjects(desk.get(f"/desk/views/open/?sort={sort}&after={cursor}")) == [ticket.subject]


def test_a_refresh_renders_the_list_alone(desk, ticket):
    html = desk.get("/desk/views/open/", headers={**HTMX, "HX-Target": "div#inbox"}).content.decode()
    assert ticket.subject in html
    assert "<html" not in html


def test_a_search_for_a_number_leads_to_the_ticket(desk, ticket):
    assert desk.get(f"/desk/search/?q=%23{ticket.number}").url == f"/desk/tickets/{ticket.number}/"


def test_hostile_words_are_shown_as_words(desk, customer):
    customer.name = "<script>alert(1)</script>"
    customer.save()
    make_ticket(requester=customer, subject="<img src=x onerror=alert(1)>")
    html = desk.get("/desk/views/open/").content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_only_staff_have_a_desk(client, customer):
    assert client.get("/desk/").url.startswith("/sign-in/")
    assert signed_in(customer).get("/desk/").status_code == 403


def test_thirty_rows_cost_as_many_queries_as_one(desk, agent, customer):
    make(agent, 1)
    desk.get("/desk/views/open/")  # session and caches are warm
    one = queries(desk, "/desk/views/open/")
    make(agent, 29)
    assert queries(desk, "/desk/views/open/") == one <= 4


def make(agent, count: int) -> None:
    for number in range(count):
        made = make_ticket(requester=CustomerFactory(), subject=f"Ticket {number}")
        tag(made, actor=agent, add=[f"tag-{number}", "all"])
        assign(made, actor=agent, assignee=agent)


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def test_the_waiting_time_is_that_of_the_customer(desk, ticket):
    assert f'datetime="{ticket.waiting_since.isoformat(timespec="seconds")}"' in desk.get("/desk/").content.decode()
