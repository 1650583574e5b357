"""The door of the event stream, which the walk leaves out: it closes the database connection that a walk needs."""

import pytest
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
        response = client.get(STREAM)
        found[person] = outcome_of(response, "GET")
        response.close()

    assert found == {None: NO, customer: YES, agent: YES}
