"""Who has another name is found by it, with the tickets from before."""

import pytest
from django.core.management import call_command

from accounts.models import User
from search import indexing
from search.indexing import index_stale
from search.models import Entry, Renamed
from tests.factories import CustomerFactory, OrganizationFactory, make_ticket

pytestmark = pytest.mark.django_db


def test_a_customer_is_found_by_the_new_name_and_no_longer_by_the_old(found, agent, customer):
    tickets = [make_ticket(requester=customer).pk for _ in range(3)]
    assert found(agent, "lee") == tickets[::-1]

    User.objects.filter(pk=customer.pk).update(name="Ann Marlowe")

    assert found(agent, "marlowe") == tickets[::-1]
    assert found(agent, "lee") == []


def test_so_is_an_organization(found, agent):
    company = OrganizationFactory(name="Globex")
    ticket = make_ticket(requester=CustomerFactory(organization=company))
    found(agent, "globex")

    company.name = "Initech"
    company.save()

    assert found(agent, "initech") == [ticket.pk]
    assert found(agent, "globex") == []


def test_many_tickets_are_taken_in_bites(monkeypatch, found, agent, customer):
    tickets = [make_ticket(requester=customer).pk for _ in range(5)]
    index_stale()
    monkeypatch.setattr(indexing, "MOST_AT_ONCE", 2)
    User.objects.filter(pk=customer.pk).update(name="Ann Marlowe")

    assert indexing._index_some_of_renamed() == 1
    assert Renamed.objects.get().below == tickets[-2]

    assert found(agent, "marlowe") == tickets[::-1]
    assert not Renamed.objects.exists()


def test_what_else_changes_of_a_person_marks_nothing(customer):
    User.objects.filter(pk=customer.pk).update(phone="123", name=customer.name)

    assert not Renamed.objects.exists()


def test_the_command_repairs_the_index(found, agent, ticket, capsys):
    index_stale()
    Entry.objects.all().delete()

    call_command("index_search", first=ticket.pk, last=ticket.pk)
    assert found(agent, "printer") == [ticket.pk]

    Entry.objects.all().delete()
    call_command("index_search")
    assert found(agent, "printer") == [ticket.pk]
    assert "3 rows" in capsys.readouterr().out
