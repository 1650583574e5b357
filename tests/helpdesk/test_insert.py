"""Rows inserted by ready statements are the rows that the ORM would have made."""

import pytest

from accounts.models import User
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
