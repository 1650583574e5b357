"""Saved views: what they hold, who sees them, and who may change them."""

from datetime import timedelta

import pytest

from accounts.models import User
from helpdesk import clock
from search.saved_views import (
    change_view,
    delete_view,
    may_change,
    plan_of,
    put_in_order,
    save_view,
    set_density,
    show_columns,
    tickets_in,
    views_of,
)
from tests.factories import AgentFactory, TeamFactory, make_ticket
from tickets.actions import assign, mark_spam, snooze, solve
from tickets.errors import Invalid, NotAllowed
from tickets.models import SavedView, Ticket

pytestmark = pytest.mark.django_db


def view_of(person: User, filter: str, **values) -> SavedView:
    return save_view(actor=person, **{"name": filter[:80], "filter": filter, **values})


def solved(days_ago: float, agent: User) -> Ticket:
    with clock.at(clock.now() - timedelta(days=days_ago)):
        ticket = make_ticket()
        solve(ticket, actor=agent)
    return ticket


def test_a_view_holds_the_unfinished_work_that_its_filter_lets_through(agent):
    billing = make_ticket(tags=["billing"])
    make_ticket()
    solve(make_ticket(tags=["billing"]), actor=agent)
    mark_spam(make_ticket(tags=["billing"]), actor=agent)

    assert list(tickets_in(view_of(agent, "tag:billing"), agent)) == [billing]
    assert billing not in tickets_in(view_of(agent, "-tag:billing"), agent)


def test_several_values_of_what_a_ticket_has_one_of_mean_any_of_them(agent):
    new, urgent, high = make_ticket(), make_ticket(priority=4), make_ticket(priority=3)

    assert set(tickets_in(view_of(agent, "priority:high,urgent"), agent)) == {urgent, high}
    assert set(tickets_in(view_of(agent, "priority:high priority:urgent"), agent)) == {urgent, high}
    assert set(tickets_in(view_of(agent, "-priority:high,urgent"), agent)) == {new}


def test_tags_are_asked_for_one_beside_the_other(agent):
    both = make_ticket(tags=["billing", "vip"])
    make_ticket(tags=["billing"])

    assert list(tickets_in(view_of(agent, "tag:billing tag:vip"), agent)) == [both]


def test_when_something_was_solved_is_a_filter_of_solved_work(agent):
    lately, _long_ago = solved(1, agent), solved(40, agent)

    assert list(tickets_in(view_of(agent, "solved>30d"), agent)) == [lately]


def test_a_view_of_spam_is_a_kept_search(agent):
    assert plan_of(view_of(agent, "is:spam").filter).is_search


def test_me_is_whoever_looks(agent, lead, ticket):
    assign(ticket, actor=lead, assignee=lead)
    view = view_of(lead, "assignee:me", visibility="all")

    assert list(tickets_in(view, lead)) == [ticket]
    assert list(tickets_in(view, agent)) == []


def test_a_view_shows_nobody_what_they_may_not_see(agent, lead):
    team = TeamFactory(name="Legal", is_private=True)
    secret = make_ticket(team=team, tags=["billing"])
    view = view_of(lead, "tag:billing", visibility="all")

    assert list(tickets_in(view, agent)) == []
    team.members.add(agent)
    assert list(tickets_in(view, agent)) == [secret]


def test_snoozed_tickets_are_in_views_that_ask_for_them(agent, ticket):
    snooze(ticket, actor=agent, until=clock.now() + timedelta(days=1))

    assert list(tickets_in(view_of(agent, "level:1"), agent)) == []
    assert list(tickets_in(view_of(agent, "level:1 is:snoozed"), agent)) == [ticket]
    assert list(tickets_in(view_of(agent, "level:1 -is:snoozed"), agent)) == []


def test_solved_work_needs_a_period(agent):
    recently, long_ago = solved(3, agent), solved(40, agent)

    with pytest.raises(Invalid, match="period"):
        view_of(agent, "status:solved")
    with pytest.raises(Invalid, match="period"):
        view_of(agent, "status:solved solved<30d")
    assert list(tickets_in(view_of(agent, "status:solved solved>30d"), agent)) == [recently]
    assert set(tickets_in(view_of(agent, "status:solved created>90d"), agent)) == {recently, long_ago}


@pytest.mark.parametrize(
    ("filter", "usual", "refused"),
    [
        ("tag:billing", "waiting", "solved"),
        ("status:solved solved>7d", "solved", "waiting"),
        ("status:closed created>2026-01-01", "solved", "priority"),
    ],
)
def test_a_view_is_sorted_by_what_its_work_has(agent, filter, usual, refused):
    assert view_of(agent, filter).sort == usual
    assert view_of(agent, filter, name="By change", sort="updated").sort == "updated"
    with pytest.raises(Invalid, match="sorted by"):
        view_of(agent, filter, name="Other", sort=refused)


def test_a_view_with_words_is_a_search_that_is_kept(agent):
    view = view_of(agent, "printer status:open", sort="priority")

    assert plan_of(view.filter).has_words
    assert view.sort == "opened"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "  "}, "name"),
        ({"filter": "   "}, "what the view is to show"),
        ({"filter": "tag:" + "x" * 500}, "too long"),
        ({"visibility": "team"}, "Choose the team"),
        ({"filter": "tag:a status:bogus"}, "“status:bogus” means nothing: “status:” takes: new, open,"),
    ],
)
def test_what_is_missing_is_said(agent, values, sentence):
    with pytest.raises(Invalid, match=sentence):
        save_view(**{"actor": agent, "name": "Billing", "filter": "tag:billing", **values})
    assert not SavedView.objects.exists()


