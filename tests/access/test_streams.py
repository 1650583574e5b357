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
        found[person] = answer_to(client)

    assert found == {None: NO, customer: YES, agent: YES}


def answer_to(client: Client) -> str:
    """Asked in a thread of its own: in this one the loop of a browser may be running, which the stream's must not meet."""

    def ask() -> str:
        response = client.get(STREAM)
        response.close()
        connection.close()
        return outcome_of(response, "GET")

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(ask).result()
