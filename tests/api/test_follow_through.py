"""Questions, tasks, reminders and talks over the API."""

from datetime import timedelta

import pytest

from helpdesk import clock
from tests.factories import make_ticket
from tickets.actions import ask, log_time, remind
from tickets.content import Body
from tickets.models import Question, Reminder, Task, Ticket

pytestmark = pytest.mark.django_db

WORDS = Body.from_text("Is the fuse known to fail?")
TALK = {
    "channel": "phone",
    "direction": "out",
    "started_at": "2026-01-01T09:00:00Z",
    "seconds": 300,
    "said": "We send a fuse.",
}


def at(ticket: Ticket, part: str) -> str:
    return f"/api/v1/tickets/{ticket.pk}/{part}/"


def test_a_question_is_asked_listed_and_answered(api, program_of, agent, agent_l2, ticket):
    asked = api.post(
        at(ticket, "questions"), {"person": agent_l2.pk, "text": "Well?", "due_at": "2027-06-01T09:00:00Z"}
    )

    assert asked.status_code == 201, asked.data
    assert (asked.data["state"], asked.data["words"], asked.data["ticket"]) == ("open", "Well?", ticket.pk)
    beas = program_of(agent_l2)
    assert [row["id"] for row in beas.get("/api/v1/questions/").data["results"]] == [asked.data["id"]]
    answered = beas.post(at(ticket, f"questions/{asked.data['id']}/answer"), {"text": "It is."})
    assert (answered.status_code, answered.data["state"], answered.data["answered_by"]["id"]) == (
        200,
        "answered",
        agent_l2.pk,
    )
    assert beas.get("/api/v1/questions/").data["results"] == []
    assert len(api.get(at(ticket, "questions")).data["results"]) == 1


def test_a_question_is_withdrawn_once_and_not_answered_then(api, program_of, agent, agent_l2, ticket):
    question = ask(ticket, actor=agent, person=agent_l2, body=WORDS)

    assert api.post(at(ticket, f"questions/{question.pk}/withdraw")).data["state"] == "withdrawn"
    assert program_of(agent_l2).post(at(ticket, f"questions/{question.pk}/answer"), {"text": "Yes"}).status_code == 409
    assert api.post(at(make_ticket(), f"questions/{question.pk}/withdraw")).status_code == 404


def test_somebody_must_be_asked(api, agent_l2, specialists, ticket):
    for body in ({}, {"person": agent_l2.pk, "team": specialists.pk}, {"person": 10**9}):
        assert api.post(at(ticket, "questions"), {"text": "Well?", **body}).status_code in (400, 409)
    assert not Question.objects.exists()


def test_a_change_of_a_task_that_somebody_else_changed_meanwhile_is_refused_with_what_was_seen(api, agent_l2, ticket):
    task = api.post(at(ticket, "tasks"), {"text": "Call her"}).data
    seen = {"text": task["text"], "assignee": task["assignee"], "due_at": task["due_at"]}
    address = at(ticket, f"tasks/{task['id']}")
    assert api.patch(address, {"text": "Call her at noon", "seen": seen}).status_code == 200

    stale = api.patch(address, {"text": "Write to her", "seen": seen, "is_done": True})
    assert stale.status_code == 409
    assert "“Call her at noon”" in stale.data["detail"]
    whose = api.patch(address, {"text": "Call her", "assignee": agent_l2.pk, "seen": seen})
    assert (whose.data["text"], whose.data["assignee"]["id"]) == ("Call her at noon", agent_l2.pk)
    assert whose.data["done_at"] is None
    assert api.patch(address, {"text": "Call", "seen": {"text": "Call her"}}).status_code == 400


def test_tasks_are_added_changed_ordered_ticked_and_removed(api, agent_l2, ticket):
    first = api.post(at(ticket, "tasks"), {"text": "Call her"}).data
    second = api.post(at(ticket, "tasks"), {"text": "Send it", "assignee": agent_l2.pk}).data

    ticked = api.patch(at(ticket, f"tasks/{first['id']}"), {"is_done": True, "text": "Call him"})
    assert (ticked.data["text"], ticked.data["done_at"] is not None) == ("Call him", True)
    ordered = api.post(at(ticket, "tasks/order"), {"order": [second["id"]]})
    assert [task["text"] for task in ordered.data["results"]] == ["Send it", "Call him"]
    shown = api.get(f"/api/v1/tickets/{ticket.pk}/").data
    assert (shown["tasks_open"], shown["tasks_total"]) == (1, 2)
    assert api.delete(at(ticket, f"tasks/{second['id']}")).status_code == 204
    assert api.delete(at(ticket, f"tasks/{second['id']}")).status_code == 404
    assert api.post(at(ticket, "tasks/order"), {"order": [second["id"]]}).status_code == 409
    assert Task.objects.get().text == "Call him"


