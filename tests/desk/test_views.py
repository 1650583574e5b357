"""The views of the sidebar: what rests where, and that counts are bounded and few queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from desk import list_page, lists
from desk.lists import sidebar, views_for
from search.saved_views import save_view
from tests.desk.conftest import signed_in
from tests.factories import TeamFactory, make_ticket
from tickets.actions import add_note, assign, save_draft, set_status, snooze, take_next
from tickets.content import Body
from tickets.models import Status, Ticket
from tickets.models.message import MessageKind

pytestmark = pytest.mark.django_db


def numbers(response) -> list[int]:
    return [row.number for row in response.context["page"].rows]


def keys(response) -> list[str]:
    return [entry.view.key for entry in response.context["counts"]]


def count_of(person, key: str) -> int | None:
    return {entry.view.key: entry.count for entry in sidebar(person)}[key]


@pytest.mark.parametrize("view", ["mine", "open", "pending", "on_hold", "unassigned", "teams", "team"])
def test_what_is_snoozed_is_in_the_snoozed_view_only(desk, agent, first_line, view):
    ticket = make_ticket(team=first_line)
    if view == "mine":
        assign(ticket, actor=agent, assignee=agent)
    if view in (Status.PENDING, Status.ON_HOLD):
        set_status(ticket, actor=agent, status=Status(view))
    at = f"/desk/views/{f'team-{first_line.pk}' if view == 'team' else view}/"
    assert numbers(desk.get(at)) == [ticket.pk]

    snooze(ticket, actor=agent, until=timezone.now() + timedelta(days=1))

    assert numbers(desk.get(at)) == []
    assert numbers(desk.get("/desk/views/snoozed/")) == [ticket.pk]
    assert (count_of(agent, "snoozed"), count_of(agent, "open")) == (1, 0)


def test_what_is_back_soonest_stands_first(desk, agent):
    days = {day: make_ticket() for day in (3, 1, 2)}
    for day, ticket in days.items():
        snooze(ticket, actor=agent, until=timezone.now() + timedelta(days=day))

    response = desk.get("/desk/views/snoozed/")

    assert numbers(response) == [days[day].pk for day in (1, 2, 3)]
    assert "Back" in response.content.decode()


def test_snoozed_tickets_are_found_by_a_search(desk, agent, ticket):
    snooze(ticket, actor=agent, until=timezone.now() + timedelta(days=1))

    assert numbers(desk.get("/desk/search/?q=is:snoozed")) == [ticket.pk]


def test_unassigned_is_what_my_teams_or_nobody_has(desk, agent, agent_l2, first_line):
    loose, ours, theirs = make_ticket(), make_ticket(team=first_line), make_ticket(team=TeamFactory())

    assert set(numbers(desk.get("/desk/views/unassigned/"))) == {loose.pk, ours.pk}
    agent.teams.clear()
    assert set(numbers(desk.get("/desk/views/unassigned/"))) == {loose.pk, ours.pk, theirs.pk}


def test_my_teams_hold_all_their_open_tickets(desk, agent, lead, first_line):
    ticket = make_ticket(team=first_line)
    assign(ticket, actor=lead, assignee=lead)

    assert numbers(desk.get("/desk/views/teams/")) == [ticket.pk]


def test_who_is_in_no_team_has_no_empty_box_for_it(agent, lead):
    assert "teams" not in keys(signed_in(lead).get("/desk/"))
    assert signed_in(lead).get("/desk/views/teams/").status_code == 404


def test_drafts_are_where_i_left_words(desk, agent, lead, ticket):
    save_draft(ticket, actor=agent, kind=MessageKind.PUBLIC, html="<p>Soon</p>", seen_seq=1)
    save_draft(make_ticket(), actor=agent, kind=MessageKind.NOTE, html="", seen_seq=1)
    save_draft(make_ticket(), actor=lead, kind=MessageKind.NOTE, html="<p>Hers</p>", seen_seq=1)

    assert numbers(desk.get("/desk/views/drafts/")) == [ticket.pk]
    assert count_of(agent, "drafts") == 1


def test_a_saved_view_stands_in_the_sidebar_with_its_count(desk, agent, lead):
    ticket = make_ticket(tags=["billing"])
    view = save_view(actor=lead, name="Bills", filter="tag:billing", visibility="all")
    hidden = save_view(actor=lead, name="Hers", filter="tag:billing")

    page = desk.get(f"/desk/views/saved-{view.pk}/")

    assert numbers(page) == [ticket.pk]
    assert count_of(agent, f"saved-{view.pk}") == 1
    assert "Bills" in desk.get("/desk/nav/").content.decode()
    assert desk.get(f"/desk/views/saved-{hidden.pk}/").status_code == 404


def test_the_count_of_a_saved_view_follows_what_happens(agent):
    view = save_view(actor=agent, name="Mine", filter="assignee:me")
    key = f"saved-{view.pk}"
    assert count_of(agent, key) == 0
    take_next(actor=agent)
    ticket = make_ticket()
    assign(ticket, actor=agent, assignee=agent)
    assert count_of(agent, key) == 1


@pytest.mark.parametrize(("sort", "with_a_value"), [("priority", 5), *[("waiting", n) for n in range(6)], ("due", 0)])
def test_a_saved_view_is_sorted_and_pages_through_everything_once(desk, agent, monkeypatch, sort, with_a_value):
    monkeypatch.setattr(list_page, "PAGE_SIZE", 2)
    made = [make_ticket(tags=["billing"]) for _ in range(5)]
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in made[with_a_value:]]).update(waiting_since=None)
    view = save_view(actor=agent, name="Bills", filter="tag:billing", sort=sort)
    forth = pages_of(desk, view, "next", "after", "")
    back = pages_of(desk, view, "previous", "before", forth[-1].context["page"].previous)

    assert [numbers(page) for page in back[::-1]] == [numbers(page) for page in forth[:-1]]
    assert [len(numbers(page)) for page in forth] == [2, 2, 1]
    assert {number for page in forth for number in numbers(page)} == {ticket.pk for ticket in made}


def pages_of(desk, view, way: str, word: str, cursor: str):
    """One after the other, as far as there is a link to a further one."""
    pages = [desk.get(f"/desk/views/saved-{view.pk}/?{word}={cursor}")]
    while cursor := getattr(pages[-1].context["page"], way):
        pages.append(desk.get(f"/desk/views/saved-{view.pk}/?{word}={cursor}"))
    return pages


def test_a_saved_view_with_words_shows_what_the_search_finds(desk, agent, ticket):
    from search.indexing import index_all

    index_all()
    view = save_view(actor=agent, name="Fire", filter="printer")

    assert numbers(desk.get(f"/desk/views/saved-{view.pk}/")) == [ticket.pk]
    assert count_of(agent, f"saved-{view.pk}") is None


def test_an_empty_view_says_which_team_colleague_or_tag_is_gone(desk, agent, first_line):
    gone = save_view(actor=agent, name="Gone", filter="team:escalations assignee:hans tag:fax")
    there = save_view(actor=agent, name="There", filter=f'team:"{first_line.name}" assignee:me -tag:fax assignee:none')

    said = desk.get(f"/desk/views/saved-{gone.pk}/").context["misread"]

    assert said == [
        "No team is called “escalations” (any more).",
        "No colleague is called “hans” (any more).",
        "No ticket has the tag “fax” (any more).",
    ]
    assert desk.get(f"/desk/views/saved-{there.pk}/").context["misread"] == []
    assert "“fax” (any more)" in desk.get("/desk/search/?q=tag:fax").content.decode()


def test_counts_stop_at_a_hundred_and_more(agent, monkeypatch):
    monkeypatch.setattr(lists, "MOST_COUNTED", 3)
    lists._counting.cache_clear()
    for _ in range(6):
        make_ticket(tags=["billing"])
    view = save_view(actor=agent, name="Bills", filter="tag:billing")

    assert (count_of(agent, "open"), count_of(agent, f"saved-{view.pk}")) == (4, 4)
    lists._counting.cache_clear()


def test_more_tickets_and_more_views_are_no_more_queries(desk, agent):
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(path).status_code == 200
        return len(captured)

    first = save_view(actor=agent, name="First", filter="tag:billing")
    make_ticket(tags=["billing"])
    paths = (f"/desk/views/saved-{first.pk}/", "/desk/views/snoozed/", "/desk/views/drafts/", "/desk/views/manage/")
    [desk.get(path) for path in paths]
    add_note(make_ticket(), actor=agent, body=Body.from_text("x"))
    save_draft(make_ticket(), actor=agent, kind=MessageKind.NOTE, html="<p>x</p>", seen_seq=1)
    before = [queries(path) for path in paths]
    for number in range(29):
        ticket = make_ticket(tags=["billing"])
        if number % 2:
            snooze(ticket, actor=agent, until=timezone.now() + timedelta(days=1))
        save_draft(ticket, actor=agent, kind=MessageKind.NOTE, html="<p>x</p>", seen_seq=1)
        save_view(actor=agent, name=f"View {number}", filter=f"tag:{number}")

    assert [queries(path) for path in paths] == before


@pytest.mark.parametrize(
    ("key", "index"),
    [
        ("unassigned", "ticket_work_status|ticket_to_take"),
        ("mine", "ticket_work_assignee"),
        ("snoozed", "ticket_snoozed"),
    ],
)
def test_a_count_has_its_index(agent, key, index):
    view = next(view for view in views_for(agent) if view.key == key)
    sql, params = lists._count_of(view, agent)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert any(name in plan for name in (*index.split("|"), "ticket_work")), plan


def test_a_team_is_counted_by_its_own_tickets(agent):
    """Whatever else waits in the desk: the sidebar of every page counts each team."""
    sql, params = lists._count_of(lists.team_view(1, "Billing", is_private=False), agent)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "ticket_work_turn" in plan, plan


def test_the_board_of_counts_names_each_ticket_once_for_the_owner(agent, ticket):
    """My open and Unassigned never overlap."""
    assert (count_of(agent, "mine"), count_of(agent, "unassigned")) == (0, 1)
    take_next(actor=agent)
    assert (count_of(agent, "mine"), count_of(agent, "unassigned")) == (1, 0)
    assert Ticket.objects.count() == 1
