"""Each ticket has a vector, and what is alike is found by it."""

import pytest

from accounts.models import Team, User
from search.indexing import index_all, index_stale
from search.integrity import check_vectors
from search.models import Embedding
from search.ticket_vectors import similar_solved
from tests.factories import make_ticket
from tickets.actions import assign_team, receive_message, set_subject, solve
from tickets.content import Body
from tickets.models import Channel, Ticket

pytestmark = pytest.mark.django_db


def opened(customer: User, subject: str, text: str) -> Ticket:
    return make_ticket(requester=customer, subject=subject, body=Body.from_text(text))


@pytest.fixture
def solved(customer: User, agent: User) -> list[Ticket]:
    """About money, about signing in, about money."""
    tickets = [
        opened(customer, "Charged twice", "You took the money two times. Please refund one payment."),
        opened(customer, "Password", "I cannot sign in, the reset mail does not arrive."),
        opened(customer, "Refund", "I want my money back for the double payment."),
    ]
    for ticket in tickets:
        solve(ticket, actor=agent)
    return tickets


def test_the_indexer_gives_a_ticket_its_vector_and_another_when_its_subject_changes(customer, agent):
    ticket = opened(customer, "Printer", "It does not print.")
    assert not Embedding.objects.exists()

    index_stale()
    before = Embedding.objects.get(ticket=ticket)
    set_subject(ticket, actor=agent, subject="Double payment, please refund")
    index_stale()

    after = Embedding.objects.get(ticket=ticket)
    assert after.pk == before.pk
    assert after.vector != before.vector
    assert list(check_vectors()) == []


def test_what_the_customer_writes_later_does_not_change_it(customer):
    ticket = opened(customer, "Printer", "It does not print.")
    index_stale()
    before = Embedding.objects.get(ticket=ticket).vector

    receive_message(ticket, actor=customer, body=Body.from_text("Refund me!"), channel=Channel.EMAIL)
    index_stale()

    assert Embedding.objects.get(ticket=ticket).vector == before


def test_alike_solved_tickets_are_found_the_nearest_first(customer, agent, solved):
    ticket = opened(customer, "Money back", "There are two payments on my card, please refund one.")
    opened(customer, "Money back", "There are two payments on my card, please refund one.")  # not solved
    index_stale()

    found = similar_solved(ticket, agent)

    assert {one.number for one in found[:2]} == {solved[0].pk, solved[2].pk}
    assert found[0].nearness >= found[1].nearness > found[2].nearness
    assert len(found) == 3


def test_tickets_that_one_may_not_see_are_not_alike(customer, agent, admin, solved):
    team = Team.objects.create(name="Board", levels=[1], is_private=True)
    assign_team(solved[0], actor=admin, team=team)
    ticket = opened(customer, "Charged twice", "You took the money two times.")
    index_stale()

    assert solved[0].pk not in {one.number for one in similar_solved(ticket, agent)}
    assert solved[0].pk in {one.number for one in similar_solved(ticket, admin)}


def test_a_ticket_without_a_vector_has_nothing_alike(customer, agent, solved):
    assert similar_solved(solved[0], agent) == []


def test_a_missing_vector_and_one_of_other_words_are_found_by_the_check(customer, solved):
    index_stale()
    assert list(check_vectors()) == []

    Embedding.objects.filter(ticket=solved[0]).delete()
    other = Embedding.objects.get(ticket=solved[1])
    Embedding.objects.filter(ticket=solved[2]).update(vector=other.vector)

    assert list(check_vectors()) == [
        f"Ticket {solved[0].pk} has no vector.",
        f"The vector of ticket {solved[2].pk} is that of other words.",
    ]


def test_the_whole_index_anew_has_them_too(solved):
    index_all()

    assert Embedding.objects.count() == 3
