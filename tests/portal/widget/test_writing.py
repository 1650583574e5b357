"""Writing to a person in the widget: as a stranger with a code, as somebody the website vouches for; and how it stands."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from demo.forms import create_forms
from knowledgebase.models import HelpOutcome, HelpSession
from portal.models import PendingRequest
from tests.accounts.test_sign_in import newest_code, wrong
from tests.factories import make_ticket
from tickets.actions import reply
from tickets.content import Body
from tickets.models import Attachment, Ticket, TicketForm

pytestmark = pytest.mark.django_db
ANN = "ann@example.net"


def test_a_stranger_confirms_their_address_before_anything_is_opened(visitor):
    page = visitor.write(email=ANN, name="Ann Lee").content.decode()
    assert ANN in page
    assert not Ticket.objects.exists()

    page = visitor.post("confirm/", code=newest_code()).content.decode()

    ticket = Ticket.objects.get()
    assert (ticket.channel, ticket.subject, ticket.requester.email) == ("widget", "It does not start", ANN)
    assert "Your request is with us" in page
    assert "data-keep" in page


def test_a_wrong_code_opens_nothing_and_says_so(visitor):
    visitor.write(email=ANN)
    answer = visitor.post("confirm/", code=wrong(newest_code()))
    assert answer.status_code == 422
    assert "That is not the code" in answer.content.decode()
    assert not Ticket.objects.exists()
    assert PendingRequest.objects.exists()


def test_another_code_is_mailed_when_asked_for(visitor):
    visitor.write(email=ANN)
    first = newest_code()
    assert visitor.post("confirm/", again="1").status_code == 200
    visitor.post("confirm/", code=newest_code())
    assert Ticket.objects.count() == 1
    assert first


def test_what_is_missing_is_said_and_every_word_stays(visitor):
    answer = visitor.write(email="no address", text="")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tell us what happened." in page and "no address" in page and "It does not start" in page


def test_who_is_vouched_for_writes_at_once_and_a_double_click_once(visitor, secret):
    assert visitor.introduced(secret) == {"is_known": True}
    form = visitor.get("ask/")
    token = form.context["form"]["token"].value()

    for _press in range(2):
        visitor.post("ask/", token=token, subject="Broken", text="Since today.")

    ticket = Ticket.objects.get()
    assert (ticket.channel, ticket.requester.email, ticket.requester.name) == ("widget", ANN, "Ann Lee")


@pytest.mark.parametrize(
    ("forged", "why"),
    [
        ({"signature": "0" * 64}, "wrong"),
        ({"email": "boss@example.net", "signature": "ä"}, "wrong"),
        ({"age": 3700}, "too old"),
    ],
)
def test_a_forged_or_stale_identity_is_anonymous_and_says_why(visitor, secret, forged, why):
    answer = visitor.introduced(secret, **forged)
    assert answer["is_known"] is False
    assert why in answer["problem"]
    assert 'name="email"' in visitor.get("ask/").content.decode()


def test_nobody_becomes_a_colleague_by_a_websites_word(visitor, secret, agent):
    assert visitor.introduced(secret, email=agent.email)["is_known"] is False
    assert visitor.get("requests/").context["rows"] == []


def test_what_was_asked_before_goes_along(visitor, secret, article):
    visitor.introduced(secret)
    visitor.post("search/", q="how do I pay an invoice")
    visitor.write()
    session = HelpSession.objects.get()
    assert (session.outcome, session.ticket) == (HelpOutcome.TICKET, Ticket.objects.get())


def test_answers_show_while_somebody_writes(visitor, article):
    page = visitor.post("answers/", subject="How do I pay an invoice", text="by card").content.decode()
    assert "Pay an invoice" in page and "That solved it" in page
    assert visitor.post("answers/", subject="pay").content.decode().strip() == ""
    assert 'role="search"' in (start := visitor.get("").content.decode()) and "data-answers" in start
    assert "Pay an invoice" in visitor.post("answers/", q="how do i pay an invoice").content.decode()


def test_requests_are_seen_by_whom_they_concern(visitor, secret, customer, agent, mailbox, other_customer):
    ticket = make_ticket(requester=customer, subject="My printer")
    others = make_ticket(requester=other_customer, subject="Not Ann's")
    reply(ticket, actor=agent, body=Body.from_text("Turn it off and on."), seen_seq=1)
    assert visitor.get(f"requests/{ticket.number}/").status_code == 404

    visitor.introduced(secret, email=customer.email)

    page = visitor.get("requests/").content.decode()
    assert "My printer" in page and "Not Ann" not in page
    assert "Turn it off and on." in visitor.get(f"requests/{ticket.number}/").content.decode()
    assert visitor.get(f"requests/{others.number}/").status_code == 404


def test_an_answer_is_added_once(visitor, secret, customer):
    ticket = make_ticket(requester=customer)
    visitor.introduced(secret, email=customer.email)
    token = visitor.get(f"requests/{ticket.number}/").context["form"]["token"].value()
    for _press in range(2):
        visitor.post(f"requests/{ticket.number}/answer/", token=token, text="Still broken.")
    message = ticket.messages.last()
    assert (message.text, message.channel) == ("Still broken.", "widget")
    assert ticket.messages.count() == 2


@pytest.fixture
def topics():
    """Two, of which Billing asks when the second charge was, but only of whom was charged twice."""
    create_forms()
    return TicketForm.objects.get(name="Billing")


def test_topics_are_chosen_first_and_ask_what_only_their_answers_ask(visitor, secret, topics):
    visitor.introduced(secret)
    assert f"?topic={topics.pk}" in visitor.get("ask/").content.decode()
    page = visitor.get("ask/", topic=topics.pk).content.decode()
    assert "answer-matter" in page and "answer-charged_on" not in page
    told = {"topic": topics.pk, "answer-matter": "I was charged twice"}
    assert "answer-charged_on" in visitor.post("ask/questions/", **told).content.decode()

    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    seen = re.findall(r'name="asked" value="(\w+)"', page)
    words = {**told, "token": token, "subject": "Charged twice", "text": "On Monday.", "asked": seen}
    assert "One more thing" in visitor.post("ask/", **words).content.decode()
    asked = [*seen, "charged_first", "charged_on", "card"]
    visitor.post("ask/", **{**words, "asked": asked, "answer-charged_on": "2026-11-02", "answer-card": "4242"})

    ticket = Ticket.objects.get()
    assert (ticket.form, ticket.fields) == (
        topics,
        {
            "matter": "I was charged twice",
            "charged_on": "2026-11-02",
            "card": "4242",
        },
    )


@pytest.mark.parametrize("is_known", [True, False])
def test_files_go_along_even_when_the_form_came_back_first(visitor, secret, is_known):
    who = {"email": ANN} if not is_known else {}
    if is_known:
        visitor.introduced(secret)
    page = visitor.write(**who, text="", files=SimpleUploadedFile("bill.pdf", b"%PDF-1.4 x")).content.decode()
    kept = re.search(r'name="attachments" value="(\d+)" checked', page)[1]

    visitor.write(**who, attachments=kept, files=SimpleUploadedFile("more.txt", b"words"))
    if not is_known:
        visitor.post("confirm/", code=newest_code())

    files = Ticket.objects.get().messages.get().attachments.order_by("pk")
    assert [(file.filename, file.uploaded_by.email) for file in files] == [("bill.pdf", ANN), ("more.txt", ANN)]


def test_nobody_takes_somebody_elses_file_along(visitor, secret):
    visitor.introduced(secret)
    visitor.write(text="", files=SimpleUploadedFile("bill.pdf", b"%PDF-1.4 x"))
    other = type(visitor)()
    other.introduced(secret, email="bob@example.net")
    other.write(attachments=str(Attachment.objects.get().pk))
    assert not Ticket.objects.get().messages.get().attachments.exists()


def test_an_answer_takes_files_too(visitor, secret, customer):
    ticket = make_ticket(requester=customer)
    visitor.introduced(secret, email=customer.email)
    token = visitor.get(f"requests/{ticket.number}/").context["form"]["token"].value()
    file = SimpleUploadedFile("screen.txt", b"words")
    visitor.post(f"requests/{ticket.number}/answer/", token=token, text="See.", files=file)
    assert ticket.messages.last().attachments.get().filename == "screen.txt"
