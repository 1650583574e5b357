"""After a test that commits, the tables that hold something are emptied in one statement.

Django's own way truncates every table and then makes permissions and content types anew, which took longer than most tests.
"""

from collections.abc import Iterator

import pytest

# What migrations and Django itself keep there is the same for every test.
KEPT = ("django_content_type", "auth_permission", "django_migrations")
# As a replica, no trigger fires and no foreign key asks, so the order does not matter. Rows are deleted, not truncated: files of
# a hundred tables and their indexes made anew cost more, and every plan would be made again.
EMPTY = f"""
DO $$
DECLARE name text; is_filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN
        SELECT oid::regclass::text FROM pg_class
        WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
        AND relname <> ALL (ARRAY{list(KEPT)})
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', name) INTO is_filled;
        IF is_filled THEN
            EXECUTE format('DELETE FROM %s', name);
        END IF;
    END LOOP;
END $$
"""


@pytest.fixture(scope="session", autouse=True)
def _emptied_quickly() -> Iterator[None]:
    from django.test import TransactionTestCase

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: empty_tables())
        yield


def empty_tables() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(EMPTY)
