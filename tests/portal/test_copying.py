"""Copying a colleague in on a request, and by when an answer is promised."""

from datetime import timedelta

import pytest

from accounts.models import User
from portal.expected import expected_answer
from sla.models import Clock
from tests.factories import CustomerFactory, make_ticket
from tests.sla.making import make_policy
from tests.tickets.asserting import assert_log_agrees, kinds_of, nothing_happened
from tickets.actions import copy_colleague, uncopy_colleague
from tickets.errors import NotAllowed
from tickets.events import EventKind
from tickets.models import Participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(client, customer) -> User:
    client.force_login(customer)
    return customer


def test_a_colleague_is_copied_in_once_and_reads_from_then_on(client, ann, ticket):
    for _each in range(2):
        assert client.post(f"/requests/{ticket.pk}/copy/", {"email": "Cora@Example.net "}).status_code == 302
    copied = Participant.objects.get(ticket=ticket, role="cc")
    assert copied.person.email == "cora@example.net"
    assert copied.since is not None
    assert kinds_of(ticket).count(EventKind.PARTICIPANT_ADDED) == 1
    assert_log_agrees(ticket)
    assert "cora@example.net reads along already." in client.get(f"/requests/{ticket.pk}/").content.decode()
    assert "One person reads along" in client.get(f"/requests/{ticket.pk}/").content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "of your colleague"), ("cora", "should be like you@"), ("{agent}", "an address of ours")],
)
def test_a_wrong_address_is_said_beside_it(client, ann, ticket, agent, typed, said):
    typed = typed.format(agent=agent.email)
    with nothing_happened():
        page = client.post(f"/requests/{ticket.pk}/copy/", {"email": typed})
    assert page.status_code == 422
    assert said in page.content.decode()


def test_who_takes_no_part_copies_nobody_in(ticket, other_customer, agent):
    for actor in (other_customer, agent):
        with pytest.raises(NotAllowed), nothing_happened():
            copy_colleague(ticket, actor=actor, person=other_customer)


def test_the_promised_time_stands_on_the_request_while_its_customer_waits(client, ann):
    make_policy()
    ticket = make_ticket(requester=ann)
    due = Clock.objects.get(ticket=ticket, target="first_response").due_at
    assert expected_answer(ticket).due_at == due
    assert "You have our answer by" in client.get(f"/requests/{ticket.pk}/").content.decode()
    Clock.objects.filter(ticket=ticket).update(due_at=ticket.opened_at - timedelta(minutes=1))
    assert "We are sorry" in client.get(f"/requests/{ticket.pk}/").content.decode()


def test_the_requester_takes_somebody_out_who_then_sees_nothing(client, ann, ticket):
    client.post(f"/requests/{ticket.pk}/copy/", {"email": "cora@example.net"})
    cora = User.objects.get(email="cora@example.net")
    for _each in range(2):
        assert client.post(f"/requests/{ticket.pk}/copied/{cora.pk}/remove/").status_code == 302
    assert kinds_of(ticket).count(EventKind.PARTICIPANT_REMOVED) == 1
    assert_log_agrees(ticket)
    client.force_login(cora)
    assert client.get(f"/requests/{ticket.pk}/").status_code == 404


def test_who_is_in_copy_takes_out_only_whom_they_brought_in_and_themselves(ticket, customer, other_customer):
    dora, cora = CustomerFactory(), CustomerFactory()
    for person in (other_customer, cora):
        copy_colleague(ticket, actor=customer, person=person)
    copy_colleague(ticket, actor=other_customer, person=dora)
    with pytest.raises(NotAllowed), nothing_happened():
        uncopy_colleague(ticket, actor=other_customer, person=cora)
    assert uncopy_colleague(ticket, actor=other_customer, person=dora)
    assert uncopy_colleague(ticket, actor=other_customer, person=other_customer)
    with pytest.raises(NotAllowed):
        uncopy_colleague(ticket, actor=other_customer, person=cora)
