"""The door of the event stream, which the walk leaves out: it closes the database connection that a walk needs."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from tests.access.outcomes import NO, YES, outcome_of

pytestmark = pytest.mark.django_db(transaction=True)
STREAM = "/live/events/"


def test_strangers_hear_nothing_and_people_who_signed_in_do(customer, agent) -> None:
    found = {}
    for person in (None, customer, agent):
        client = Client()
        if person is not None:
            client.force_login(person)
        # In a thread of its own: a browser test in this process leaves an event loop running in the main one.
        with ThreadPoolExecutor(max_workers=1) as thread:
            found[person] = thread.submit(outcome_at_the_door, client).result()

    assert found == {None: NO, customer: YES, agent: YES}


def outcome_at_the_door(client: Client) -> str:
    try:
        response = client.get(STREAM)
        response.close()
        return outcome_of(response, "GET")
    finally:
        connection.close()
