"""Statements that PostgreSQL plans once a connection."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from helpdesk.planned import KEYS, PlannedSQL

pytestmark = pytest.mark.django_db


def fetched(sql: PlannedSQL, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, sql.params(values))
        return cursor.fetchall()


def planned() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        return {name for (name,) in cursor.fetchall()}


def test_it_is_planned_once_and_answers_for_every_value():
    twice = PlannedSQL.written("SELECT %(number)s::int * 2, %(word)s::text", "number", "word")
    assert [fetched(twice, number, "x%s'") for number in (1, 2)] == [[(2, "x%s'")], [(4, "x%s'")]]
    assert twice.name in planned()


def test_a_parameter_may_stand_in_several_places():
    sql = PlannedSQL.written("SELECT %(a)s::int - %(b)s::int + %(a)s::int", "a", "b")
    assert fetched(sql, 10, 1) == [(19,)]


def test_a_list_is_a_parameter_too():
    sql = PlannedSQL.written("SELECT count(*) FROM unnest(%(keys)s::bigint[])", "keys")
    assert [fetched(sql, keys) for keys in ([], [1, 2, 3])] == [[(0,)], [(3,)]]


def test_values_of_its_own_become_constants(agent):
    """A partial index serves a statement only where PostgreSQL knows the value that the index is for."""
    people = User.objects.filter(pk=KEYS[0], role="agent").values_list("name")
    sql = PlannedSQL.of(*people.query.sql_with_params(), stand_ins=KEYS[:1])
    assert fetched(sql, agent.pk) == [(agent.name,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name = %s", [sql.name])
        (text,) = cursor.fetchone()
    assert "'agent'" in text and "$1" in text and "$2" not in text


def test_what_is_not_used_of_the_parameters_leaves_no_gap():
    sql = PlannedSQL.of("SELECT %s::int", [KEYS[1]], stand_ins=KEYS[:2])
    assert fetched(sql, "not used", 7) == [(7,)]


def test_it_stays_planned_when_a_transaction_is_rolled_back():
    sql = PlannedSQL.written("SELECT 1 / %(number)s::int", "number")
    with pytest.raises(DatabaseError), transaction.atomic():
        fetched(sql, 0)
    assert fetched(sql, 1) == [(1,)]


def test_planning_is_no_statement_of_its_own_to_whoever_counts():
    sql = PlannedSQL.written("SELECT %(number)s::int", "number")
    with CaptureQueriesContext(connection) as captured:
        fetched(sql, 1)
    assert len(captured) == 1


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_plans_anew():
    sql = PlannedSQL.written("SELECT %(number)s::int", "number")
    assert fetched(sql, 1) == [(1,)]
    connection.close()
    assert fetched(sql, 2) == [(2,)]
