"""Words of signed-in customers that are not sent yet: kept on the server, with and without a script."""

import uuid

import pytest
from django.test import Client

from accounts.models import User
from portal.models import RequestDraft
from tests.api.conftest import program_of  # noqa: F401  # whoever talks to the API
from tests.factories import make_form
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(client, customer) -> User:
    client.force_login(customer)
    return customer


def test_a_new_request_is_found_again_on_another_device_until_it_is_sent(client, ann):
    words = {"subject": "Half a subject", "text": "Half a text", "topic": "other"}
    assert client.post("/requests/new/draft/", words).json() == {"detail": "Draft kept"}
    other = Client()
    other.force_login(ann)
    page = other.get("/requests/new/").content.decode()
    assert "Half a subject" in page and "Half a text" in page

    token = str(uuid.uuid4())
    assert other.post("/requests/new/", {**words, "token": token}).status_code == 302
    assert Ticket.objects.get().subject == "Half a subject"
    # The last save of the form that was sent comes late.
    client.post("/requests/new/draft/", {**words, "token": token})
    assert not RequestDraft.objects.exists()


def test_topics_offer_to_go_on_with_what_was_answered(client, ann):
    for name in ("Billing", "Shipping"):
        form = make_form(name, **{f"order_{name.lower()}": "text"})
        type(form).objects.filter(pk=form.pk).update(for_customers=True)
    words = {"subject": "Broken", "topic": str(form.pk), "answer-order_shipping": "A-17"}
    client.post("/requests/new/draft/", words)
    assert "You began to write “Broken”" in client.get("/requests/new/").content.decode()
    assert "A-17" in client.get(f"/requests/new/?topic={form.pk}").content.decode()


def test_an_answer_is_kept_for_its_request_and_its_writer(client, ann, ticket, other_customer):
    client.post(f"/requests/{ticket.pk}/draft/", {"text": "Half an answer"})
    assert "Half an answer" in client.get(f"/requests/{ticket.pk}/").content.decode()
    client.post(f"/requests/{ticket.pk}/answer/", {"text": "A whole one", "token": str(uuid.uuid4())})
    assert not RequestDraft.objects.exists()
    client.force_login(other_customer)
    assert client.post(f"/requests/{ticket.pk}/draft/", {"text": "x"}).status_code == 404


def test_without_a_script_a_button_keeps_both(client, ann, ticket):
    client.post("/requests/new/", {"subject": "Half", "text": "", "topic": "other", "keep": "1"})
    client.post(f"/requests/{ticket.pk}/answer/", {"text": "Half an answer", "keep": "1"})
    assert RequestDraft.objects.count() == 2 and Ticket.objects.count() == 1
    assert ticket.messages.count() == 1


def test_nothing_typed_is_no_draft(client, ann):
    client.post("/requests/new/draft/", {"text": "Half"})
    client.post("/requests/new/draft/", {"text": "  ", "topic": "other"})
    assert not RequestDraft.objects.exists()


def test_by_the_api_it_is_the_same_draft(client, ann, program_of, ticket):  # noqa: F811
    form = make_form("Billing", order_number="text")
    type(form).objects.filter(pk=form.pk).update(for_customers=True)
    api = program_of(ann)
    assert api.get("/api/v1/request-draft/").status_code == 404
    words = {"topic": form.pk, "subject": "Half", "text": "", "answers": {"order_number": "A-17"}}
    kept = api.put("/api/v1/request-draft/", words).json()
    assert (kept["topic"], kept["subject"], kept["answers"]) == (form.pk, "Half", {"order_number": "A-17"})
    assert "A-17" in client.get(f"/requests/new/?topic={form.pk}").content.decode()
    client.post("/requests/new/draft/", {"text": "Half a text", "topic": "other"})
    assert api.get("/api/v1/request-draft/").json()["text"] == "Half a text"
    assert api.delete("/api/v1/request-draft/").status_code == 204
    assert api.put("/api/v1/request-draft/", {"text": " "}).json()["updated_at"] is None
    assert not RequestDraft.objects.exists()


def test_by_the_api_an_answers_draft_is_its_writers(client, ann, program_of, ticket, other_customer, agent):  # noqa: F811
    path = f"/api/v1/tickets/{ticket.pk}/request-draft/"
    assert program_of(ann).put(path, {"text": "Half an answer"}).json()["text"] == "Half an answer"
    assert "Half an answer" in client.get(f"/requests/{ticket.pk}/").content.decode()
    assert program_of(other_customer).get(path).status_code == 404
    assert program_of(agent).get(path).status_code == 403
