"""Statements put together once read what the ORM reads."""

import threading

import pytest
from django.db import connection
from django.db.models.functions import Upper

from accounts.models import User
from helpdesk.prepared import Prepared, any_of
from tests.factories import make_ticket
from tickets.models import Event, Ticket

pytestmark = pytest.mark.django_db

by_number = Prepared(lambda number: Ticket.objects.filter(pk=number).select_related("requester__organization", "team"))


def test_it_reads_what_the_queryset_reads(ticket):
    other = make_ticket(subject="Another one")
    for wanted in (ticket, other):
        found = by_number.first(wanted.pk)
        stored = Ticket.objects.get(pk=wanted.pk)
        assert found == stored
        assert [getattr(found, field.attname) for field in Ticket._meta.concrete_fields] == [
            getattr(stored, field.attname) for field in Ticket._meta.concrete_fields
        ]


def test_what_it_refers_to_is_loaded_or_none(ticket, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = by_number.first(ticket.pk)
        assert (found.requester.email, found.team) == (ticket.requester.email, None)


def test_it_finds_nothing_where_nothing_is(db):
    assert by_number(1) == []
    assert by_number.first(1) is None


def test_stored_forms_become_values(ticket):
    (opening,) = Prepared(lambda number, seq: Event.objects.filter(ticket=number, seq=seq))(ticket.pk, 1)
    assert opening.data == Event.objects.get(ticket=ticket).data


def test_parameters_stand_where_they_belong(agent, lead):
    between = Prepared(lambda low, high: User.objects.filter(pk__gte=low, pk__lte=high, role="agent").order_by("pk"))
    assert between(agent.pk, agent.pk) == [agent]
    assert between(agent.pk + 1, agent.pk) == []


@pytest.mark.django_db(transaction=True)
def test_threads_share_it_each_with_its_own_connection(ticket):
    by_number.first(ticket.pk)
    found = []

    def read() -> None:
        found.append(by_number.first(ticket.pk))
        connection.close()

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert found == [ticket]


def test_a_list_of_keys_is_one_parameter(agent, lead, customer):
    by_key = Prepared(lambda keys: User.objects.filter(pk__in=any_of(keys)).order_by("pk"))
    assert by_key([agent.pk, customer.pk]) == sorted([agent, customer], key=lambda person: person.pk)
    assert by_key([lead.pk]) == [lead]
    assert by_key([]) == []


def test_columns_left_out_are_loaded_when_asked_for(ticket):
    found = Prepared(lambda number: Ticket.objects.filter(pk=number).only("subject")).first(ticket.pk)
    assert found.get_deferred_fields()
    assert (found.subject, found.status) == (ticket.subject, ticket.status)


def test_it_counts_without_loading(agent, lead, customer):
    of_role = Prepared(lambda least: User.objects.filter(pk__gte=least).only("name"))
    first = min(person.pk for person in (agent, lead, customer))
    assert of_role.count(first) == 3
    assert of_role.count(10**9) == 0


def test_what_is_annotated_comes_along_and_may_be_planned_anew(agent, django_assert_num_queries):
    read = Prepared(lambda key: User.objects.filter(pk=key).annotate(loud=Upper("email")).only("email"), planned=False)
    with django_assert_num_queries(1):
        (found,) = read(agent.pk)
        assert (found.loud, found.email) == (agent.email.upper(), agent.email)
