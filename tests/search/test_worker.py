"""The worker's side: what a verb marks is found seconds later, and two indexers do each other no harm."""

import threading
import time

import pytest
from django.db import connection

from search import tasks
from search.indexing import index_stale
from search.models import Entry, Stale
from search.queries import search_tickets
from tests.factories import make_ticket
from tests.plugins.patience import PATIENT_SECONDS
from tickets.actions import set_subject

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_new_ticket_is_found_seconds_after_its_commit(celery_worker_process, agent):
    ticket = make_ticket(subject="Extraordinary fire")

    deadline = time.monotonic() + 30
    while not (found := search_tickets(agent, "extraordinary").numbers):
        assert time.monotonic() < deadline, "the worker did not index it"
        time.sleep(0.05)

    assert found == [ticket.pk]


def test_two_indexers_at_once_leave_the_newest_state(agent):
    tickets = [make_ticket() for _ in range(5)]
    for ticket in tickets:
        set_subject(ticket, actor=agent, subject=f"Scanner {ticket.pk}")
    barrier = threading.Barrier(2)

    def run():
        barrier.wait(30)
        try:
            index_stale()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert not Stale.objects.exists()
    assert Entry.objects.count() == 15
    assert len(search_tickets(agent, "scanner").numbers) == 5
    assert search_tickets(agent, "printer").numbers == []


def test_redis_away_nothing_is_lost_and_nobody_waits(redis_server, agent):
    redis_server.kill()
    try:
        started = time.monotonic()
        make_ticket(subject="Extraordinary fire")
        assert time.monotonic() - started < PATIENT_SECONDS
    finally:
        redis_server.restart()
    tasks.index()

    assert len(search_tickets(agent, "extraordinary").numbers) == 1
