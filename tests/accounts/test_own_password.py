"""A password of one's own: chosen, changed, forgotten and given up. Nobody needs one."""

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.test_sign_in import _quick_hashing, is_in, newest_code  # noqa: F401  # a fixture of this file too

pytestmark = pytest.mark.django_db
PAGE = "/profile/password/"
FRESH = "four blue tables"


@pytest.fixture
def ann(client, customer) -> User:
    client.force_login(customer)
    return customer


@pytest.fixture
def protected(client, customer) -> User:
    """Signed in, with a password."""
    customer.set_password("three red chairs")
    customer.save()
    client.force_login(customer)
    return customer


def choose(client: Client, fresh: str = FRESH, **proof: str):
    return client.post(PAGE, {"new_password1": fresh, "new_password2": fresh, **proof})


def has(person: User, password: str) -> bool:
    person.refresh_from_db()
    return person.check_password(password)


def signs_in(person: User, password: str) -> bool:
    browser = Client()
    browser.post("/sign-in/", {"email": person.email, "how": "password"})
    browser.post("/sign-in/password/", {"password": password})
    return is_in(browser)


def test_a_first_one_needs_a_code_from_the_mail(client, ann):
    assert "First we mail a code" in client.get(PAGE).content.decode()
    assert choose(client).status_code == 200
    client.post(PAGE, {"send": "1"})
    assert choose(client, code="000000" if newest_code() != "000 000" else "111111").status_code == 422
    assert not has(ann, FRESH)
    assert choose(client, code=newest_code())["Location"] == "/profile/"
    assert is_in(client)
    assert signs_in(ann, FRESH)


def test_a_change_needs_the_old_one(client, protected):
    wrong = choose(client, password="two green lamps")
    assert wrong.status_code == 422
    assert "not your present password" in wrong.content.decode()
    assert choose(client, password="three red chairs").status_code == 302
    assert has(protected, FRESH)


def test_a_forgotten_one_is_replaced_by_a_code(client, protected):
    client.post(PAGE, {"send": "1"})
    choose(client, code=newest_code())
    assert signs_in(protected, FRESH)
    assert not signs_in(protected, "three red chairs")


def test_who_remembers_may_use_it_after_all(client, protected):
    client.post(PAGE, {"send": "1"})
    client.post(PAGE, {"known": "1"})
    assert "Your present password" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(("password", "sentence"), [("short", "10 characters"), ("password123", "too common")])
def test_a_weak_one_is_refused_with_a_sentence(client, ann, password, sentence):
    client.post(PAGE, {"send": "1"})
    answer = choose(client, password, code=newest_code())
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert choose(client, code=newest_code()).status_code == 302


def test_it_signs_out_everybody_else(client, ann):
    elsewhere = Client()
    elsewhere.force_login(ann)
    client.post(PAGE, {"send": "1"})
    choose(client, code=newest_code())
    assert client.get("/profile/").status_code == 200
    assert elsewhere.get("/profile/").status_code == 302


def test_it_can_be_given_up(client, protected):
    client.post(f"{PAGE}remove/")
    assert "You need none" in client.get("/profile/").content.decode()
    assert not signs_in(protected, "three red chairs")


def test_one_of_ours_changes_theirs_but_keeps_one(client, agent):
    agent.set_password("three red chairs")
    agent.save()
    client.force_login(agent)
    assert client.post(f"{PAGE}remove/").status_code == 403
    choose(client, password="three red chairs")
    assert has(agent, FRESH)


def test_guessing_the_old_one_ends_soon(client, protected):
    for _try in range(8):
        choose(client, password="wrong")
    answer = choose(client, password="three red chairs")
    assert answer.status_code == 429
