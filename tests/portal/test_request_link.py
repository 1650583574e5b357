"""The signed link of a mail to one request: read it, answer it and say that it is solved, without an account."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from helpdesk import clock
from outbox.models import OutboundEmail
from portal.asking import ask
from privacy.actions import ask_erasure, carry_out
from privacy.erasing import erase_waiting
from tests.factories import CustomerFactory, make_ticket
from tickets.actions import close, copy_colleague, merge, reply, split
from tickets.content import Body
from tickets.models import Message, Status, Ticket
from tickets.request_links import path_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def opened(client, ticket, customer) -> Client:
    """A browser in which nobody is signed in, after the link was pressed."""
    client.get(path_for(ticket.pk, customer.pk))
    return client


def page(client: Client, ticket: Ticket) -> str:
    answer = client.get(f"/requests/{ticket.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def say(client: Client, ticket: Ticket, **fields: object):
    return client.post(
        f"/requests/{ticket.pk}/answer/", {"token": str(uuid.uuid4()), "text": "One more thing", **fields}
    )


def linked_in(mail: OutboundEmail) -> str:
    (path,) = re.findall(r"http://localhost:8000(/requests/\S+)", mail.text)
    return path


def test_the_acknowledgement_brings_it(client, customer, mailbox):
    ticket = ask(person=customer, token=uuid.uuid4(), subject="Wrong invoice", text="The sum is wrong.")
    path = linked_in(OutboundEmail.objects.get())
    assert client.get(path)["Location"] == f"/requests/{ticket.pk}/"
    text = page(client, ticket)
    assert "The sum is wrong." in text
    assert f"You read this as {customer.name}" in text


def test_an_answer_to_the_requester_alone_brings_it(client, ticket, agent, mailbox):
    reply(ticket, actor=agent, body=Body.from_text("Switch it off."), seen_seq=None)
    mail = OutboundEmail.objects.latest("pk")
    client.get(linked_in(mail))
    assert "Switch it off." in page(client, ticket)
    assert linked_in(mail) in mail.html


def test_what_somebody_else_gets_too_asks_who_they_are(client, ticket, agent, customer, mailbox):
    copy_colleague(ticket, actor=customer, person=CustomerFactory(email="ben@example.net"))
    reply(ticket, actor=agent, body=Body.from_text("Switch it off."), seen_seq=None)
    path = linked_in(OutboundEmail.objects.latest("pk"))
    assert path == f"/requests/{ticket.pk}/"
    assert client.get(path)["Location"].startswith("/sign-in/")


def test_a_blind_copy_gets_no_key_either(ticket, agent, mailbox):
    reply(ticket, actor=agent, body=Body.from_text("Switch it off."), seen_seq=None, bcc=["boss@example.org"])
    assert linked_in(OutboundEmail.objects.latest("pk")) == f"/requests/{ticket.pk}/"


def test_it_opens_again_and_again_but_nothing_else(opened, ticket, customer):
    other = make_ticket(requester=customer, subject="Another one")
    opened.get(path_for(ticket.pk, customer.pk))
    assert "What is wrong" not in page(opened, ticket)
    for url in (
        f"/requests/{other.pk}/",
        f"/requests/{other.pk}/conversation/",
        "/profile/",
        f"/requests/{ticket.pk}/copy/",
    ):
        assert opened.get(url).status_code in (302, 405)
    assert "Another one" not in opened.get("/").content.decode()
    assert opened.post(f"/requests/{ticket.pk}/copy/", {"email": "eve@elsewhere.test"})["Location"].startswith(
        "/sign-in/"
    )


def test_it_is_answered_with_a_file(opened, ticket, customer):
    answer = say(opened, ticket, files=[SimpleUploadedFile("trace.log", b"words")])
    assert answer["Location"] == f"/requests/{ticket.pk}/#newest"
    message = ticket.messages.last()
    file = message.attachments.get()
    assert (message.author, message.text, file.filename) == (customer, "One more thing", "trace.log")
    assert b"".join(opened.get(f"/attachments/{file.key}/trace.log")) == b"words"
    assert Client().get(f"/attachments/{file.key}/trace.log").status_code == 302


def test_a_mistake_costs_neither_word_nor_file(opened, ticket, settings):
    settings.ATTACHMENT_MAX_BYTES = 100
    files = [SimpleUploadedFile("big.bin", b"x" * 999), SimpleUploadedFile("trace.log", b"words")]
    text = say(opened, ticket, files=files).content.decode()
    assert "One more thing" in text
    kept = re.findall(r'name="attachments" value="(\d+)"', text)
    say(opened, ticket, attachments=kept)
    assert ticket.messages.last().attachments.get().filename == "trace.log"


def test_what_the_person_uploaded_elsewhere_is_not_sent_along(opened, ticket, customer):
    at_home = Client()
    at_home.force_login(customer)
    theirs = at_home.post("/attachments/", {"file": SimpleUploadedFile("secret.txt", b"x")}).json()["id"]
    say(opened, ticket, attachments=[theirs])
    assert not ticket.messages.last().attachments.exists()


def test_their_draft_stays_theirs(opened, ticket, customer):
    at_home = Client()
    at_home.force_login(customer)
    at_home.post(f"/requests/{ticket.pk}/draft/", {"text": "Half a secret"})
    assert "Half a secret" not in page(opened, ticket)
    say(opened, ticket)
    assert "Half a secret" in page(at_home, ticket)


def test_solved_and_not_solved(opened, ticket):
    opened.post(f"/requests/{ticket.pk}/solved/")
    ticket.refresh_from_db()
    assert ticket.status == Status.SOLVED
    opened.post(f"/requests/{ticket.pk}/unsolved/")
    ticket.refresh_from_db()
    assert ticket.status == Status.OPEN


def test_news_come_by_themselves(opened, ticket, agent):
    assert "every 20s" in page(opened, ticket)
    reply(ticket, actor=agent, body=Body.from_text("Switch it off."), seen_seq=None)
    assert "Switch it off." in opened.get(f"/requests/{ticket.pk}/conversation/?state=old").content.decode()


def test_an_answer_to_a_closed_one_can_be_read_on(opened, ticket, agent):
    close(ticket, actor=agent)
    answer = say(opened, ticket)
    follow_up = Ticket.objects.latest("pk")
    assert follow_up != ticket
    assert answer["Location"].startswith(f"/requests/{follow_up.pk}/")
    assert "One more thing" in page(opened, follow_up)


@pytest.mark.parametrize("token", ["nonsense", "WzEsMV0:1rAbCd:forged", "%00", "é"])
def test_a_forged_one_says_what_to_do(client, ticket, token):
    answer = client.get(f"/requests/link/{token}/")
    assert answer.status_code == 404
    assert "no longer works" in answer.content.decode()
    assert client.get(f"/requests/{ticket.pk}/").status_code == 302


def test_it_ends_after_a_month(client, ticket, customer):
    path = path_for(ticket.pk, customer.pk)
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        answer = client.get(path)
    assert answer.status_code == 410
    assert "30 days" in answer.content.decode()


def test_a_browser_forgets_it_after_two_weeks(opened, ticket):
    with clock.at(timezone.now() + timedelta(days=13)):
        page(opened, ticket)
    with clock.at(timezone.now() + timedelta(days=15)):
        assert opened.get(f"/requests/{ticket.pk}/").status_code == 302


def test_that_of_a_merged_request_leads_to_where_it_is_answered(client, ticket, customer, agent):
    into = make_ticket(requester=customer, subject="The whole story")
    client.get(path_for(ticket.pk, customer.pk))
    merge(ticket, into=into, actor=agent)
    answer = client.get(f"/requests/{ticket.pk}/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/requests/{into.pk}/"
    assert "The whole story" in answer.content.decode()


def test_that_of_a_split_one_opens_what_stayed(opened, ticket, customer, agent):
    say(opened, ticket, text="And something else entirely")
    apart = split(ticket, actor=agent, messages=[ticket.messages.last()])
    assert "something else entirely" not in page(opened, ticket)
    assert opened.get(f"/requests/{apart.pk}/").status_code == 302
    opened.get(path_for(apart.pk, customer.pk))
    assert "something else entirely" in page(opened, apart)


def test_it_opens_nothing_of_who_was_erased(opened, ticket, customer, admin):
    carry_out(ask_erasure(customer, actor=customer), actor=admin)
    erase_waiting()
    assert opened.get(f"/requests/{ticket.pk}/").status_code == 302
    assert opened.get(path_for(ticket.pk, customer.pk)).status_code == 404


def test_it_dies_with_the_person(opened, client, ticket, customer):
    customer.is_active = False
    customer.save(update_fields=["is_active"])
    assert opened.get(f"/requests/{ticket.pk}/").status_code == 302
    assert client.get(path_for(ticket.pk, customer.pk)).status_code == 404


def test_it_is_nobodys_once_the_request_is_somebody_elses(opened, ticket, customer, other_customer):
    Ticket.objects.filter(pk=ticket.pk).update(requester=other_customer)
    assert opened.get(f"/requests/{ticket.pk}/").status_code == 302
    assert opened.get(path_for(ticket.pk, customer.pk)).status_code == 404
    assert Message.objects.filter(ticket=ticket, author=customer).count() == 1


def test_one_of_ours_sees_what_the_customer_sees(client, ticket, customer, agent):
    client.force_login(agent)
    assert client.get(path_for(ticket.pk, customer.pk), follow=True).redirect_chain[-1][0] == f"/requests/{ticket.pk}/"
    assert "You read this as" in page(client, ticket)


def test_one_of_ours_does_not_answer_in_the_customers_name(client, ticket, customer, agent):
    client.force_login(agent)
    client.get(path_for(ticket.pk, customer.pk))
    assert say(client, ticket, text="Solved!").status_code == 403
    assert not Message.objects.filter(ticket=ticket, author=customer, text__contains="Solved!").exists()


def test_who_is_signed_in_as_them_reads_as_always(client, ticket, customer):
    client.force_login(customer)
    client.get(path_for(ticket.pk, customer.pk))
    assert "You read this as" not in page(client, ticket)


def test_it_is_shown_in_the_language_of_its_person(opened, ticket, customer):
    customer.language = "de"
    customer.save(update_fields=["language"])
    assert '<html lang="de"' in page(opened, ticket)
