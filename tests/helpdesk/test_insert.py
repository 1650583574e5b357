"""Rows inserted by ready statements are the rows that the ORM would have made."""

import pytest

from accounts.models import Role, User
from helpdesk.insert import insert, insert_all, insert_new, insert_unless_present

pytestmark = pytest.mark.django_db


def customers(*names: str) -> list[User]:
    return [User(email=f"{name}@example.net", name=name, password="!") for name in names]  # noqa: S106 - none


def test_a_row_is_stored_whole_with_its_key():
    (person,) = customers("ada")

    insert(person)

    stored = User.objects.get(pk=person.pk)
    assert (stored.name, stored.role, stored.created_at) == ("ada", "customer", person.created_at)
    person.name = "Ada"
    person.save()  # an update: the row knows that it is there
    assert User.objects.count() == 1


def test_several_rows_take_one_statement_and_keep_their_keys_apart(django_assert_num_queries):
    people = customers("ada", "ben", "cleo")

    with django_assert_num_queries(1):
        insert_all(people)

    assert {person.pk: person.email for person in people} == dict(User.objects.values_list("pk", "email"))


def test_a_row_that_is_there_is_left_as_it_is():
    first, second = customers("ada", "ada")
    second.name = "Another"

    assert insert_unless_present(first)
    assert not insert_unless_present(second)

    assert User.objects.get().name == "ada"
    assert second.pk is None


def test_of_several_rows_those_are_inserted_that_are_new(django_assert_num_queries):
    insert(customers("ben")[0])
    people = customers("ada", "ben", "cleo")

    with django_assert_num_queries(1):
        new = insert_new(people, unique="email")

    assert [person.name for person in new] == ["ada", "cleo"]
    assert {person.pk: person.email for person in new}.items() <= dict(User.objects.values_list("pk", "email")).items()
    assert people[1].pk is None


def test_choices_and_json_are_stored_as_the_orm_stores_them():
    """For one row as for several."""
    values = ["+49 1", 'it\'s "100 %s" \\ ü', None, {"a": [1, {}]}]
    one, two, three = customers("ada", "ben", "cleo")
    for person in (one, two):
        person.role, person.further_phones = Role.AGENT, values

    insert(one)
    insert_all([two, three])
    User.objects.create(email="orm@example.net", role=Role.AGENT, further_phones=values)

    stored = dict(User.objects.values_list("email", "further_phones"))
    assert stored.pop("cleo@example.net") == []
    assert stored == dict.fromkeys(("ada@example.net", "ben@example.net", "orm@example.net"), values)
    assert User.objects.filter(role="agent", further_phones__contains=[{"a": [1]}]).count() == 3
