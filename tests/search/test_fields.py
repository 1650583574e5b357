"""Finding tickets by their kind and by what was answered to the fields of their form."""

import pytest
from django.db import connection

from search.matching import ticket_conditions
from search.queries import search_tickets
from search.query import parse
from tests.factories import make_form, make_ticket
from tickets.actions import set_fields, set_form, set_kind
from tickets.models import Kind, Ticket

pytestmark = pytest.mark.django_db

TREE = [{"name": "Mobile", "options": [{"name": "iPhone"}, {"name": "Tablet"}]}, {"name": "Browser"}]


@pytest.fixture
def form():
    return make_form(
        order="text",
        amount="number",
        paid_on="date",
        urgent="checkbox",
        area={"kind": "tree", "options": TREE},
        outcome={"kind": "choice", "options": ["Full refund"]},
    )


@pytest.fixture
def answered(ticket, agent, form):
    set_form(ticket, actor=agent, form=form)
    values = {
        "order": "A-17",
        "amount": 12.5,
        "paid_on": "2026-03-31",
        "urgent": True,
        "area": ["Mobile", "Tablet"],
        "outcome": "Full refund",
    }
    set_fields(ticket, actor=agent, values=values)
    make_ticket()
    return ticket


def found(person, text: str) -> list[int]:
    return search_tickets(person, text, limit=10).numbers


@pytest.mark.parametrize(
    "text",
    [
        "field.order:A-17",
        "field.order:a-17",
        "field.amount:12.50",
        "field.paid_on:2026-03-31",
        "field.urgent:yes",
        "field.area:mobile",
        "field.area:Tablet",
        'field.area:"Mobile › Tablet"',
        'field.outcome:"full refund"',
        "field.order:A-17 field.amount:12.5",
    ],
)
def test_a_ticket_is_found_by_what_was_answered(agent, answered, text):
    assert found(agent, text) == [answered.pk]


@pytest.mark.parametrize(
    "text",
    [
        "field.order:A-18",
        "field.amount:much",
        "field.nothing:A-17",
        "field.area:Desktop",
        "field.area:iphone",
        "field.urgent:no",
    ],
)
def test_what_nobody_answered_finds_nothing(agent, answered, text):
    assert found(agent, text) == []


def test_an_answer_is_left_out(agent, answered):
    assert answered.pk not in found(agent, "-field.order:A-17")
    assert len(found(agent, "-field.order:A-17")) == 1


@pytest.mark.parametrize(
    "text", ["field.:x", "field.order:", "field:order", "status.order:x", 'field.or"der:x', "field.order:%"]
)
def test_odd_words_are_words(agent, answered, text):
    assert answered.pk not in found(agent, text)


def test_kinds_are_found(agent, ticket):
    set_kind(ticket, actor=agent, kind=Kind.PROBLEM)
    make_ticket()
    assert found(agent, "kind:problem") == [ticket.pk]
    assert ticket.pk not in found(agent, "-kind:problem")


def test_customers_do_not_search_by_it(customer, answered):
    assert found(customer, "field.order:A-17") == []


def test_answers_are_looked_up_in_their_index(agent, answered):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Ticket.objects.filter(*ticket_conditions(parse("field.order:A-17"), agent)).explain()
    assert "ticket_fields" in plan
