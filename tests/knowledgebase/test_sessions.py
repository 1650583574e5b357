"""Helping oneself: from a question to an answer or to a person, and how many needed nobody."""

from datetime import timedelta

import pytest

from helpdesk import clock
from knowledgebase.actions import (
    add_article,
    add_category,
    ask_help,
    end_with_ticket,
    publish,
    read_in_session,
    solve_session,
)
from knowledgebase.before_writing import articles_read, before_writing
from knowledgebase.deflection import deflection_between
from knowledgebase.models import HelpArticle, HelpOutcome, HelpPlace, HelpSession
from tests.factories import make_ticket
from tickets.actions import merge
from tickets.actions.merging_people import merge_people
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    category = add_category(actor=None, name="Billing", language="en")
    text = add_article(actor=None, title="Pay an invoice", body="So.", category=category, language="en")
    publish(text, actor=None)
    return text.article


def ask(session=None, question="how do I pay", place=HelpPlace.FORM, shown=(), **values):
    return ask_help(session, place=place, question=question, language="en", shown=shown, **values)


@pytest.mark.parametrize(
    ("place", "question", "is_one"),
    [
        (HelpPlace.FORM, "how to pay", True),
        (HelpPlace.FORM, "my invoice", False),
        (HelpPlace.SEARCH, "invoice", True),
        (HelpPlace.SEARCH, "  ", False),
    ],
)
def test_three_words_are_a_question_and_any_search_is(place, question, is_one):
    assert (ask(question=question, place=place) is not None) == is_one


def test_who_goes_on_asking_stays_in_one_session_which_remembers_what_was_shown(article):
    first = ask(shown=[article.pk])
    again = ask(first.pk, "how do I pay an invoice", shown=[article.pk])
    assert again.pk == first.pk
    assert HelpSession.objects.get().question == "how do I pay an invoice"
    assert HelpArticle.objects.get().read_at is None
    assert read_in_session(first.pk, article)
    assert HelpArticle.objects.get().read_at is not None


def test_after_thirty_idle_minutes_another_begins(article):
    first = ask()
    with clock.at(clock.now() + timedelta(minutes=30)):
        assert not solve_session(first.pk)
        assert ask(first.pk).pk != first.pk


def test_an_end_is_for_good(customer):
    session = ask()
    assert solve_session(session.pk)
    assert not solve_session(session.pk)
    assert not end_with_ticket(session.pk, make_ticket(requester=customer))
    assert HelpSession.objects.get().outcome == HelpOutcome.SOLVED


def test_what_was_asked_goes_along_with_the_ticket(article, customer):
    session = ask(shown=[article.pk])
    ticket = make_ticket(requester=customer)
    assert before_writing(ticket) is None
    assert end_with_ticket(session.pk, ticket)
    before = before_writing(ticket)
    assert before.question == "how do I pay"
    assert [(one.title, one.is_read) for one in before.articles] == [("Pay an invoice", False)]
    assert HelpSession.objects.get().person == customer


def test_what_they_read_at_other_times_is_known_each_article_once(article, customer, other_customer):
    ticket = make_ticket(requester=customer)
    for person in (customer, customer, other_customer, None):
        read_in_session(ask(person=person, shown=[article.pk]).pk, article)
    assert [one.title for one in articles_read(ticket)] == ["Pay an invoice"]
    assert articles_read(ticket)[0].at == HelpArticle.objects.filter(session__person=customer).latest("read_at").read_at


def test_what_somebody_read_who_was_merged_into_them_is_theirs(article, customer, other_customer, agent):
    read_in_session(ask(person=other_customer, shown=[article.pk]).pk, article)
    ticket = make_ticket(requester=customer)

    merge_people(other_customer, actor=agent, into=customer)

    assert [one.title for one in articles_read(ticket)] == ["Pay an invoice"]


def test_what_they_read_before_this_ticket_stands_with_their_question_only(article, customer):
    session = ask(person=customer, shown=[article.pk])
    read_in_session(session.pk, article)
    ticket = make_ticket(requester=customer)
    end_with_ticket(session.pk, ticket)
    assert articles_read(ticket) == []
    assert [one.title for one in articles_read(make_ticket(requester=customer))] == ["Pay an invoice"]


def test_deflection_is_of_those_that_ended_and_silent_ones_stand_beside_it(customer, other_customer):
    """Four sessions: one solved, one solved but followed by a ticket, one ended in a ticket, one silent: 1 of 3."""
    now = clock.now()
    solve_session(ask(person=other_customer).pk)
    solve_session(ask(person=customer).pk)
    end_with_ticket(ask().pk, make_ticket(requester=customer))
    ask()
    with clock.at(now + timedelta(hours=1)):
        found = deflection_between(now - timedelta(days=1), clock.now())
    assert (found.solved, found.ended, found.silent) == (1, 3, 1)
    assert found.rate == pytest.approx(1 / 3)


def test_a_ticket_more_than_two_days_later_takes_nothing_back(customer):
    now = clock.now()
    with clock.at(now - timedelta(hours=49)):
        solve_session(ask(person=customer).pk)
    make_ticket(requester=customer)
    assert deflection_between(now - timedelta(days=3), now).solved == 1


@pytest.mark.parametrize("gone", ["is_spam", "deleted_at", "merged_into"])
def test_what_ended_in_a_ticket_that_counts_nowhere_counts_nowhere(customer, agent, gone):
    now = clock.now()
    ticket = make_ticket(requester=customer)
    end_with_ticket(ask().pk, ticket)
    if gone == "merged_into":
        merge(ticket, actor=agent, into=make_ticket(requester=customer))
    else:
        Ticket.objects.filter(pk=ticket.pk).update(**{gone: now if gone == "deleted_at" else True})
    assert deflection_between(now - timedelta(days=1), clock.now() + timedelta(seconds=1)).ended == 0


def test_a_ticket_of_who_they_were_merged_into_is_of_the_same_person(customer, other_customer, agent):
    now = clock.now()
    solve_session(ask(person=other_customer).pk)
    make_ticket(requester=customer)
    merge_people(other_customer, actor=agent, into=customer)
    found = deflection_between(now - timedelta(days=1), clock.now() + timedelta(seconds=1))
    assert (found.solved, found.ended) == (0, 1)


def test_without_a_session_that_ended_there_is_no_rate():
    now = clock.now()
    assert deflection_between(now - timedelta(days=1), now).rate is None
