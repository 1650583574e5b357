"""Logging a call or a visit: who it was, on which ticket, what was said."""

import pytest
from django.db import connection

from accounts.callers import callers_like
from accounts.models import User
from outbox.models import OutboundEmail
from tests.desk.conftest import HTMX
from tests.factories import CustomerFactory, make_ticket
from tickets.actions import close
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

CALL = {"channel": "phone", "direction": "in", "minutes": "12", "subject": "Fuse", "said": "We send one.", "notes": ""}
AT = "/desk/talks/new/"


@pytest.fixture
def caller(customer) -> User:
    customer.phone = "+44 1632 960-107"
    customer.save()
    return customer


@pytest.mark.parametrize(
    "typed", ["+44 1632 960107", "01632 960 107", "(01632) 960-107", "960107", "ann", "lee", "ann@ex"]
)
def test_a_caller_is_found_by_number_name_or_address(caller, other_customer, typed):
    assert callers_like(typed) == [caller]


@pytest.mark.parametrize("typed", ["", "a", "01632 960108", "1234", "omar", "%", "\\D"])
def test_nobody_else_is_found(caller, agent, typed):
    assert callers_like(typed) == []


def test_a_number_is_looked_up_by_its_index(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            r"EXPLAIN SELECT id FROM accounts_user "
            r"WHERE right(regexp_replace(phone, '\D', '', 'g'), 8) = '32960107' AND phone <> ''"
        )
        assert "user_phone_tail" in str(cursor.fetchall())


def test_who_was_found_is_chosen_with_the_tickets_that_can_go_on(desk, agent, caller):
    going, gone = make_ticket(requester=caller, subject="Smoke"), make_ticket(requester=caller, subject="Fire")
    close(gone, actor=agent)

    found = desk.get("/desk/talks/callers/", {"q": "01632 960107"}, headers=HTMX).content.decode()
    assert f"{AT}?person={caller.pk}" in found
    page = desk.get(f"{AT}?person={caller.pk}").content.decode()
    assert f"Continue #{going.pk} · Smoke" in page
    assert "Fire" not in page
    assert 'name="email"' not in page


def test_nobody_we_know_says_so(desk, agent):
    assert "Nobody we know" in desk.get("/desk/talks/callers/", {"q": "Zora"}, headers=HTMX).content.decode()


def test_a_call_of_somebody_unknown_makes_them_and_a_ticket(desk, agent):
    answer = desk.post(AT, {**CALL, "email": "New@example.org", "name": "Zora Quill", "phone": "+49 30 1234567"})

    ticket = Ticket.objects.get()
    assert answer.url == f"/desk/tickets/{ticket.number}/"
    assert (ticket.requester.email, ticket.requester.name, ticket.requester.phone) == (
        "new@example.org",
        "Zora Quill",
        "+49 30 1234567",
    )
    assert (ticket.assignee, ticket.channel, ticket.subject) == (agent, "phone", "Fuse")
    shown = desk.get(answer.url).content.decode()
    assert "They called · 12 min" in shown


def test_a_mailbox_of_our_own_is_no_caller(desk, agent, mailbox):
    """What is answered to it would come back to ourselves."""
    refused = desk.post(AT, {**CALL, "email": mailbox.address})
    assert refused.status_code == 422
    assert f"{mailbox.address} is a mailbox of our own" in refused.content.decode()
    talk = {
        "channel": "phone",
        "direction": "in",
        "started_at": "2026-01-01T10:00:00Z",
        "said": "Hello",
        "subject": "Fuse",
    }
    by_api = desk.post("/api/v1/talks/", {**talk, "requester": mailbox.address}, content_type="application/json")
    assert "is a mailbox of our own" in by_api.json()["detail"]
    assert not User.objects.filter(email=mailbox.address).exists()


def test_a_call_that_is_sent_again_is_logged_once(desk, agent):
    answers = [desk.post(AT, {**CALL, "name": "Zora Quill"}) for _press in range(2)]

    ticket = Ticket.objects.get()
    assert [answer.url for answer in answers] == [f"/desk/tickets/{ticket.number}/"] * 2
    assert "This was logged already" in desk.get(answers[1].url).content.decode()


def test_somebody_new_with_a_known_number_is_asked_about_once(desk, agent, caller):
    words = {**CALL, "phone": "01632 960107"}

    asked = desk.post(AT, words)

    page = asked.content.decode()
    assert (asked.status_code, Ticket.objects.exists()) == (422, False)
    assert "We know this number: Ann Lee. Choose them above" in page
    assert f"{AT}?person={caller.pk}" in page
    assert "We send one." in page
    for _press in range(2):
        desk.post(AT, {**words, "somebody_new": "01632 960107"})
    assert Ticket.objects.get().requester != caller


def test_a_call_of_a_new_number_sent_again_is_logged_once(desk, agent):
    answers = [desk.post(AT, {**CALL, "phone": "+49 30 1234567"}) for _press in range(2)]

    assert [answer.url for answer in answers] == [f"/desk/tickets/{Ticket.objects.get().number}/"] * 2


