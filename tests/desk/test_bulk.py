"""Acting on many tickets of a list, without the browser."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Availability, Team, User
from desk.views import bulk as views
from search.indexing import index_all
from search.saved_views import save_view
from tests.desk.conftest import HTMX, signed_in
from tests.factories import AgentFactory, CustomerFactory, make_macro, make_ticket
from tests.tickets.asserting import nothing_happened
from tickets.actions import assign, assign_team, close, start_bulk
from tickets.bulk.running import run_waiting
from tickets.models import BulkAct, Ticket
from tickets.models.bulk import BulkKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(customer) -> list[int]:
    return [make_ticket(requester=customer).pk for _number in range(3)]


def start(desk, numbers, act, key="one", **fields):
    form = {"act": act, "tickets": ",".join(map(str, numbers)), "token": key, **fields}
    return desk.post("/desk/bulk/start/", form, headers=HTMX)


def priorities() -> set[int]:
    return set(Ticket.objects.values_list("priority", flat=True))


def test_few_are_done_while_their_agent_looks(desk, numbers):
    answer = start(desk, numbers, "priority", priority="4")

    assert answer.headers["HX-Trigger"] == "bulk:begun"
    assert "3 set to priority Urgent." in answer.content.decode()
    assert priorities() == {4}


def test_many_are_left_to_a_worker_and_told_of_on_the_way(desk, numbers, monkeypatch):
    monkeypatch.setattr(views, "MOST_AT_ONCE", 2)
    answer = start(desk, numbers, "priority", priority="4").content.decode()
    assert "0 of 3 looked at" in answer
    assert 'data-live="inbox"' in answer
    run_waiting()

    act = BulkAct.objects.get()
    answer = desk.get(f"/desk/bulk/{act.pk}/", headers=HTMX).content.decode()
    assert "3 set to priority Urgent." in answer
    assert "data-live" not in answer


def test_what_was_refused_is_named_with_a_link_and_the_reason(desk, agent, numbers):
    close(Ticket.objects.get(pk=numbers[1]), actor=agent)

    answer = start(desk, numbers, "assign", assignee="me").content.decode()

    assert "2 are yours now." in answer
    assert "1 not changed:" in answer
    assert f'<a href="/desk/tickets/{numbers[1]}/">#{numbers[1]}</a>: This ticket is closed for good' in answer


def test_a_second_click_does_nothing_twice(desk, numbers):
    first, second = (start(desk, numbers, "priority", priority="4") for _time in "12")
    assert all("3 set to priority Urgent." in answer.content.decode() for answer in (first, second))
    assert BulkAct.objects.count() == 1


def test_another_act_on_the_same_selection_is_another_act(desk, numbers):
    start(desk, numbers, "priority", priority="4")
    assert "3 solved." in start(desk, numbers, "status", status="solved").content.decode()


def test_it_is_undone_where_it_is_told(desk, numbers):
    start(desk, numbers, "priority", priority="4")
    act = BulkAct.objects.get()

    answer = desk.post(f"/desk/bulk/{act.pk}/undo/", headers=HTMX).content.decode()

    assert "3 put back." in answer
    assert priorities() == {2}
    assert "Undo</button>" not in desk.get(f"/desk/bulk/{act.pk}/", headers=HTMX).content.decode()


def test_stopped_it_says_what_was_left(desk, agent, numbers):
    act = start_bulk(actor=agent, kind=BulkKind.READ, numbers=numbers, arguments={}, token="x")
    answer = desk.post(f"/desk/bulk/{act.pk}/cancel/", headers=HTMX).content.decode()
    assert "Stopped before 3 more." in answer


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("status", {"status": "nonsense"}),
        ("priority", {"priority": "9"}),
        ("assign", {"assignee": "999999"}),
        ("team", {"team": "999999"}),
        ("snooze", {"at": "x"}),
        ("tag", {"add": " , "}),
        ("macro", {"macro": "x"}),
        ("undo", {}),
        ("paint", {}),
    ],
)
def test_nonsense_is_refused_with_a_sentence(desk, numbers, act, fields):
    with nothing_happened():
        answer = start(desk, numbers, act, **fields)
    assert answer.status_code in (400, 409)
    assert '"level": "error"' in answer.headers["HX-Trigger"]


@pytest.mark.parametrize("tickets", ["", "x", "1,2,;", "1" * 40_000])
def test_a_list_of_tickets_that_is_none(desk, tickets):
    form = {"act": "read", "tickets": tickets, "token": "x"}
    assert desk.post("/desk/bulk/start/", form, headers=HTMX).status_code == 400


class TestQuestions:
    """What cannot be taken back is asked before."""

    def test_a_reply_is_shown_as_the_first_customer_gets_it(self, desk, numbers):
        macro = make_macro(html="<p>Hello {{ requester.first_name }}</p>")
        with nothing_happened():
            question = start(desk, numbers, "macro", macro=macro.pk).content.decode()
        assert "Send this reply to 3 customers?" in question
        assert "<p>Hello Ann</p>" in question
        assert "cannot be taken back" in question

        answer = start(desk, numbers, "macro", macro=macro.pk, confirmed="1").content.decode()
        assert "3 replies sent with “Thanks”." in answer
        assert "Undo</button>" not in answer

    def test_a_macro_that_says_nothing_is_used_at_once(self, desk, numbers):
        macro = make_macro(priority=4)
        assert "used on 3." in start(desk, numbers, "macro", macro=macro.pk).content.decode()

    def test_closing_for_good_asks_and_solving_does_not(self, desk, numbers):
        with nothing_happened():
            question = start(desk, numbers, "status", status="closed").content.decode()
        assert "Close 3 tickets for good?" in question
        assert "3 solved." in start(desk, numbers, "status", status="solved").content.decode()

    def test_merging_asks_which_one_survives(self, desk, numbers):
        with nothing_happened():
            question = start(desk, numbers, "merge").content.decode()
        assert "Which ticket do the others become part of?" in question
        assert "These are tickets of" not in question
        answer = start(desk, numbers, "merge", into=numbers[2], confirmed="1").content.decode()
        assert f"2 merged into #{numbers[2]}." in answer

    def test_before_a_merge_it_says_who_will_read_what_others_wrote(self, desk, agent, admin, numbers):
        foreign = make_ticket(requester=CustomerFactory(name="Ann Lee", email="another.ann@example.org"))
        legal = Team.objects.create(name="Legal", levels=[1], is_private=True)
        legal.members.add(agent)
        assign_team(foreign, actor=admin, team=legal)
        question = start(desk, [*numbers, foreign.pk], "merge").content.decode()
        assert "These are tickets of 2 people." in question
        assert "Ann Lee (another.ann@example.org)" in question
        assert "Some belong to the private team Legal." in question

    def test_one_alone_is_not_merged(self, desk, numbers):
        assert start(desk, numbers[:1], "merge").status_code == 400


def test_all_of_a_view_or_of_a_search_are_found_beyond_the_page(desk, agent, numbers, monkeypatch):
    view = save_view(actor=agent, name="New", filter="status:new")
    words = save_view(actor=agent, name="Fire", filter="printer")
    index_all()
    for query in ("view=open", f"view=saved-{view.pk}", f"view=saved-{words.pk}", "q=printer", "q=status:new"):
        found = desk.get(f"/desk/bulk/matching/?{query}").json()
        assert (sorted(found["numbers"]), found["isAll"]) == (numbers, True), query
    monkeypatch.setattr("desk.bulk.MOST_TICKETS", 2)
    assert desk.get("/desk/bulk/matching/?view=open").json() == {"numbers": numbers[:0:-1], "isAll": False}
    assert desk.get("/desk/bulk/matching/?view=nothing").status_code == 404


def test_the_bar_offers_colleagues_and_macros_that_can_be_searched(desk, agent):
    for number in range(9):
        AgentFactory(name=f"Colleague {number}")
        make_macro(name=f"Macro {number}", priority=4)
    bar = desk.get("/desk/bulk/bar/").content.decode()
    assert 'aria-label="Search colleagues"' in bar
    assert 'aria-label="Find a macro"' in bar
    assert "Colleague 8" in desk.get("/desk/bulk/choices/people/?q=league 8").content.decode()
    assert "Macro 8" in desk.get("/desk/bulk/choices/macros/?q=macro 8").content.decode()
    assert desk.get("/desk/bulk/choices/nothing/").status_code == 404


def test_deleting_is_offered_to_those_who_may(desk, lead):
    assert 'value="delete"' not in desk.get("/desk/bulk/bar/").content.decode()
    assert 'value="delete"' in signed_in(lead).get("/desk/bulk/bar/").content.decode()


def test_what_i_did_lately_is_kept_and_is_mine(desk, lead, numbers):
    assert "Nothing yet" in desk.get("/desk/bulk/").content.decode()
    start(desk, numbers, "priority", priority="4")
    act = BulkAct.objects.get()
    assert "3 set to priority Urgent" in desk.get("/desk/bulk/").content.decode()
    assert "3 set to priority Urgent" in desk.get(f"/desk/bulk/{act.pk}/").content.decode()
    assert signed_in(lead).get(f"/desk/bulk/{act.pk}/").status_code == 404


def test_thirty_acts_cost_as_many_queries_as_one(desk, agent, numbers):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get("/desk/bulk/").status_code == 200
        return len(captured)

    start(desk, numbers, "read", key="0")
    queries()
    one = queries()
    for number in range(1, 30):
        start(desk, numbers, "assign", key=str(number), assignee=agent.pk)
    assert queries() == one


def test_each_row_can_be_chosen(desk, numbers):
    html = desk.get("/desk/views/open/").content.decode()
    for number in numbers:
        assert f'data-select value="{number}" aria-label="Select #{number}"' in html


def test_the_colleagues_offered_for_many_tickets_say_who_is_away_and_what_they_have(desk, agent_l2, ticket):
    User.objects.filter(pk=agent_l2.pk).update(availability=Availability.AWAY)
    assign(ticket, actor=agent_l2, assignee=agent_l2)

    menu = desk.get("/desk/bulk/choices/people/").content.decode()

    assert "Away" in menu
    assert "1 open" in menu
