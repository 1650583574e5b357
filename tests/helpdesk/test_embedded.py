"""The servers that `make run` brings along."""

import os
import shutil
import signal
from pathlib import Path

import psycopg2
import pytest

from helpdesk.embedded import CannotStart
from helpdesk.embedded.place import choose_place, require_free_space
from helpdesk.embedded.postgres import Postgres
from helpdesk.embedded.processes import wait_until_gone


@pytest.fixture
def postgres(tmp_path: Path):
    folder = tmp_path / "a folder with 'spaces'"
    server = Postgres(choose_place(folder), {}, throwaway=True)
    yield server
    server.kill()
    shutil.rmtree(server.place.root)


def insert_a_row(server: Postgres) -> None:
    with server.connect() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)")


def count_of_rows(server: Postgres) -> int:
    with server.connect() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kept")
        return cursor.fetchone()[0]


def test_the_cluster_speaks_utf8_sorts_by_code_point_and_has_vectors(postgres):
    postgres.start()

    with postgres.connect() as connection, connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        assert cursor.fetchone() == ("UTF8",)
        cursor.execute("SELECT 'Z' < 'a' COLLATE \"default\"")
        assert cursor.fetchone() == (True,)
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")
        assert cursor.fetchone() == (1,)


def test_after_kill_9_a_new_server_recovers_and_keeps_the_port(postgres):
    postgres.start()
    insert_a_row(postgres)
    port = postgres.remembered["postgres_port"]
    os.kill(postgres.process.pid, signal.SIGKILL)
    assert wait_until_gone(postgres.process.pid, within=5)

    again = Postgres(postgres.place, dict(postgres.remembered), throwaway=True)
    again.start()

    assert count_of_rows(again) == 1
    assert again.remembered["postgres_port"] == port
    again.kill()


def test_a_server_left_over_from_a_killed_run_is_ended_by_the_next(postgres):
    postgres.start()
    insert_a_row(postgres)

    again = Postgres(postgres.place, dict(postgres.remembered), throwaway=True)
    again.start()

    postgres.process.wait(5)
    assert count_of_rows(again) == 1
    again.kill()


def test_a_pid_file_that_names_a_strangers_process_does_not_stop_the_start(postgres):
    postgres.start()
    insert_a_row(postgres)
    pid_file = postgres.data / "postmaster.pid"
    words = pid_file.read_text()
    postgres.kill()
    pid_file.write_text(words.replace(words.split()[0], str(os.getppid()), 1))

    postgres.start()

    assert count_of_rows(postgres) == 1


def test_a_taken_port_is_changed_for_a_free_one(postgres, postgres_server):
    taken = postgres_server.remembered["postgres_port"]
    postgres.remembered["postgres_port"] = taken

    postgres.start()

    assert postgres.remembered["postgres_port"] != taken
    assert postgres.is_alive()


def test_a_strangers_password_is_refused(postgres):
    postgres.start()

    stranger = Postgres(postgres.place, postgres.remembered | {"postgres_password": "guessed"})
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        stranger.connect()


def test_a_cluster_of_another_version_is_left_alone(postgres):
    postgres.data.mkdir(parents=True)
    (postgres.data / "PG_VERSION").write_text("17\n")

    with pytest.raises(CannotStart, match="of PostgreSQL 17"):
        postgres.start()


def test_a_full_disk_is_said_in_one_line(tmp_path):
    with pytest.raises(CannotStart, match="The disk is full: "):
        require_free_space(tmp_path, megabytes=10**9)


def test_redis_asks_for_its_password(redis_server):
    import redis

    port = int(redis_server.remembered["redis_port"])
    with redis.Redis(port=port) as client, pytest.raises(redis.AuthenticationError):
        client.ping()