def test_it_goes_on_with_the_ticket_that_was_chosen(desk, agent, caller):
    ticket = make_ticket(requester=caller)
    assert f"#{ticket.pk}" in desk.get(f"{AT}?ticket={ticket.pk}").content.decode()

    answer = desk.post(f"{AT}?ticket={ticket.pk}", {**CALL, "status": "solved"})

    ticket.refresh_from_db()
    assert answer.url == f"/desk/tickets/{ticket.number}/"
    assert (ticket.status, ticket.messages.count(), Ticket.objects.count()) == ("solved", 2, 1)


def test_a_form_that_lacks_something_keeps_the_words(desk, agent, caller):
    answer = desk.post(AT, {**CALL, "email": "nonsense", "minutes": "-3"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "We send one." in html
    assert not Ticket.objects.exists()
    ticket = make_ticket(requester=caller)
    refused = desk.post(f"{AT}?ticket={ticket.pk}", {**CALL, "said": "", "notes": ""})
    assert "Write what was said, here or in the notes." in refused.content.decode()


@pytest.mark.parametrize("query", ["person=0", "person=x", "ticket=0", "ticket=²", "person=99999999999999999999"])
def test_what_is_not_there_is_not_found(desk, agent, query):
    assert desk.get(f"{AT}?{query}").status_code == 404


def test_colleagues_are_no_callers(desk, agent, lead):
    assert desk.get(f"{AT}?person={lead.pk}").status_code == 404
    CustomerFactory(is_active=False, name="Gone Away")
    assert callers_like("gone") == []


@pytest.mark.parametrize(
    ("who", "name"), [({"name": "Zora Quill"}, "Zora Quill"), ({"phone": "+49 30 1234567"}, "+49 30 1234567")]
)
def test_a_name_or_a_number_is_enough_to_log_a_call(desk, agent, mailbox, who, name):
    answer = desk.post(AT, {**CALL, **who})

    ticket = Ticket.objects.get()
    assert (ticket.requester.email, ticket.requester.display_name) == ("", name)
    shown = desk.get(answer.url).content.decode()
    assert "No address: answers go by phone" in shown
    assert "None" not in shown.split('id="customer-card"')[1].split("</div>")[0]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, "name", "Write who it was"),
        ({"phone": "call me"}, "phone", "is no phone number"),
        ({"name": "Zora", "started_at": "2999-01-01T09:00"}, "started_at", "has not been yet"),
        ({"name": "Zora", "subject": ""}, "subject", "Write what it was about"),
    ],
)
def test_what_is_missing_is_said_at_its_field(desk, agent, typed, field, sentence):
    html = desk.post(AT, {**CALL, **typed}).content.decode()
    where = html.split(f'name="{field}"')[0].rpartition('<div class="field">')[2]
    assert sentence in where
    assert not Ticket.objects.exists()


def test_who_has_no_address_is_answered_by_phone_and_told_why(desk, agent, mailbox):
    desk.post(AT, {**CALL, "name": "Zora Quill"})
    ticket = Ticket.objects.get()
    form = {"kind": "public", "seen_seq": ticket.conversation_seq, "html": "<div>Hello</div>", "to": "", "cc": ""}

    answer = desk.post(f"/desk/tickets/{ticket.number}/send/", form, headers=HTMX)

    assert answer.status_code == 400
    assert "Zora Quill has no email address" in answer.content.decode()
    assert "Hello" in answer.content.decode()
    elsewhere = desk.post(f"/desk/tickets/{ticket.number}/send/", {**form, "to": "zora@example.org"}, headers=HTMX)
    assert elsewhere.status_code == 200
    assert [email.recipients.get().address for email in OutboundEmail.objects.all()] == ["zora@example.org"]


def test_a_box_that_reaches_nobody_says_so_before_words_are_written(desk, agent, ticket):
    desk.post(AT, {**CALL, "name": "Zora Quill"})
    page = desk.get(f"/desk/tickets/{Ticket.objects.latest('pk').number}/").content.decode()

    assert "Zora Quill has no email address, so an answer would not arrive." in page
    assert "Add an address" in page
    assert "would not arrive" not in desk.get(f"/desk/tickets/{ticket.number}/").content.decode()


@pytest.mark.parametrize(
    ("typed", "field"), [("+49 171 23450", "phone"), ("zora@example.org", "email"), ("Zora Quill", "name")]
)
def test_what_was_typed_to_find_somebody_stands_in_its_field(desk, typed, field):
    page = desk.get("/desk/talks/callers/", {"q": typed}).content.decode()

    assert page.split(f'name="{field}"')[1].partition(">")[0].count(f'value="{typed}"') == 1


def test_every_page_with_a_person_without_address_is_drawn(desk, agent, lead):
    desk.post(AT, {**CALL, "name": "Zora Quill"})
    ticket = Ticket.objects.get()
    pages = (
        f"/desk/customers/{ticket.requester_id}/",
        f"/desk/customers/{ticket.requester_id}/edit/",
        f"/desk/customers/{ticket.requester_id}/merge/",
        "/desk/customers/?q=zora",
        "/desk/?view=open",
        f"{AT}?person={ticket.requester_id}",
        f"/desk/tickets/{ticket.number}/identity/",
    )
    for page in pages:
        assert desk.get(page).status_code == 200, page
