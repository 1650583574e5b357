"""Files: taken in with limits, given out only to who may see them and so that no browser runs them."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F

from accounts.models import User
from tickets.actions import add_note, reply
from tickets.attachments import Attachment, remove_abandoned_uploads, safe_filename, sniffed_type, unsent_attachments
from tickets.content import Body
from tickets.models.message import MessageKind

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 24


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(client, person: User | None, name: str, content: bytes, **fields: str):
    if person:
        client.force_login(person)
    file = SimpleUploadedFile(name, content, content_type="text/html")
    return client.post("/attachments/", {"file": file, **fields}, HTTP_ACCEPT="application/json")


def kept(person: User, name: str, content: bytes, **fields: object) -> Attachment:
    return Attachment.objects.create(
        uploaded_by=person, filename=name, size=len(content), file=ContentFile(content, name), **fields
    )


def test_an_upload_answers_with_what_the_page_needs(client, customer):
    answer = upload(client, customer, "trace.log", b"line one\nline two")
    attachment = Attachment.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": attachment.pk,
        "key": str(attachment.key),
        "name": "trace.log",
        "size": 17,
        "content_type": attachment.content_type,
        "url": f"/attachments/{attachment.key}/trace.log",
    }
    assert attachment.uploaded_by == customer
    assert attachment.message is None
    assert "trace" not in attachment.file.name
    assert b"".join(client.get(answer.json()["url"]).streaming_content) == b"line one\nline two"


def test_a_pasted_picture_is_shown_in_place_with_its_true_type(client, agent):
    answer = upload(client, agent, "image.png", PNG, inline="1")
    assert answer.json()["url"].endswith("?inline=1")
    assert answer.json()["content_type"] == "image/png"
    shown = client.get(answer.json()["url"])
    assert shown["Content-Type"] == "image/png"
    assert shown["Content-Disposition"].startswith("inline")


def test_only_signed_in_people_upload(client, db):
    answer = upload(client, None, "a.txt", b"hi")
    assert answer.status_code == 401
    assert "Sign in" in answer.json()["detail"]
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_refused_while_it_arrives(client, customer, settings):
    settings.ATTACHMENT_MAX_BYTES = 1000
    answer = upload(client, customer, "film.mp4", b"x" * 1001)
    assert answer.status_code == 413
    assert "film.mp4" in answer.json()["detail"]
    assert "1000" in answer.json()["detail"]
    assert upload(client, customer, "film.mp4", b"x" * 1000).status_code == 201
    assert Attachment.objects.count() == 1


def test_an_empty_file_and_no_file_are_refused_with_a_sentence(client, customer):
    assert upload(client, customer, "a.txt", b"").status_code == 400
    assert client.post("/attachments/").json()["detail"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<html><script>alert(1)</script></html>"),
        ("picture.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("fake.png", b"<html><script>alert(1)</script>"),
        ("fake.gif", b"%PDF-1.4"),
        ("a.js", b"alert(1)"),
    ],
)
def test_what_could_run_is_always_a_download(client, customer, name, content):
    url = upload(client, customer, name, content).json()["url"]
    for query in ("", "?inline=1"):
        response = client.get(url + query)
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"].startswith("default-src 'none'")
        assert "sandbox" in response["Content-Security-Policy"]
        assert response["Content-Type"].split(";")[0] not in ("text/html", "image/svg+xml", "image/png", "image/gif")
        assert "private" in response["Cache-Control"]


def test_a_type_that_a_mail_claims_is_not_believed_when_shown_in_place(client, customer):
    lie = kept(customer, "x.png", b"<script>alert(1)</script>", content_type="image/png")
    client.force_login(customer)
    assert client.get(f"/attachments/{lie.key}/x.png?inline=1")["Content-Disposition"].startswith("attachment")


def test_names_are_safe_in_every_header(client, customer):
    answer = upload(client, customer, 'Grüße "x"; filename=evil.exe', b"hi")
    disposition = client.get(answer.json()["url"])["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe%20%22x%22%3B%20filename%3Devil.exe")
    assert "\n" not in disposition


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.txt", "a.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("...", "file"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_file_names_lose_what_is_dangerous(given, safe):
    assert safe_filename(given) == safe


def test_the_bytes_decide_the_type():
    assert sniffed_type(b"%PDF-1.7\n", "a.png") == "application/pdf"
    assert sniffed_type(b"just words", "notes.png") == "application/octet-stream"
    assert sniffed_type(b"just words", "notes.csv") == "text/csv"


def status(client, person: User | None, attachment: Attachment) -> int:
    client.logout()
    if person:
        client.force_login(person)
    return client.get(f"/attachments/{attachment.key}/{attachment.filename}").status_code


def test_files_are_only_for_who_may_see_their_message(client, customer, other_customer, agent, ticket):
    sent, noted, unsent = kept(agent, "a.txt", b"a"), kept(agent, "n.txt", b"n"), kept(agent, "u.txt", b"u")
    answer = reply(ticket, actor=agent, body=Body.from_text("See the file"), seen_seq=1, attachments=[sent])
    add_note(ticket, actor=agent, body=Body.from_text("Internal"), attachments=[noted])
    admin = User.objects.create_user("boss@example.com", role="admin")

    seen = {
        person: [status(client, person, file) for file in (sent, noted, unsent)]
        for person in (customer, other_customer, agent, admin, None)
    }
    assert seen == {
        customer: [200, 404, 404],
        other_customer: [404, 404, 404],
        agent: [200, 200, 200],
        admin: [200, 200, 404],
        None: [302, 302, 302],
    }
    answer.kind = MessageKind.NOTE
    answer.save()
    assert status(client, customer, sent) == 404


def test_a_ticket_put_away_takes_its_files_with_it(client, customer, agent, ticket):
    sent = kept(agent, "a.txt", b"a")
    reply(ticket, actor=agent, body=Body.from_text("See"), seen_seq=1, attachments=[sent])
    ticket.__class__.objects.update(is_spam=True)
    assert status(client, customer, sent) == 404


def test_a_file_missing_from_storage_is_not_found(client, customer):
    lost = kept(customer, "a.txt", b"a")
    lost.file.storage.delete(lost.file.name)
    assert status(client, customer, lost) == 404


def test_a_form_cannot_take_files_of_others_nor_those_already_sent(customer, agent, ticket):
    mine, sent = kept(customer, "m.txt", b"m"), kept(agent, "a.txt", b"a")
    reply(ticket, actor=agent, body=Body.from_text("See"), seen_seq=1, attachments=[sent])
    theirs = kept(agent, "t.txt", b"t")
    ids = [theirs.pk, str(mine.pk), sent.pk, mine.pk, "x", "9" * 30, "-1"]
    assert unsent_attachments(customer, ids) == [mine]
    assert unsent_attachments(agent, ids) == [theirs]


def test_files_nobody_sent_are_removed_after_a_week(customer, agent, ticket):
    old, drafted, fresh = (kept(agent, name, b"x") for name in ("old", "drafted", "fresh"))
    draft = agent.drafts.create(ticket=ticket, kind="public")
    draft.attachments.add(drafted)
    Attachment.objects.exclude(pk=fresh.pk).update(created_at=F("created_at") - timedelta(days=8))
    assert remove_abandoned_uploads() == 1
    assert set(Attachment.objects.values_list("filename", flat=True)) == {"drafted", "fresh"}
    assert not old.file.storage.exists(old.file.name)
