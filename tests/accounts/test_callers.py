"""People of whom we know no address, and people with several phone numbers."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.addresses import add_address
from accounts.callers import callers_like
from accounts.customers import customers_like
from accounts.directory import AlreadyThere, Refusal, add_customer, change_customer
from accounts.models import User
from accounts.people import find_person, people_by_address, person_for_caller
from accounts.phones import further_phones, normal_phone

pytestmark = pytest.mark.django_db


def test_who_only_ever_called_has_no_address_and_is_called_by_name_or_number():
    zora, number = person_for_caller(name=" Zora Quill "), person_for_caller(phone="0049 30  1234567")

    assert (zora.email, str(zora), str(number), number.phone) == ("", "Zora Quill", "+49 30 1234567", "+49 30 1234567")
    assert User.objects.get(pk=zora.pk).email == ""
    assert find_person("") is None
    assert people_by_address(["", " "]) == {}
    with pytest.raises(ValueError, match="Somebody has"):
        person_for_caller()


def test_without_address_and_name_there_is_nobody():
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="")


def test_any_number_of_people_have_no_address_but_an_address_is_one_persons(customer):
    person_for_caller(name="One")
    person_for_caller(name="Two")
    assert User.objects.filter(email__isnull=True).count() == 2
    assert person_for_caller(email="ANN@example.net", phone="+44 1632 960107").pk == customer.pk
    customer.refresh_from_db()
    assert customer.phone == "+44 1632 960107"


def test_an_address_given_later_is_the_first(agent):
    zora = person_for_caller(name="Zora Quill")
    assert add_address(zora, actor=agent, email="zora@example.org") is None
    assert find_person("zora@example.org") == zora
    assert not zora.addresses.exists()


def test_an_address_of_somebody_else_is_refused(agent, customer):
    zora = person_for_caller(name="Zora Quill")
    with pytest.raises(AlreadyThere):
        change_customer(zora, actor=agent, email=customer.email)
    with pytest.raises(Refusal):
        change_customer(zora, actor=agent, name=" ")
    with pytest.raises(Refusal):
        add_customer(actor=agent, email="")
    assert add_customer(actor=agent, email="", phone="+44 1632 960108").name == "+44 1632 960108"


def test_a_caller_is_found_by_each_of_their_numbers(agent, customer, other_customer):
    numbers = [{"kind": "mobile", "number": "07700 900 123"}, {"kind": "work", "number": "+44 1632 960-200"}]
    change_customer(customer, actor=agent, phone="+44 1632 960107", further_phones=numbers)

    for typed in ("01632 960107", "+44 7700 900123", "(01632) 960 200", "00123", "960-200"):
        assert callers_like(typed) == [customer], typed
    assert list(customers_like("+44 7700 900123")) == [customer]
    assert callers_like("01632 960109") == []
    changed = customer.changes.get()
    assert [entry["number"] for entry in changed.changes["further_phones"][1]] == ["07700 900 123", "+44 1632 960-200"]


def test_further_numbers_are_kept_once_and_not_beside_the_first():
    typed = [{"number": "+44 1632 960107"}, {"number": "01632 960 107"}, {"number": " "}, {"number": "07700 900123"}]
    kept = further_phones(typed, first="01632960107")
    assert [entry["number"] for entry in kept] == ["07700 900123"]
    assert normal_phone("  0044 1632   960107 ") == "+44 1632 960107"
    with pytest.raises(ValueError, match="call me"):
        further_phones([{"number": "call me"}], first="")


def test_a_number_that_is_none_is_refused_but_one_that_was_there_stays(agent, customer):
    User.objects.filter(pk=customer.pk).update(phone="ask Bob")
    customer.refresh_from_db()
    change_customer(customer, actor=agent, phone="ask Bob", name="Ann")
    with pytest.raises(Refusal):
        change_customer(customer, actor=agent, phone="ask Tim")


def test_a_further_number_is_looked_up_by_its_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("""EXPLAIN SELECT id FROM accounts_user WHERE further_phones @> '[{"tail": "32960107"}]'""")
        assert "user_further_phones" in str(cursor.fetchall())