def test_saving_twice_makes_one_view_and_a_name_stands_for_one(agent, lead):
    first = view_of(agent, "tag:billing", name="Billing")

    assert view_of(agent, "tag:billing", name=" Billing ") == first
    with pytest.raises(Invalid, match="already"):
        view_of(agent, "tag:refund", name="Billing")
    assert view_of(lead, "tag:refund", name="Billing").pk != first.pk


def test_who_sees_a_view(agent, agent_l2, lead, admin, customer, first_line):
    private = view_of(agent, "tag:a")
    teams = view_of(agent, "tag:b", visibility="team", team=first_line)
    everybodys = view_of(lead, "tag:c", visibility="all")

    assert views_of(agent) == [private, teams, everybodys]
    assert views_of(agent_l2) == views_of(lead) == [everybodys]
    assert views_of(admin) == [teams, everybodys]
    assert views_of(customer) == []
    colleague = AgentFactory()
    first_line.members.add(colleague)
    assert views_of(colleague) == [teams, everybodys]


def test_who_may_change_a_view(agent, agent_l2, lead, manager, admin, first_line):
    first_line.members.add(agent_l2)
    private = view_of(agent, "tag:a")
    teams = view_of(agent, "tag:b", visibility="team", team=first_line)
    everybodys = view_of(lead, "tag:c", visibility="all")

    people = (agent, agent_l2, lead, manager, admin)
    assert [may_change(person, private) for person in people] == [True, False, False, False, False]
    assert [may_change(person, teams) for person in people] == [True, False, True, True, True]
    assert [may_change(person, everybodys) for person in people] == [False, False, True, True, True]
    for view in (private, teams, everybodys):
        with pytest.raises(NotAllowed):
            change_view(view, actor=agent_l2, name="Mine now")
        with pytest.raises(NotAllowed):
            delete_view(view, actor=agent_l2)
    assert SavedView.objects.count() == 3


def test_nobody_shows_a_view_to_more_people_than_they_may(agent, specialists, lead):
    with pytest.raises(NotAllowed, match="leads and admins"):
        view_of(agent, "tag:a", visibility="all")
    with pytest.raises(NotAllowed, match="not in this team"):
        view_of(agent, "tag:a", visibility="team", team=specialists)
    assert view_of(lead, "tag:a", visibility="team", team=specialists).team == specialists
    hidden = TeamFactory(is_private=True)
    with pytest.raises(NotAllowed, match="not in this team"):
        view_of(lead, "tag:b", visibility="team", team=hidden)
    mine = view_of(agent, "tag:a")
    with pytest.raises(NotAllowed):
        change_view(mine, actor=agent, visibility="all")


def test_a_lead_cannot_take_a_teams_view_for_themselves(agent, lead, first_line):
    view = view_of(agent, "tag:b", visibility="team", team=first_line)
    with pytest.raises(NotAllowed):
        change_view(view, actor=lead, visibility="private")


def test_changing_a_view_checks_it_again(agent):
    view = view_of(agent, "tag:billing")

    change_view(view, actor=agent, name="Money", filter="status:solved solved>7d", columns=["waiting", "tags", "tags"])
    view.refresh_from_db()
    assert (view.name, view.sort, view.columns) == ("Money", "solved", ["tags", "waiting"])
    with pytest.raises(Invalid):
        change_view(view, actor=agent, sort="waiting")
    with pytest.raises(Invalid):
        change_view(view, actor=agent, filter="status:solved")
    view.refresh_from_db()
    assert (view.filter, view.sort) == ("status:solved solved>7d", "solved")


def test_a_view_that_was_a_teams_becomes_private(agent, first_line):
    view = view_of(agent, "tag:b", visibility="team", team=first_line)

    assert change_view(view, actor=agent, visibility="private").team is None


def test_a_deleted_view_leaves_its_tickets(agent):
    ticket = make_ticket(tags=["billing"])
    delete_view(view_of(agent, "tag:billing"), actor=agent)

    assert not SavedView.objects.exists()
    assert Ticket.objects.get() == ticket


def test_everybody_has_their_own_order(agent, lead):
    a, b, c = (view_of(lead, f"tag:{name}", visibility="all") for name in "abc")
    foreign = view_of(lead, "tag:d")

    put_in_order([c.pk, a.pk, c.pk, foreign.pk, 10**12], actor=agent)

    agent.refresh_from_db()
    assert agent.view_order == [c.pk, a.pk]
    assert views_of(agent) == [c, a, b]
    assert views_of(lead) == [a, b, c, foreign]


def test_how_lists_look_is_kept_on_the_person(agent):
    show_columns(["waiting", "tags"], actor=agent)
    set_density("compact", actor=agent)

    agent.refresh_from_db()
    assert (agent.list_columns, agent.density) == (["tags", "waiting"], "compact")


def test_days_back_are_counted_from_today(agent):
    with clock.at(clock.now() - timedelta(days=10)):
        old = make_ticket()
    new = make_ticket()

    assert set(tickets_in(view_of(agent, "created>30d"), agent)) == {old, new}
    assert list(tickets_in(view_of(agent, "created>5d"), agent)) == [new]
    assert list(tickets_in(view_of(agent, "updated<5d"), agent)) == [old]
    assert list(tickets_in(view_of(agent, "updated:0d"), agent)) == [new]
