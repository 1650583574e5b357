"""A form that is sent twice, by a double click or a reload, does its work once."""

import re

import pytest
from django.test import Client

from tickets.models import Draft, Message, Ticket

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def token_on(page: str) -> str:
    return re.search(r'name="token"[^>]*value="([^"]+)"', page)[1]


def test_the_same_reply_is_sent_once(agent, ticket) -> None:
    client = signed_in(agent)
    form = {"kind": "public", "html": "<p>Unplug it.</p>", "seen_seq": ticket.conversation_seq}

    first, second = (
        client.post(f"/desk/tickets/{ticket.pk}/send/", form, headers={"HX-Request": "true"}) for _ in "12"
    )

    assert (first.status_code, second.status_code) == (200, 200)
    assert Message.objects.filter(ticket=ticket, from_staff=True).count() == 1
    assert not Draft.objects.exists()


def test_the_same_request_is_opened_once(customer, mailbox) -> None:
    client = signed_in(customer)
    token = token_on(client.get("/requests/new/").content.decode())
    form = {"token": token, "subject": "It smokes", "text": "What now?"}

    landed = {client.post("/requests/new/", form).headers["Location"] for _ in "12"}

    assert landed == {f"/requests/{Ticket.objects.get().pk}/"}


def test_the_same_answer_is_taken_once(customer, ticket) -> None:
    client = signed_in(customer)
    page = f"/requests/{ticket.pk}/"
    form = {"token": token_on(client.get(page).content.decode()), "text": "It burns again."}

    for _ in "12":
        client.post(f"{page}answer/", form)

    assert Message.objects.filter(ticket=ticket).count() == 2
