"""Signing in by the link that stands beside the code in the mail."""

import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client

from accounts.models import SignInCode, User
from outbox.models import OutboundEmail
from tests.accounts.test_sign_in import ask_for_code, is_in, newest_code

pytestmark = pytest.mark.django_db


def ask_for_link(client: Client, **asked: str) -> str:
    ask_for_code(client, **asked)
    return newest_link()


def newest_link() -> str:
    mail = OutboundEmail.objects.latest("pk")
    path = re.search(r"http://localhost:8000(/sign-in/link/\S+)", mail.text)[1]
    assert path in mail.html
    return path


def test_it_signs_in_on_any_device_and_only_when_it_is_said(client, customer):
    link, phone = ask_for_link(client), Client()
    assert customer.email in phone.get(link).content.decode()
    assert not is_in(phone)
    assert phone.post(link)["Location"] == "/"
    assert phone.session["_auth_user_id"] == str(customer.pk)


def test_it_leads_to_where_they_were_going(client, customer):
    link = ask_for_link(client, next_url="/profile/")
    assert Client().post(link)["Location"] == "/profile/"


def test_a_new_address_opens_an_account(client):
    link = ask_for_link(client, email="new@elsewhere.test")
    assert not User.objects.exists()
    client.post(link)
    assert User.objects.get().email == "new@elsewhere.test"


def test_it_works_once_and_takes_the_code_with_it(client, customer):
    link = ask_for_link(client)
    code = newest_code()
    assert Client().post(link).status_code == 302
    again = Client().post(link)
    assert again.status_code == 404
    assert "no longer works" in again.content.decode()
    assert client.post("/sign-in/code/", {"code": code}).status_code == 422


def test_a_used_code_takes_the_link_with_it(client, customer):
    link = ask_for_link(client)
    client.post("/sign-in/code/", {"code": newest_code()})
    assert Client().get(link).status_code == 404
    assert client.get(link)["Location"] == "/"


def test_it_ends_after_ten_minutes(client, customer):
    link = ask_for_link(client)
    SignInCode.objects.update(expires_at=F("expires_at") - timedelta(minutes=10))
    assert Client().post(link).status_code == 404


def test_a_newer_mail_takes_its_place(client, customer):
    link = ask_for_link(client)
    client.post("/sign-in/code/", {"again": "1"})
    assert Client().get(link).status_code == 404
    assert Client().get(newest_link()).status_code == 200


@pytest.mark.parametrize("token", ["nonsense", "WzEsIiJd:1rAbCd:forged"])
def test_a_forged_one_signs_nobody_in(client, customer, token):
    ask_for_link(client)
    assert Client().post(f"/sign-in/link/{token}/").status_code == 404


def test_a_switched_off_person_does_not_get_in(client, customer):
    link = ask_for_link(client)
    User.objects.update(is_active=False)
    answer = Client().post(link)
    assert answer.status_code == 404
    assert "switched off" in answer.content.decode()


def test_words_that_wait_for_their_code_come_without_a_link(client, db):
    client.post(
        "/requests/new/",
        {
            "token": "8a6e0804-2bd0-4672-b79d-d97027f9071a",
            "subject": "Broken",
            "text": "Help",
            "email": "eve@elsewhere.test",
            "name": "Eve",
        },
    )
    assert newest_code()
    assert "/sign-in/link/" not in OutboundEmail.objects.latest("pk").text
