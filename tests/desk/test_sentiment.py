"""Upset customers stand out: in lists, beside the conversation, in searches and for rules."""

import pytest

from search.queries import search_tickets
from tests.factories import make_rule, make_ticket
from tickets.actions import solve
from tickets.content import Body
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

ANGRY = Body.from_text("Your service is terrible and I am very angry.")
CALM = Body.from_text("How do I change my address?")


@pytest.fixture
def upset(customer) -> Ticket:
    make_ticket(requester=customer, subject="Address", body=CALM)
    return make_ticket(requester=customer, subject="Delivery", body=ANGRY)


def test_a_list_marks_upset_customers_only(desk, upset):
    page = desk.get("/desk/views/unassigned/").content.decode()

    assert page.count("ticket-row__upset") == 1


def test_what_is_solved_is_marked_no_more(desk, agent, upset):
    solve(upset, actor=agent)

    assert "ticket-row__upset" not in desk.get("/desk/search/", {"q": "sentiment:upset"}).content.decode()


def test_the_page_says_how_the_customer_sounds(desk, upset):
    assert "badge--upset" in desk.get(f"/desk/tickets/{upset.pk}/").content.decode()
    calm = Ticket.objects.exclude(pk=upset.pk).get()
    assert "How the customer sounded" not in desk.get(f"/desk/tickets/{calm.pk}/").content.decode()


def test_a_search_finds_them(agent, upset):
    assert search_tickets(agent, "sentiment:upset").numbers == [upset.pk]
    assert upset.pk not in search_tickets(agent, "-sentiment:upset").numbers


def test_a_rule_can_ask_for_it(customer):
    make_rule(conditions={"all": [{"field": "sentiment", "operator": "is", "value": "upset"}]})

    angry, calm = make_ticket(requester=customer, body=ANGRY), make_ticket(requester=customer, body=CALM)

    assert (angry.tags.count(), calm.tags.count()) == (1, 0)
