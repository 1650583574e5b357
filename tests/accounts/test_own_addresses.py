"""A customer names further addresses of theirs, and parts with them."""

import pytest

from accounts.models import DirectoryChange, EmailAddress, User
from outbox.models import OutboundEmail
from tests.accounts.test_sign_in import newest_code, wrong

pytestmark = pytest.mark.django_db
ADD, CODE = "/profile/addresses/add/", "/profile/addresses/add/code/"
HOME = "ann@home.example"


@pytest.fixture
def ann(client, customer) -> User:
    client.force_login(customer)
    return customer


def ask(client, email: str = HOME) -> str:
    assert client.post(ADD, {"email": email})["Location"] == CODE
    return newest_code()


def test_an_address_is_theirs_once_they_typed_its_code(client, ann):
    code = ask(client, " Ann@Home.example")
    assert [one.address for one in OutboundEmail.objects.get().recipients.all()] == [HOME]
    assert client.post(CODE, {"code": wrong(code)}).status_code == 422
    assert not EmailAddress.objects.exists()
    assert client.post(CODE, {"code": code})["Location"] == "/profile/"
    added = EmailAddress.objects.get()
    assert (added.address, added.person, added.source, added.is_verified) == (HOME, ann, "own", True)
    assert DirectoryChange.objects.latest("pk").actor == ann
    assert HOME in client.get("/profile/").content.decode()


def test_that_of_somebody_else_stays_theirs(client, ann, other_customer):
    code = ask(client, other_customer.email)
    answer = client.post(CODE, {"code": code})
    assert answer.status_code == 422
    assert "somebody else" in answer.content.decode()
    assert not EmailAddress.objects.exists()


def test_one_that_a_colleague_wrote_down_is_confirmed(client, ann):
    EmailAddress.objects.create(address=HOME, person=ann, added_at=ann.created_at)
    client.post(CODE, {"code": ask(client)})
    assert EmailAddress.objects.get().is_verified


def test_their_first_one_is_no_further_one(client, ann):
    client.post(CODE, {"code": ask(client, ann.email)})
    assert not EmailAddress.objects.exists()


def test_there_is_an_end_to_them(client, ann):
    EmailAddress.objects.bulk_create(
        EmailAddress(address=f"a{number}@home.example", person=ann, added_at=ann.created_at) for number in range(20)
    )
    assert "At most 20" in client.post(CODE, {"code": ask(client)}).content.decode()


def test_what_is_no_address_is_kept_with_a_sentence(client, ann):
    answer = client.post(ADD, {"email": "nonsense"})
    assert answer.status_code == 422
    assert "nonsense" in answer.content.decode()


def test_they_part_with_one(client, ann):
    client.post(CODE, {"code": ask(client)})
    client.post(f"/profile/addresses/{EmailAddress.objects.get().pk}/remove/")
    assert not EmailAddress.objects.exists()


def test_nobody_parts_with_that_of_another(client, ann, other_customer):
    theirs = EmailAddress.objects.create(address=HOME, person=other_customer, added_at=ann.created_at)
    client.post(f"/profile/addresses/{theirs.pk}/remove/")
    assert EmailAddress.objects.get() == theirs
