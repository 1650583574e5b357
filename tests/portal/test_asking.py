"""Customers write: a new request, an answer, solved and not solved; nothing twice, nothing lost."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import F
from django.test import Client

from accounts.models import User
from outbox.models import OutboundEmail
from portal.asking import ask, forget_unconfirmed
from portal.models import PendingRequest, Submission
from tests.accounts.test_sign_in import newest_code, wrong
from tickets.actions import close, solve
from tickets.models import Attachment, Link, Message, Status, Ticket
from tickets.models.link import LinkKind

WORDS = {"subject": "It does not start", "text": "Since today.\r\n\r\nNothing happens."}


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ann(client, customer) -> User:
    client.force_login(customer)
    return customer


def form(**fields: object) -> dict[str, object]:
    return {"token": str(uuid.uuid4()), **WORDS, **fields}


def file(name: str = "trace.log", content: bytes = b"words") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_signed_in_customer_opens_a_request_with_files(client, ann):
    uploaded = client.post("/attachments/", {"file": file("first.log")}).json()["id"]
    answer = client.post("/requests/new/", form(attachments=[uploaded], files=[file("second.log")]))
    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/requests/{ticket.pk}/"
    assert (ticket.subject, ticket.channel, ticket.requester) == ("It does not start", "portal", ann)
    assert ticket.messages.get().text == "Since today.\n\nNothing happens."
    assert [kept.filename for kept in ticket.messages.get().attachments.all()] == ["first.log", "second.log"]


def test_a_double_click_opens_one_request(client, ann):
    words = form()
    first, second = (client.post("/requests/new/", words) for _each in range(2))
    assert first["Location"] == second["Location"]
    assert Ticket.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_open_one_request(customer):
    token, barrier, numbers = uuid.uuid4(), threading.Barrier(2), []

    def press():
        barrier.wait()
        numbers.append(ask(person=User.objects.get(pk=customer.pk), token=token, **WORDS).pk)
        connection.close()

    presses = [threading.Thread(target=press) for _each in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert len(numbers) == 2
    assert len(set(numbers)) == 1
    assert Ticket.objects.count() == 1


def test_a_token_of_somebody_else_leads_nowhere(client, ann, other_customer):
    theirs = ask(person=other_customer, token=uuid.uuid4(), **WORDS)
    token = Submission.objects.get(person=other_customer).token
    answer = client.post("/requests/new/", form(token=str(token)))
    assert answer["Location"] != f"/requests/{theirs.pk}/"
    assert Ticket.objects.count() == 2


def test_a_form_with_mistakes_keeps_every_word_and_file(client, ann):
    uploaded = client.post("/attachments/", {"file": file()}).json()["id"]
    answer = client.post("/requests/new/", form(subject="", attachments=[uploaded]))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing happens." in text
    assert "trace.log" in text
    assert f'name="attachments" value="{uploaded}"' in text
    assert not Ticket.objects.exists()


def test_a_file_too_large_costs_no_word(client, ann, settings):
    settings.ATTACHMENT_MAX_BYTES = 100
    answer = client.post("/requests/new/", form(files=[file("big.bin", b"x" * 5000), file("small.txt")]))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "big.bin" in text
    assert "Nothing happens." in text
    assert "small.txt" in text
    assert not Ticket.objects.exists()


def stranger_asks(client: Client, **fields: object) -> str:
    words = form(**{"email": "eve@elsewhere.test", "name": "Eve Ning", **fields})
    answer = client.post("/requests/new/", words)
    assert (answer.status_code, answer.get("Location")) == (302, "/requests/confirm/")
    return newest_code()


def test_a_stranger_asks_first_and_confirms_then(client, db):
    code = stranger_asks(client, files=[file()])
    assert not Ticket.objects.exists()
    assert not User.objects.exists()
    assert "It does not start" in client.get("/requests/confirm/").content.decode()
    assert client.post("/requests/confirm/", {"code": wrong(code)}).status_code == 422
    assert not Ticket.objects.exists()

    answer = client.post("/requests/confirm/", {"code": code})
    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/requests/{ticket.pk}/"
    assert (ticket.requester.email, ticket.requester.name) == ("eve@elsewhere.test", "Eve Ning")
    assert ticket.messages.get().attachments.get().uploaded_by == ticket.requester
    assert client.get(answer["Location"]).status_code == 200
    assert not PendingRequest.objects.exists()
    assert client.get("/requests/confirm/")["Location"] == "/"


def test_nobody_opens_a_request_in_the_name_of_another(client, customer):
    stranger_asks(client, email=customer.email)
    assert not Ticket.objects.exists()
    other = Client()
    assert other.get("/requests/confirm/")["Location"] == "/"
    other.force_login(customer)
    assert other.post("/requests/confirm/")["Location"] == "/"
    assert not Ticket.objects.exists()


def test_the_answer_is_the_same_for_known_and_unknown_addresses(client, customer):
    pages = []
    for email in (customer.email, "new@elsewhere.test"):
        browser = Client()
        stranger_asks(browser, email=email)
        text = browser.get("/requests/confirm/").content.decode().replace(email, "ADDRESS")
        pages.append([line for line in text.splitlines() if "csrf" not in line])
    assert pages[0] == pages[1]


def test_words_wait_for_whoever_signs_in_another_way(client, customer):
    stranger_asks(client, email=customer.email)
    client.post("/sign-in/", {"email": customer.email, "how": "code"})
    client.post("/sign-in/code/", {"code": newest_code()})
    assert "written but not sent" in client.get("/").content.decode()
    assert client.get("/requests/confirm/").status_code == 200
    assert client.post("/requests/confirm/")["Location"] == f"/requests/{Ticket.objects.get().pk}/"


def test_a_stranger_keeps_words_and_files_through_mistakes(client, db):
    answer = client.post("/requests/new/", form(email="nonsense", name="Eve", files=[file()]))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert all(words in text for words in ("Nothing happens.", "nonsense", "Eve", "trace.log"))
    stranger_asks(client, attachments=[Attachment.objects.get().pk])
    assert PendingRequest.objects.get().attachments.count() == 1


def test_a_stranger_cannot_take_files_of_others(client, agent):
    theirs = Attachment.objects.create(uploaded_by=agent, filename="a", size=1, file="x")
    orphan = Attachment.objects.create(filename="b", size=1, file="y")
    stranger_asks(client, attachments=[theirs.pk, orphan.pk])
    assert not PendingRequest.objects.get().attachments.exists()


def test_strangers_cannot_flood_us_nor_others(client, db):
    for number in range(20):
        Client().post("/requests/new/", form(email=f"eve{number}@elsewhere.test"))
    answer = client.post("/requests/new/", form(email="last@elsewhere.test"))
    assert answer.status_code == 429
    assert "too often" in answer.content.decode()
    assert "Nothing happens." in answer.content.decode()
    assert OutboundEmail.objects.count() == 20


def test_words_nobody_confirmed_are_forgotten(client, db):
    stranger_asks(client)
    assert forget_unconfirmed() == 0
    PendingRequest.objects.update(created_at=F("created_at") - timedelta(days=4))
    assert forget_unconfirmed() == 1
    assert client.get("/requests/confirm/")["Location"] == "/"


def send(client, ticket: Ticket, text: str = "One more thing", **fields: object):
    return client.post(f"/requests/{ticket.pk}/answer/", {"token": str(uuid.uuid4()), "text": text, **fields})


def test_an_answer_lands_on_the_request_and_brings_it_back(client, ann, agent, ticket):
    solve(ticket, actor=agent)
    answer = send(client, ticket, files=[file()])
    assert answer["Location"] == f"/requests/{ticket.pk}/#newest"
    ticket.refresh_from_db()
    message = ticket.messages.last()
    assert (message.text, message.author, message.channel) == ("One more thing", ann, "portal")
    assert message.attachments.get().filename == "trace.log"
    assert ticket.status == Status.OPEN


def test_an_answer_sent_twice_is_one_message(client, ann, ticket):
    token = str(uuid.uuid4())
    for _each in range(2):
        send(client, ticket, token=token)
    assert ticket.messages.count() == 2


def test_an_answer_to_a_closed_request_opens_one_that_continues_it(client, ann, agent, ticket):
    close(ticket, actor=agent)
    answer = client.post(
        f"/requests/{ticket.pk}/answer/", {"token": str(uuid.uuid4()), "text": "It is back"}, follow=True
    )
    follow_up = Ticket.objects.latest("pk")
    assert follow_up != ticket
    assert answer.redirect_chain[0][0] == f"/requests/{follow_up.pk}/#newest"
    assert "continues it" in answer.content.decode()
    assert Link.objects.filter(ticket=follow_up, other=ticket, kind=LinkKind.FOLLOW_UP).exists()


def test_an_empty_answer_is_refused_with_a_sentence(client, ann, ticket):
    answer = send(client, ticket, text="   ")
    assert answer.status_code == 422
    assert "Write something first" in answer.content.decode()
    assert Message.objects.count() == 1


def test_what_was_written_survives_a_refusal(client, ann, ticket, settings):
    settings.ATTACHMENT_MAX_BYTES = 10
    text = send(client, ticket, text="My long story", files=[file("big.bin", b"x" * 99)]).content.decode()
    assert "My long story" in text
    assert "big.bin" in text
    assert Message.objects.count() == 1


def test_solved_and_not_solved(client, ann, ticket):
    page = f"/requests/{ticket.pk}/"
    assert "This is solved" in client.get(page).content.decode()
    for _each in range(2):
        assert client.post(f"{page}solved/")["Location"] == page
    ticket.refresh_from_db()
    assert ticket.status == Status.SOLVED
    assert ticket.events.filter(kind="ticket.solved").count() == 1
    assert "It is not solved" in client.get(page).content.decode()
    client.post(f"{page}unsolved/")
    ticket.refresh_from_db()
    assert ticket.status == Status.OPEN
    assert client.get(f"{page}solved/").status_code == 405


def test_a_closed_request_is_neither_solved_nor_reopened(client, ann, agent, ticket):
    close(ticket, actor=agent)
    for url in ("solved/", "unsolved/"):
        answer = client.post(f"/requests/{ticket.pk}/{url}", follow=True)
        assert "closed for good" in answer.content.decode()
    ticket.refresh_from_db()
    assert ticket.status == Status.CLOSED


def test_what_was_looked_for_in_vain_is_not_typed_again(client, db):
    page = client.get("/requests/new/?q=you+took+the+%3Cmoney%3E+twice&topic=other").content.decode()
    assert 'value="you took the &lt;money&gt; twice"' in page
