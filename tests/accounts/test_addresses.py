"""Several addresses of one person: whose mail it is, who gets in, and what is refused."""

import re

import pytest
from django.core.exceptions import PermissionDenied

from accounts.addresses import add_address, confirm_address, make_first, remove_address
from accounts.directory import AlreadyThere, Refusal
from accounts.models import EmailAddress, User
from accounts.models.change import ChangeKind
from accounts.people import find_person, people_by_address, person_for_address
from outbox.models import OutboundEmail
from tests.factories import CustomerFactory

pytestmark = pytest.mark.django_db

WORK = "ann@work.example"


@pytest.fixture
def at_work(customer, agent) -> EmailAddress:
    """Ann's further address, as Omar wrote it down."""
    return add_address(customer, actor=agent, email=" Ann@Work.example ")


def newest_code() -> str:
    return re.search(r"\d{3} \d{3}", OutboundEmail.objects.latest("pk").text)[0]


def test_a_person_is_found_by_each_of_their_addresses(customer, at_work):
    assert find_person("ANN@work.example") == customer
    assert find_person("ann@example.net") == customer
    assert person_for_address(WORK) == customer
    assert User.objects.filter(email=WORK).count() == 0
    change = customer.changes.get()
    assert (change.kind, change.data) == (ChangeKind.ADDRESS_ADDED, {"address": WORK})


def test_all_are_looked_up_by_one_statement(customer, at_work, other_customer, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = people_by_address([WORK, "ann@example.net", other_customer.email, "nobody@example.net"])
    assert {address: (person, person.address) for address, person in found.items()} == {
        WORK: (customer, WORK),
        "ann@example.net": (customer, "ann@example.net"),
        other_customer.email: (other_customer, other_customer.email),
    }


def test_adding_again_does_nothing(customer, at_work, agent):
    assert add_address(customer, actor=agent, email=WORK) is None
    assert add_address(customer, actor=agent, email=customer.email) is None
    assert (EmailAddress.objects.count(), customer.changes.count()) == (1, 1)


def test_an_address_of_somebody_else_is_refused_and_says_whose(customer, at_work, other_customer, agent):
    for address in (WORK, customer.email):
        with pytest.raises(AlreadyThere) as taken:
            add_address(other_customer, actor=agent, email=address)
        assert taken.value.thing == customer


@pytest.mark.parametrize("act", [add_address, remove_address, make_first])
def test_customers_have_no_say_and_colleagues_no_further_addresses(act, customer, other_customer, agent, lead):
    with pytest.raises(PermissionDenied):
        act(customer, actor=other_customer, email=WORK)
    with pytest.raises(PermissionDenied):
        act(lead, actor=agent, email=WORK)


def test_a_removed_address_is_nobodys(customer, at_work, agent):
    assert remove_address(customer, actor=agent, email=WORK)
    assert find_person(WORK) is None
    assert not remove_address(customer, actor=agent, email=WORK)
    assert customer.changes.filter(kind=ChangeKind.ADDRESS_REMOVED).count() == 1


def test_an_address_that_nobody_confirmed_cannot_become_the_first(customer, at_work, agent):
    with pytest.raises(Refusal):
        make_first(customer, actor=agent, email=WORK)
    customer.refresh_from_db()
    assert customer.email == "ann@example.net"


def test_a_confirmed_one_becomes_the_first_and_the_first_stays_theirs(customer, at_work, agent):
    confirm_address(customer, email=WORK)
    assert make_first(customer, actor=agent, email=WORK).email == WORK
    assert find_person("ann@example.net") == find_person(WORK) == customer
    assert customer.addresses.get().is_verified


def test_an_unconfirmed_address_signs_nobody_in(client, customer, at_work):
    client.post("/sign-in/", {"email": WORK, "how": "code"})
    answer = client.post("/sign-in/code/", {"code": newest_code()})
    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session


def test_its_person_confirms_it_by_a_code_and_then_signs_in_with_it(client, customer, at_work):
    client.force_login(customer)
    page = f"/profile/addresses/{at_work.pk}/"
    assert client.post(page, {"send": 1})["Location"] == page
    assert OutboundEmail.objects.latest("pk").recipients.get().address == WORK
    assert client.post(page, {"code": "000000"}).status_code == 422
    assert client.post(page, {"code": newest_code()})["Location"] == "/profile/"
    at_work.refresh_from_db()
    assert at_work.is_verified

    client.logout()
    client.post("/sign-in/", {"email": WORK, "how": "code"})
    client.post("/sign-in/code/", {"code": newest_code()})
    assert client.session["_auth_user_id"] == str(customer.pk)


def test_nobody_confirms_what_is_another_persons(client, at_work, other_customer):
    client.force_login(other_customer)
    assert client.post(f"/profile/addresses/{at_work.pk}/", {"send": 1}).status_code == 404


def test_the_database_refuses_the_same_address_twice(customer, at_work):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        EmailAddress.objects.create(address=WORK, person=CustomerFactory(), added_at=at_work.added_at)
