"""What somebody who is not signed in began to write: kept by a button, without a script, in their browser alone."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client

from helpdesk import clock
from portal.drafts import keep_draft
from portal.models import RequestDraft
from portal.tasks import tidy_forms
from tests.factories import make_form
from tickets.attachments import take_upload
from tickets.models import Attachment, Ticket
from tickets.request_links import path_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


WORDS = {
    "name": "Mia",
    "email": "mia@example.net",
    "subject": "Half a subject",
    "text": "Half a text",
    "topic": "other",
}


def test_a_button_keeps_words_and_files_for_this_browser(client):
    note = SimpleUploadedFile("note.txt", b"One line")
    answer = client.post("/requests/new/", {**WORDS, "keep": "1", "files": note}, follow=True)
    assert "Your draft is kept in this browser for two weeks." in answer.content.decode()
    page = client.get("/requests/new/").content.decode()
    for word in ("Mia", "mia@example.net", "Half a subject", "Half a text", "note.txt"):
        assert word in page
    assert "Half a subject" not in Client().get("/requests/new/").content.decode()
    assert not Ticket.objects.exists() and not RequestDraft.objects.exists()


def test_without_a_script_a_file_is_left_out_by_a_box(client):
    files = [SimpleUploadedFile(f"{name}.txt", b"One line") for name in ("right", "wrong")]
    client.post("/requests/new/", {**WORDS, "keep": "1", "files": files})
    wrong = Attachment.objects.get(filename="wrong.txt")
    assert f'<input type="checkbox" name="leave" value="{wrong.pk}">' in client.get("/requests/new/").content.decode()
    keys = [str(file.pk) for file in Attachment.objects.all()]
    client.post("/requests/new/", {**WORDS, "keep": "1", "attachments": keys, "leave": wrong.pk})
    page = client.get("/requests/new/").content.decode()
    assert "right.txt" in page and "wrong.txt" not in page


def test_an_emptied_one_is_gone(client):
    client.post("/requests/new/", {**WORDS, "keep": "1"})
    client.post("/requests/new/", {"topic": "other", "keep": "1"})
    assert "Half a subject" not in client.get("/requests/new/").content.decode()


def test_topics_offer_to_go_on(client):
    for name in ("Billing", "Shipping"):
        form = make_form(name, **{f"order_{name.lower()}": "text"})
        type(form).objects.filter(pk=form.pk).update(for_customers=True)
    client.post("/requests/new/", {"subject": "Broken", "topic": form.pk, "answer-order_shipping": "A-17", "keep": "1"})
    assert "You began to write “Broken”" in client.get("/requests/new/").content.decode()
    assert "A-17" in client.get(f"/requests/new/?topic={form.pk}").content.decode()


def test_who_signs_in_after_it_goes_on_with_it_and_its_files(client, customer):
    client.post("/requests/new/", {**WORDS, "keep": "1", "files": SimpleUploadedFile("note.txt", b"One line")})
    client.force_login(customer)
    assert "Half a subject" in client.get("/requests/new/").content.decode()
    note = Attachment.objects.get()
    client.post("/requests/new/", {**WORDS, "token": uuid.uuid4(), "attachments": note.pk})
    assert list(Ticket.objects.get().messages.get().attachments.all()) == [note]
    assert "Half a subject" not in client.get("/requests/new/").content.decode()


def test_by_the_link_of_a_mail_an_answer_is_kept_too(client, ticket, customer):
    client.get(path_for(ticket.pk, customer.pk))
    client.post(f"/requests/{ticket.pk}/answer/", {"text": "Half an answer", "keep": "1"})
    assert ticket.messages.count() == 1
    assert "Half an answer" in client.get(f"/requests/{ticket.pk}/").content.decode()
    client.post(f"/requests/{ticket.pk}/answer/", {"text": "A whole one", "token": uuid.uuid4()})
    assert "Half an answer" not in client.get(f"/requests/{ticket.pk}/").content.decode()


def test_files_of_a_draft_stay_as_long_as_it_does(customer):
    kept, left = (
        take_upload(SimpleUploadedFile(f"{name}.txt", b"x"), uploaded_by=customer) for name in ("kept", "left")
    )
    Attachment.objects.update(created_at=clock.now() - timedelta(days=30))
    keep_draft(customer, None, QueryDict(f"text=Half&attachments={kept.pk}"))
    tidy_forms()
    assert list(Attachment.objects.all()) == [kept]
    RequestDraft.objects.update(updated_at=clock.now() - timedelta(days=91))
    tidy_forms()
    assert left and not Attachment.objects.exists()
