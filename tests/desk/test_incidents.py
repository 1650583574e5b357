"""The page on which a problem's incidents are answered, without the browser."""

import pytest

from tests.desk.conftest import HTMX
from tests.factories import CustomerFactory, make_ticket
from tickets.actions import answer_incidents, link, receive_message, set_kind, solve
from tickets.bulk.running import run
from tickets.content import Body
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.models import BulkAct, Channel, Kind, LinkKind, Message, Status, Ticket

pytestmark = pytest.mark.django_db

WORDS = "<p>Hi {{ requester.first_name }}, it works again.</p>"


@pytest.fixture
def problem(agent) -> Ticket:
    found = make_ticket(subject="The printers are down")
    set_kind(found, actor=agent, kind=Kind.PROBLEM)
    return found


def add_incidents(problem, agent, count) -> list[Ticket]:
    made = [make_ticket(requester=CustomerFactory(name=f"Ann{number} Lee")) for number in range(count)]
    for ticket in made:
        link(ticket, actor=agent, other=problem, kind=LinkKind.INCIDENT)
    return made


def at(problem) -> str:
    return f"/desk/tickets/{problem.pk}/incidents/"


def test_the_problems_page_leads_there_and_unsolved_incidents_are_chosen(desk, agent, problem):
    first, second = add_incidents(problem, agent, 2)
    solve(second, actor=agent)
    assert at(problem) in desk.get(f"/desk/tickets/{problem.pk}/").content.decode()
    assert at(first) not in desk.get(f"/desk/tickets/{first.pk}/").content.decode()

    page = desk.get(at(problem)).content.decode()

    assert f'value="{first.pk}-1" checked' in page
    assert f'value="{second.pk}-1" checked' not in page
    assert "Send 1 reply" in page


def test_children_of_a_parent_are_answered_at_once_too(desk, agent, mailbox):
    parent, stranger = make_ticket(subject="New office: twelve desks"), make_ticket()
    children = [make_ticket(requester=CustomerFactory(name=f"Ann{number} Lee")) for number in range(2)]
    for child in children:
        link(child, actor=agent, other=parent, kind=LinkKind.CHILD)
    assert "Answer all children" in desk.get(f"/desk/tickets/{parent.pk}/").content.decode()
    assert (
        "Whoever writes that it still fails gets their ticket opened again.<" in desk.get(at(parent)).content.decode()
    )
    assert "Incident" not in desk.get(at(parent)).content.decode()

    form = {"html": WORDS, "incident": [f"{child.pk}-1" for child in children], "key": "k", "solving": "1"}
    refused = desk.post(at(parent), {**form, "incident": f"{stranger.pk}-1"})
    assert f"#{stranger.pk} is no child of #{parent.pk}." in refused.content.decode()
    page = desk.post(at(parent), form, follow=True).content.decode()

    assert f"2 tickets about #{parent.pk} answered and solved" in page
    assert f"<h1>Answer the tickets about #{parent.pk}</h1>" in page
    replies = Message.objects.filter(from_staff=True)
    assert {reply.ticket_id: reply.text for reply in replies} == {
        child.pk: f"Hi Ann{number}, it works again." for number, child in enumerate(children)
    }
    told = parent.events.get(kind=EventKind.INCIDENTS_ANSWERED)
    assert event_text(told, Names.of([told])) == "Omar Haddad answers 2 children of this"


def test_what_each_would_read_is_shown_while_it_is_written(desk, agent, problem):
    add_incidents(problem, agent, 1)
    nameless = make_ticket(requester=CustomerFactory(name=""))
    link(nameless, actor=agent, other=problem, kind=LinkKind.INCIDENT)
    form = {"html": WORDS, "incident": [f"{nameless.pk}-1"], "key": "k"}

    part = desk.post(f"{at(problem)}?part=letters", form, headers=HTMX).content.decode()

    assert "<html" not in part
    assert "Hi Ann0, it works again." in part
    assert "This is missing and would stay empty: [customer&#x27;s first name?]" in part
    assert "1 of them has a warning" in part


