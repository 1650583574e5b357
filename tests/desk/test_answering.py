"""How a person likes to answer: taking what they answer, and where the desk goes after Send."""

import json

import pytest
from django.utils import timezone

from accounts.models import AfterSending
from tests.desk.conftest import HTMX
from tests.factories import make_macro
from tickets.actions import add_note, assign, assign_team
from tickets.content import Body
from tickets.held import send_due
from tickets.models import Draft

pytestmark = pytest.mark.django_db


def likes(person, **choices):
    for name, value in choices.items():
        setattr(person, name, value)
    person.save()


def send(client, ticket, **fields):
    data = {"kind": "public", "seen_seq": ticket.conversation_seq, "html": "<div>Hello Ann</div>", "cc": "", **fields}
    return client.post(f"/desk/tickets/{ticket.number}/send/", data, headers=HTMX)


def goes_to(answer):
    events = json.loads(answer.headers.get("HX-Trigger", "{}"))
    return events.get("go-on", {}).get("to")


def page(client, ticket):
    return client.get(f"/desk/tickets/{ticket.number}/").content.decode()


def test_the_composer_says_that_sending_takes_the_ticket(desk, agent, agent_l2, ticket):
    assert "and takes the ticket" not in page(desk, ticket)
    likes(agent, takes_answered=True)
    assert "and takes the ticket" in page(desk, ticket)
    assign(ticket, actor=agent, assignee=agent_l2)
    assert "and takes the ticket" not in page(desk, ticket)


def test_the_queue_of_another_team_is_not_taken_from(desk, agent, ticket, first_line, specialists):
    likes(agent, takes_answered=True)
    assign_team(ticket, actor=agent, team=first_line)
    assert "and takes the ticket" in page(desk, ticket)
    first_line.members.clear()
    assert "and takes the ticket" not in page(desk, ticket)


def test_an_undone_answer_took_nothing_and_a_sent_one_did(desk, agent, ticket):
    likes(agent, takes_answered=True, undo_seconds=10)
    send(desk, ticket)
    desk.post(f"/desk/tickets/{ticket.number}/take-back/", headers=HTMX)
    ticket.refresh_from_db()
    assert ticket.assignee is None
    assert ticket.events.count() == 1

    send(desk, ticket)
    Draft.objects.update(send_at=timezone.now())
    send_due()
    ticket.refresh_from_db()
    assert ticket.assignee == agent


def test_after_send_the_page_goes_where_its_writer_likes(desk, agent, ticket):
    assert goes_to(send(desk, ticket)) is None
    likes(agent, after_sending=AfterSending.NEXT)
    ticket.refresh_from_db()
    answer = send(desk, ticket, html="<div>And more</div>")
    assert goes_to(answer) == "next"
    assert f"Sent on #{ticket.number}." in desk.get("/desk/").content.decode()


def test_what_is_on_its_way_can_be_taken_back_from_the_next_page(desk, agent, ticket):
    likes(agent, after_sending=AfterSending.LIST, undo_seconds=10)
    assert goes_to(send(desk, ticket)) == "list"
    shown = desk.get("/desk/").content.decode()
    undo = f"/desk/tickets/{ticket.number}/take-back/#on-its-way"
    assert f'action="{undo}"' in shown

    assert desk.post(undo).url == f"/desk/tickets/{ticket.number}/?compose=public"
    assert "Hello Ann" in page(desk, ticket)


def test_what_was_not_sent_stays(desk, agent, ticket):
    likes(agent, after_sending=AfterSending.NEXT)
    assert goes_to(send(desk, ticket, html="<div>See attached</div>")) is None
    assert goes_to(send(desk, ticket, html="")) is None
    assert goes_to(send(desk, ticket, kind="note")) is None


def test_a_macro_knows_better(desk, agent, ticket):
    macro = make_macro(html="<div>Thanks</div>", afterwards="list")
    assert goes_to(send(desk, ticket, macros=[macro.pk])) == "list"


def test_a_macro_without_words_goes_on_once_it_has_done_something(desk, ticket):
    macro = make_macro(name="Park", add_tags=["parked"], afterwards="next")
    path = f"/desk/tickets/{ticket.number}/macros/{macro.pk}/apply/"
    assert goes_to(desk.post(path, headers=HTMX)) == "next"
    assert goes_to(desk.post(path, headers=HTMX)) is None


def test_it_is_chosen_in_the_menu_beside_send(desk, agent):
    answer = desk.post("/desk/after-sending/", {"after_sending": "next"}, headers=HTMX)
    agent.refresh_from_db()
    assert agent.after_sending == AfterSending.NEXT
    assert "next ticket of your list" in answer["HX-Trigger"]
    assert desk.post("/desk/after-sending/", {"after_sending": "home"}, headers=HTMX).status_code == 400


def test_without_a_script_only_the_list_is_known(desk, agent, ticket):
    likes(agent, after_sending=AfterSending.LIST)
    data = {"kind": "public", "seen_seq": 1, "text": "Hello"}
    assert desk.post(f"/desk/tickets/{ticket.number}/send/", data).url == "/desk/"


def test_a_chip_says_what_its_macro_does_after_a_reload_too(desk, agent, ticket, first_line):
    macro = make_macro(name="Refund", html="<div>Soon</div>", add_tags=["refund"], assign_team=first_line)
    desk.post(
        f"/desk/tickets/{ticket.number}/draft/",
        {"kind": "public", "seen_seq": 1, "html": "<div>Soon</div>", "macros": [macro.pk]},
    )
    assert "Refund: moves to First line, adds refund" in page(desk, ticket)


def test_ones_own_note_or_call_is_no_news_and_stops_nothing(desk, agent, ticket):
    path = f"/desk/tickets/{ticket.number}/"
    draft = {"kind": "public", "seen_seq": 1, "html": "<div>Use sand</div>"}
    desk.post(f"{path}draft/", draft)
    add_note(ticket, actor=agent, body=Body.from_text("Careful"))

    assert "after you wrote this draft" not in page(desk, ticket)
    assert send(desk, ticket, seen_seq=1).status_code == 200
    ticket.refresh_from_db()
    assert ticket.messages.count() == 3


def test_the_words_of_a_colleague_are(desk, agent, lead, ticket):
    path = f"/desk/tickets/{ticket.number}/"
    desk.post(f"{path}draft/", {"kind": "public", "seen_seq": 1, "html": "<div>Use sand</div>"})
    add_note(ticket, actor=agent, body=Body.from_text("Careful"))
    add_note(ticket, actor=lead, body=Body.from_text("Wait"))

    assert "1 message came after you wrote this draft" in page(desk, ticket)
    answer = send(desk, ticket, seen_seq=1)
    assert answer.status_code == 409
    assert "1 new message, shown above" in answer.content.decode()


def test_a_second_click_says_nothing_twice(desk, ticket):
    first, second = send(desk, ticket, seen_seq=1), send(desk, ticket, seen_seq=1)
    assert (first.status_code, second.status_code) == (200, 200)
    assert ticket.messages.count() == 2