def test_reminders_are_ones_own(api, program_of, agent, lead, ticket):
    remind(ticket, actor=lead, at=clock.now() + timedelta(days=1))

    made = api.post(at(ticket, "reminders"), {"at": "2027-06-01T09:00:00Z", "words": "Look"})
    assert made.status_code == 201
    for address in (at(ticket, "reminders"), "/api/v1/reminders/"):
        assert [row["words"] for row in api.get(address).data["results"]] == ["Look"]
    assert program_of(lead).delete(at(ticket, f"reminders/{made.data['id']}")).status_code == 404
    assert api.delete(at(ticket, f"reminders/{made.data['id']}")).status_code == 204
    assert Reminder.objects.filter(ended_at=None).get().person == lead


def test_a_talk_is_logged_on_a_ticket(api, agent, ticket):
    answer = api.post(at(ticket, "talks"), {**TALK, "status": "pending"})

    assert (answer.status_code, answer.data["talk"]["seconds"], answer.data["text"]) == (201, 300, "We send a fuse.")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.waiting_since) == ("pending", None)
    assert api.post(at(ticket, "talks"), {**TALK, "said": " "}).status_code == 400


def test_a_talk_opens_a_ticket(api, agent):
    answer = api.post(
        "/api/v1/talks/", {**TALK, "requester": "zora@example.org", "subject": "Fuse", "assign_to_me": True}
    )

    assert answer.status_code == 201
    assert (answer.data["channel"], answer.data["waiting_since"], answer.data["assignee"]["id"]) == (
        "phone",
        None,
        agent.pk,
    )


def test_people_are_found_by_their_number(api, customer, other_customer):
    customer.phone = "+44 1632 960-107"
    customer.save()

    found = api.get("/api/v1/people/", {"phone": "01632 960107"}).data["results"]

    assert [person["id"] for person in found] == [customer.pk]


def test_a_number_alone_is_whoever_we_know_by_it(api, customer):
    customer.phone = "+44 1632 960-107"
    customer.save()
    talk = {**TALK, "requester_phone": "01632 960107", "subject": "Fuse"}

    assert api.post("/api/v1/talks/", talk).data["requester"]["id"] == customer.pk
    other = api.post("/api/v1/talks/", {**talk, "requester_name": "Zora Quill"})
    assert other.data["requester"]["name"] == "Zora Quill"


def test_who_called_needs_no_address(api):
    answer = api.post("/api/v1/talks/", {**TALK, "requester_phone": "+49 30 1234567", "subject": "Fuse"})
    assert answer.status_code == 201
    person = answer.data["requester"]["id"]
    assert (answer.data["requester"]["email"], answer.data["requester"]["name"]) == ("", "+49 30 1234567")
    again = api.post("/api/v1/talks/", {**TALK, "person": person, "subject": "Fuse again"})
    assert again.data["requester"]["id"] == person
    assert api.post("/api/v1/talks/", {**TALK, "subject": "Fuse"}).status_code == 400
    assert api.post("/api/v1/talks/", {**TALK, "person": 999_999, "subject": "Fuse"}).status_code == 409
    reply = api.post(at(Ticket.objects.get(pk=answer.data["number"]), "messages"), {"text": "Hello", "seen_seq": 1})
    assert reply.status_code == 409
    assert "has no email address" in reply.json()["detail"]


def test_a_person_has_several_numbers(api, customer):
    path = f"/api/v1/people/{customer.pk}/"
    numbers = [{"kind": "mobile", "number": "07700 900123"}]
    assert api.patch(path, {"phone": "+44 1632 960107", "further_phones": numbers}).json()["further_phones"] == numbers
    found = api.get("/api/v1/people/", {"phone": "+44 7700 900 123"}).data["results"]
    assert [person["id"] for person in found] == [customer.pk]
    assert api.patch(path, {"further_phones": [{"number": "07700 900123"}]}).status_code == 400
    assert api.patch(path, {"email": "other@example.org"}).status_code == 409
    assert api.post("/api/v1/people/", {"name": "Zora", "phone": "+49 30 1234567"}).json()["email"] == ""
    assert api.post("/api/v1/people/", {"language": "de"}).status_code == 409


def test_times_are_kept_where_the_house_wants_it(api, ticket, agent, lead, settings):
    assert api.post(at(ticket, "times"), {"minutes": 5}).status_code == 409
    settings.TIME_TRACKING = True
    kept = api.post(at(ticket, "times"), {"minutes": 25, "words": "Looked"}).data
    assert (kept["minutes"], kept["person"]["id"], kept["words"]) == (25, agent.pk, "Looked")
    one = f"{at(ticket, 'times')}{kept['id']}/"
    assert api.patch(one, {"minutes": 20}).data["minutes"] == 20
    assert api.get(at(ticket, "times")).data["minutes_spent"] == 20
    theirs = log_time(ticket, actor=lead, minutes=5)
    assert api.delete(f"{at(ticket, 'times')}{theirs.pk}/").status_code == 403
    assert api.delete(one).status_code == 204
    assert api.get(at(ticket, "times")).data["minutes_spent"] == 5