def test_a_wrong_placeholder_is_told_and_holds_the_send_up(desk, agent, problem):
    add_incidents(problem, agent, 1)
    form = {"html": "<p>{{ requester.nmae }}</p>", "key": "k"}
    part = desk.post(f"{at(problem)}?part=letters", form, headers=HTMX).content.decode()
    assert "There is no placeholder {{ requester.nmae }}" in part
    assert "disabled" in part


def test_it_is_sent_and_leads_to_what_became_of_it_and_once_only(desk, agent, mailbox, problem):
    made = add_incidents(problem, agent, 2)
    form = {"html": WORDS, "incident": [f"{one.pk}-1" for one in made], "solving": "1", "key": "k"}

    answer = desk.post(at(problem), form)
    again = desk.post(at(problem), form)

    act = BulkAct.objects.get()
    assert answer["Location"] == again["Location"] == f"/desk/bulk/{act.pk}/"
    page = desk.get(answer["Location"]).content.decode()
    assert f"2 incidents of #{problem.pk} answered and solved." in page
    assert Message.objects.filter(author=agent).count() == 2
    assert set(Ticket.objects.exclude(pk=problem.pk).values_list("status", flat=True)) == {Status.SOLVED}


def test_what_is_refused_keeps_words_and_choice(desk, agent, problem):
    first, second = add_incidents(problem, agent, 2)
    answer = desk.post(at(problem), {"html": "<p>{{ oops }}</p>", "incident": f"{second.pk}-1", "key": "k"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "{{ oops }}" in page
    assert f'value="{second.pk}-1" checked' in page
    assert f'value="{first.pk}-1" checked' not in page
    assert not BulkAct.objects.exists()


def test_nonsense_in_the_form_is_refused_with_a_sentence(desk, agent, problem):
    add_incidents(problem, agent, 1)
    assert desk.post(at(problem), {"html": WORDS, "incident": "x-1", "key": "k"}).status_code == 400
    assert not BulkAct.objects.exists()


def test_without_incidents_the_page_says_what_it_is_for(desk, problem):
    assert "No incidents to answer" in desk.get(at(problem)).content.decode()


def test_those_that_are_not_shown_one_by_one_are_chosen_together(desk, agent, problem, monkeypatch):
    monkeypatch.setattr("desk.incidents.MOST_SHOWN", 1)
    made = add_incidents(problem, agent, 3)
    page = desk.get(at(problem)).content.decode()
    others = f"{made[1].pk}-1,{made[2].pk}-1"
    assert f'value="{others}" checked' in page
    assert "and 2 more" in page
    desk.post(at(problem), {"html": WORDS, "incident": others, "key": "k"})
    assert list(BulkAct.objects.get().steps.values_list("number", flat=True)) == [made[1].pk, made[2].pk]


def test_thirty_incidents_cost_no_more_statements_than_one(
    desk, agent, mailbox, problem, django_assert_max_num_queries
):
    add_incidents(problem, agent, 1)
    desk.get(at(problem))
    with django_assert_max_num_queries(20) as one:
        desk.get(at(problem))
    add_incidents(problem, agent, 29)
    with django_assert_max_num_queries(20) as many:
        desk.get(at(problem))
    assert len(many) == len(one)


def test_a_detached_one_is_linked_again_from_either_side(desk, agent, problem):
    (one,) = add_incidents(problem, agent, 1)
    act = answer_incidents(problem, actor=agent, html=WORDS, seen={one.pk: 1}, token="t", solving=True)
    run(act.pk)
    one.refresh_from_db()
    receive_message(one, actor=one.requester, body=Body.from_text("It still fails."), channel=Channel.EMAIL)

    here = desk.get(f"/desk/tickets/{one.pk}/").content.decode()
    there = desk.get(f"/desk/tickets/{problem.pk}/").content.decode()
    undo = f"/desk/tickets/{one.pk}/link/?saying=incident&amp;other={problem.pk}"
    assert undo in here
    assert f"/desk/tickets/{problem.pk}/link/?saying=problem&amp;other={one.pk}" in there

    desk.post(undo.replace("&amp;", "&"))
    assert one.links.filter(other=problem, kind=LinkKind.INCIDENT).exists()
    assert undo not in desk.get(f"/desk/tickets/{one.pk}/").content.decode()
