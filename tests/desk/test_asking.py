"""Asking a colleague from the page of a ticket, and finding what colleagues ask."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from desk.lists import sidebar
from helpdesk import clock
from tests.desk.conftest import HTMX, signed_in
from tests.factories import AgentFactory, make_ticket
from tickets.actions import answer, ask, solve
from tickets.content import Body
from tickets.models import Question

pytestmark = pytest.mark.django_db

WORDS = Body.from_text("Is the fuse known to fail?")


def page(client, ticket) -> str:
    response = client.get(f"/desk/tickets/{ticket.number}/")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def post(client, ticket, what: str, **fields):
    return client.post(f"/desk/tickets/{ticket.number}/{what}/", fields, headers=HTMX)


def toast(response) -> str:
    return json.loads(response["HX-Trigger"])["toast"]["text"]


def count_of(person) -> int | None:
    return {entry.view.key: entry.count for entry in sidebar(person)}["questions"]


def test_the_form_comes_when_it_is_opened(desk, agent, ticket):
    assert "ask-words" not in page(desk, ticket)
    form = desk.get(f"/desk/tickets/{ticket.number}/ask/form/", headers=HTMX).content.decode()
    assert "ask-words" in form
    assert "Tomorrow" in form


def test_colleagues_and_teams_are_suggested_but_no_customers(desk, agent, agent_l2, customer):
    def suggested(q: str) -> list[str]:
        return desk.get("/desk/askable/", {"q": q}).json()["names"]

    assert suggested("bea") == ["Bea Novak"]
    assert suggested("nov") == ["Bea Novak"]
    assert suggested("speci") == ["Specialists"]
    assert suggested("ann") == suggested("omar") == suggested("") == suggested("\x00") == []
    AgentFactory(name="Bea Novak", email="bea@example.com")
    assert suggested("bea") == ["Bea Novak <agent2@example.com>", "Bea Novak <bea@example.com>"]


@pytest.mark.parametrize("typed", ["Bea Novak", "bea", "agent2@example.com", "Bea Novak <agent2@example.com>"])
def test_whom_is_meant_is_found_by_name_or_address(desk, agent, agent_l2, ticket, typed):
    answered = post(desk, ticket, "ask", whom=typed, words="Well?")

    assert Question.objects.get().to_person == agent_l2
    assert toast(answered) == "Bea Novak has your question. The ticket stays where it is."


def test_a_team_is_asked_by_its_name_until_a_time(desk, agent, specialists, ticket):
    post(desk, ticket, "ask", whom="specialists", words="Well?", choice="tomorrow")

    question = Question.objects.get()
    assert question.to_team == specialists
    assert question.due_at is not None and question.due_at > timezone.now()


@pytest.mark.parametrize(
    ("whom", "said"), [("", "Write whom"), ("Nobody Here", "called “Nobody Here”"), ("Agent", "Several colleagues")]
)
def test_who_is_nobody_or_several_is_refused_with_a_sentence(desk, agent, ticket, whom, said):
    AgentFactory(name="Agent One")
    AgentFactory(name="Agent Two")

    assert said in toast(post(desk, ticket, "ask", whom=whom, words="Well?"))
    assert not Question.objects.exists()


def test_the_one_asked_finds_an_answer_box_and_the_owner_what_is_awaited(agent, agent_l2, lead, ticket):
    ask(ticket, actor=agent, person=agent_l2, body=WORDS, due_at=clock.now() + timedelta(hours=2))

    theirs, owners, others = (page(signed_in(person), ticket) for person in (agent_l2, agent, lead))
    assert "Omar Haddad asks you" in theirs
    assert "Your answer to Omar Haddad" in theirs
    assert "You wait for an answer from Bea Novak" in owners
    assert "Omar Haddad waits for an answer from Bea Novak" in others
    for shown in (theirs, owners, others):
        assert "Question to Bea Novak" in shown
        assert "Omar Haddad asked Bea Novak a question" not in shown


def test_what_is_late_says_so_in_words(desk, agent, agent_l2, ticket):
    ask(ticket, actor=agent, person=agent_l2, body=WORDS, due_at=clock.now() + timedelta(hours=2))
    assert "due " in page(desk, ticket)
    Question.objects.update(due_at=clock.now() - timedelta(minutes=1))
    assert "overdue since" in page(desk, ticket)


def test_an_answer_from_the_page_ends_the_wait(agent, agent_l2, ticket):
    question = ask(ticket, actor=agent, person=agent_l2, body=WORDS)

    response = post(signed_in(agent_l2), ticket, f"questions/{question.pk}/answer", words="It is.")

    assert toast(response) == "Answered. Omar Haddad is told."
    shown = page(signed_in(agent_l2), ticket)
    assert "asks you" not in shown
    assert "Answer to Omar Haddad" in shown
    assert "Bea Novak answered" in shown


def test_a_question_is_withdrawn_from_the_page_and_of_another_ticket_not_found(desk, agent, agent_l2, ticket):
    question = ask(ticket, actor=agent, person=agent_l2, body=WORDS)

    assert post(desk, make_ticket(), f"questions/{question.pk}/withdraw").status_code == 404
    third = signed_in(AgentFactory())
    assert f"questions/{question.pk}/withdraw" not in page(third, ticket)
    assert post(third, ticket, f"questions/{question.pk}/withdraw").status_code == 403
    post(desk, ticket, f"questions/{question.pk}/withdraw")

    question.refresh_from_db()
    assert question.state == "withdrawn"
    assert "withdrawn" in page(desk, ticket)


def test_questions_to_me_and_my_teams_are_a_view_with_a_count(agent, agent_l2, lead, specialists):
    first, second, third = make_ticket(), make_ticket(), make_ticket()
    question = ask(first, actor=agent, person=agent_l2, body=WORDS)
    ask(second, actor=agent, team=specialists, body=WORDS)
    ask(third, actor=agent_l2, team=specialists, body=WORDS)

    def listed(person) -> set[int]:
        rows = signed_in(person).get("/desk/views/questions/").context["page"].rows
        return {row.number for row in rows}

    assert listed(agent_l2) == {first.pk, second.pk}
    assert (count_of(agent_l2), count_of(agent)) == (2, 0)
    assert listed(agent) == set()
    answer(question, actor=agent_l2, body=WORDS)
    solve(second, actor=agent)
    assert count_of(agent_l2) == 0


def test_many_questions_cost_as_many_statements_as_one(desk, agent, agent_l2, ticket):
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(desk, ticket)
        return len(queries)

    page(desk, ticket)
    plain = statements()
    ask(ticket, actor=agent, person=agent_l2, body=WORDS)
    page(desk, ticket)
    one = statements()
    for _ in range(10):
        ask(ticket, actor=agent, person=agent_l2, body=WORDS)
    page(desk, ticket)

    assert statements() == one <= plain + 2  # questions and followers
