"""Links and forms over the API: what the desk can do, a program can do."""

import pytest

from accounts.models import Team
from tests.factories import make_form, make_ticket
from tickets.actions import assign_team, link, set_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    return make_ticket(subject="Another one")


def at(ticket, part: str) -> str:
    return f"/api/v1/tickets/{ticket.number}/{part}"


def test_a_child_is_linked_with_its_rule_which_then_changes(api, ticket, other):
    answer = api.post(at(ticket, "links/"), {"ticket": other.pk, "kind": "child", "close_rule": "along"})
    assert answer.status_code == 200, answer.content
    (row,) = answer.json()["results"]
    assert (row["kind"], row["direction"], row["close_rule"]) == ("child", "out", "along")

    assert api.post(at(ticket, "close-rule/"), {"close_rule": "free"}).json()["links_count"] == 1
    (row,) = api.get(at(other, "links/")).json()["results"]
    assert (row["direction"], row["close_rule"]) == ("in", "free")


def test_a_link_that_cannot_be_is_refused_with_a_sentence(api, ticket, other):
    answer = api.post(at(ticket, "links/"), {"ticket": other.pk, "kind": "incident"})
    assert answer.status_code == 409
    assert "is not a problem" in answer.json()["detail"]


def test_links_to_what_the_reader_cannot_see_are_only_counted(api, ticket, other, agent, admin):
    link(ticket, actor=agent, other=other)
    assign_team(other, actor=admin, team=Team.objects.create(name="Legal", levels=[1], is_private=True))

    links = api.get(at(ticket, "links/")).json()
    assert links == {"results": [], "hidden_count": 1}
    event = api.get(at(ticket, "events/")).json()["results"][-1]
    assert event["data"]["other"] is None
    assert str(other.pk) not in event["text"]


def test_forms_say_what_they_ask(api):
    make_form(
        "Billing",
        refund={"kind": "checkbox", "help": "If we owe it."},
        reason={
            "kind": "choice",
            "options": ["Late"],
            "required_on_solve": True,
            "shown_while": "refund",
            "values": [True],
        },
    )
    (form,) = api.get("/api/v1/forms/").json()["results"]
    refund, reason = form["questions"]
    assert (form["name"], refund["help"], refund["shown_while"]) == ("Billing", "If we owe it.", None)
    assert reason["shown_while"] == {"field": "refund", "values": [True]}
    assert reason["options"] == ["Late"]
    assert reason["required_on_solve"] is True


def test_a_form_is_chosen_and_answered(api, ticket):
    form = make_form(amount={"kind": "number", "required_on_solve": True}, order="text")
    assert api.post(at(ticket, "form/"), {"form": form.pk}).json()["form"] == form.pk

    refused = api.post(at(ticket, "solve/"))
    assert (refused.status_code, refused.json()["code"]) == (409, "fields_missing")
    answered = api.post(at(ticket, "fields/"), {"fields": {"amount": 12.5, "order": "A-17"}})
    assert answered.json()["fields"] == {"amount": 12.5, "order": "A-17"}
    assert api.post(at(ticket, "solve/")).json()["status"] == "solved"
    event = api.get(at(ticket, "events/")).json()["results"][2]
    assert event["data"]["fields"] == {"amount": [None, 12.5], "order": [None, "A-17"]}


@pytest.mark.parametrize("answers", [{"amount": "much"}, {"unknown": 1}, {"amount": ["a"]}])
def test_a_wrong_answer_is_refused_with_a_sentence(api, ticket, agent, answers):
    set_form(ticket, actor=agent, form=make_form(amount="number"))
    refused = api.post(at(ticket, "fields/"), {"fields": answers})
    assert refused.status_code == 409
    assert refused.json()["detail"]


@pytest.mark.parametrize("body", [{"fields": []}, {"fields": {"a": {}}}, {"fields": {"a": [1]}}, {}])
def test_a_body_of_the_wrong_shape_is_no_answer(api, ticket, body):
    assert api.post(at(ticket, "fields/"), body).status_code == 400


def test_an_unknown_form_is_named(api, ticket):
    refused = api.post(at(ticket, "form/"), {"form": 99})
    assert (refused.status_code, refused.json()["code"]) == (409, "unknown_reference")


def test_customers_see_neither_forms_nor_answers(customer_api, ticket, agent):
    set_form(ticket, actor=agent, form=make_form(amount="number"))
    assert customer_api.get("/api/v1/forms/").status_code == 403
    assert not {"form", "fields", "links_count", "language"} & set(customer_api.get(at(ticket, "")).json())


def test_our_people_see_in_which_language_the_customer_writes(api):
    assert api.get(at(make_ticket(language="de"), "")).json()["language"] == "de"


def test_the_workload_tells_who_has_how_much_to_do(api, agent, agent_l2):
    make_ticket(assignee=agent_l2)
    rows = {row["person"]["id"]: row["open_count"] for row in api.get("/api/v1/workload/").json()["results"]}
    assert rows[agent_l2.pk] == 1
    assert rows[agent.pk] == 0
