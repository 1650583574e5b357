"""What a search field offers."""

import pytest

from search.indexing import index_stale
from search.query import parse
from search.suggestions import OPERATORS, suggestions_for
from tests.factories import TeamFactory, make_form, make_ticket

pytestmark = pytest.mark.django_db


def texts(person, typed: str) -> list[str]:
    return [suggestion.text for suggestion in suggestions_for(person, typed)]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("sta", "status:"),
        ("printer sta", "printer status:"),
        ("status:so", "status:solved "),
        ("red -status:op", "red -status:open "),
        ("priority:ur", "priority:urgent "),
        ("level:2", "level:2 "),
        ("channel:ph", "channel:phone "),
        ("kind:prob", "kind:problem "),
        ("sentiment:u", "sentiment:upset "),
        ("is:", "is:snoozed "),
        ("has:", "has:attachment "),
        ("assignee:", "assignee:me "),
        ("assignee:bea", "assignee:agent2@example.com "),
        ("from:lee", "from:ann@example.net "),
        ("ann", "from:ann@example.net "),
        ("created:", "created>7d "),
        ("team:fi", 'team:"First line" '),
        ("bill", "tag:billing "),
        ("tag:bill", "tag:billing "),
    ],
)
def test_what_is_typed_is_completed(agent, agent_l2, customer, typed, offered):
    make_ticket(requester=customer, tags=["billing"])

    assert offered in texts(agent, typed)


def test_every_operator_is_explained_and_understood(agent):
    values = {
        "status": "open",
        "priority": "low",
        "level": "1",
        "channel": "email",
        "kind": "problem",
        "sentiment": "upset",
        "is": "snoozed",
        "has": "attachment",
    }
    dated = dict.fromkeys(("created", "updated", "solved"), "7d")
    for operator in OPERATORS:
        (found,) = parse(f"{operator}:{(values | dated).get(operator, 'x')}").filters
        assert found.field == operator


def test_every_value_that_is_offered_means_something(agent):
    for operator in (
        "status",
        "priority",
        "level",
        "channel",
        "kind",
        "is",
        "has",
        "created",
        "updated",
        "solved",
        "team",
    ):
        for text in texts(agent, f"{operator}:"):
            assert parse(text).filters, text


def test_tickets_come_by_words_and_by_number(agent, ticket):
    index_stale()

    assert [found.number for found in suggestions_for(agent, "fire") if found.number] == [ticket.number]
    assert [found.number for found in suggestions_for(agent, f"#{ticket.number}") if found.number] == [ticket.number]


def test_a_private_team_is_named_to_its_members_only(agent, admin):
    TeamFactory(name="Secret", is_private=True).members.add(admin)

    assert texts(agent, "team:sec") == []
    assert texts(admin, "team:sec") == ["team:secret "] or texts(admin, "team:sec") == ["team:Secret "]


def test_the_questions_of_forms_are_offered_once_one_begins_with_field(agent):
    make_form(order="text", amount="number")
    assert "printer field.order:" in texts(agent, "printer field")
    assert texts(agent, "field.am")[0] == "field.amount:"
    assert not [text for text in texts(agent, "file.") if "order" in text]
