"""The identity check on the desk, and the page behind the link in the customer's mail."""

import pytest
from django.test import Client

from outbox.models import OutboundEmail
from tests.desk.conftest import HTMX
from tests.tickets.test_identity import mailed_code, wrong_code
from tickets.actions import send_identity_code
from tickets.identity import token_for
from tickets.models import IdentityCode

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]


@pytest.fixture
def url(ticket) -> str:
    return f"/desk/tickets/{ticket.number}/identity/"


def test_a_code_is_sent_entered_and_the_ticket_says_so(desk, ticket, url):
    assert "The code goes to <strong>ann@example.net</strong>" in desk.get(url).content.decode()
    for _press in range(2):
        assert desk.post(f"{url}send/").headers["Location"] == url
    assert IdentityCode.objects.count() == 1
    assert "on its way to" in desk.get(url).content.decode()

    assert desk.post(url, {"code": mailed_code()}).headers["Location"] == url
    assert "Ann Lee is verified until" in desk.get(url).content.decode()
    assert "Verified until" in desk.get(f"/desk/tickets/{ticket.number}/").content.decode()


def test_a_wrong_code_says_what_is_left(desk, url):
    desk.post(f"{url}send/")
    answer = desk.post(url, {"code": wrong_code()})
    assert answer.status_code == 422
    assert "4 more tries are left" in answer.content.decode()


def test_no_page_of_the_desk_shows_the_code(desk, ticket, url):
    desk.post(f"{url}send/")
    code = mailed_code()
    token = token_for(IdentityCode.objects.get()).split(":")[0]
    assert token
    for page in (url, f"/desk/tickets/{ticket.number}/", f"/desk/tickets/{ticket.number}/timeline/"):
        shown = desk.get(page).content.decode()
        assert code not in shown
        assert code.replace(" ", "") not in shown
        assert "/identity/" not in shown.replace(f"/desk/tickets/{ticket.number}/identity/", "")


def test_the_page_follows_what_the_customer_confirms(desk, ticket, agent, url):
    sent = send_identity_code(ticket, actor=agent)
    customers_page = f"/identity/{token_for(sent)}/"
    browser = Client()

    looked = browser.get(customers_page)
    assert "Yes, it is me" in looked.content.decode()
    assert looked.headers["Referrer-Policy"] == "same-origin"  # the address is a key
    ticket.refresh_from_db()
    assert ticket.verified_until is None  # looking is not confirming

    assert "Thank you" in browser.post(customers_page).content.decode()
    assert "Thank you" in browser.post(customers_page).content.decode()  # a double click
    assert "Ann Lee is verified until" in desk.get(url, headers=HTMX).content.decode()
    ticket.refresh_from_db()
    assert ticket.is_verified


def test_digits_being_typed_stay_while_nothing_happens(desk, ticket, agent, url):
    send_identity_code(ticket, actor=agent)
    assert desk.get(url, {"seq": ticket.event_seq}, headers=HTMX).status_code == 204
    assert desk.get(url, {"seq": ticket.event_seq - 1}, headers=HTMX).status_code == 200


def test_a_wrong_link_says_to_ask_for_another(client):
    answer = client.get("/identity/nonsense/")
    assert answer.status_code == 404
    assert "no longer works" in answer.content.decode()


def test_too_many_codes_say_when_to_try_again(desk, url):
    for form in range(5):
        desk.post(f"{url}send/", {"key": form})
    answer = desk.post(f"{url}send/", {"key": 5})
    assert answer.status_code == 429
    assert "Try again in" in answer.content.decode()
    assert OutboundEmail.objects.filter(kind="identity_code").count() == 5
