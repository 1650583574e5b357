"""Writing on a ticket from the desk."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desk.conftest import HTMX, signed_in
from tickets.actions import add_note, close, delete, receive_message
from tickets.attachments import take_upload
from tickets.content import Body
from tickets.models import Attachment, Channel, Draft, Message, Status

pytestmark = pytest.mark.django_db

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def send(client, ticket, **fields):
    data = {"kind": "public", "seen_seq": ticket.conversation_seq, "html": "<div>Hello</div>", **fields}
    return client.post(f"/desk/tickets/{ticket.number}/send/", data, headers=HTMX)


def newest(ticket) -> Message:
    return ticket.messages.order_by("pk").last()


def test_a_reply_goes_out_with_the_status_chosen(desk, agent, customer, ticket):
    answer = send(desk, ticket, html="<div>Use <b>sand</b></div>", status="pending", cc="bob@example.net")
    assert answer.status_code == 200
    message = newest(ticket)
    assert (message.author, message.kind, message.html) == (agent, "public", "<div>Use <b>sand</b></div>")
    ticket.refresh_from_db()
    assert ticket.status == Status.PENDING
    assert [one.person.email for one in ticket.participants.all()] == ["bob@example.net"]
    assert "Use <b>sand</b>" in answer.content.decode()


def test_a_note_is_for_colleagues(desk, ticket):
    send(desk, ticket, kind="note", html="<div>Careful</div>", status="pending")
    assert newest(ticket).is_note
    ticket.refresh_from_db()
    assert ticket.status == Status.OPEN


def test_a_send_that_was_overtaken_is_stopped_and_its_words_stay(desk, agent, customer, ticket):
    receive_message(ticket, actor=customer, body=Body.from_text("It is worse now"), channel=Channel.EMAIL)
    answer = send(desk, ticket, seen_seq=1, html="<div>Is it better?</div>", cc="bob@example.net")
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "It is worse now" in html
    assert "Is it better?" in html
    assert "1 new message" in html
    assert ticket.messages.count() == 2
    assert Draft.objects.get(author=agent, ticket=ticket).html == "<div>Is it better?</div>"
    assert send(desk, ticket, seen_seq=2).status_code == 200
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"html": "<div><br></div>"}, "Write something first"),
        ({"cc": "bob@example.net, nonsense"}, "is not an email address"),
        ({"status": "nonsense"}, "Choose one of the offered values"),
    ],
)
def test_what_cannot_be_sent_says_why_and_keeps_the_words(desk, ticket, fields, sentence):
    answer = send(desk, ticket, **{"html": "<div>My words</div>", **fields})
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert ticket.messages.count() == 1
    if "html" not in fields:
        assert "My words" in answer.content.decode()


def test_a_closed_ticket_takes_no_reply(desk, agent, ticket):
    close(ticket, actor=agent)
    answer = send(desk, ticket)
    assert answer.status_code == 409
    assert ticket.messages.count() == 1


def test_drafts_are_kept_per_person_and_kind(desk, agent, lead, ticket):
    url = f"/desk/tickets/{ticket.number}/draft/"
    desk.post(url, {"kind": "public", "html": "<div>To Ann</div>", "seen_seq": 1, "cc": "bob@example.net"})
    desk.post(url, {"kind": "note", "html": "<div>To us</div>", "seen_seq": 1})
    page = desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert "To Ann" in page
    assert "bob@example.net" in page
    assert "To us" in desk.get(f"/desk/tickets/{ticket.number}/composer/?kind=note").content.decode()
    assert "To Ann" not in signed_in(lead).get(f"/desk/tickets/{ticket.number}/").content.decode()
    desk.post(url, {"kind": "public", "html": "<div><br></div>", "seen_seq": 1})
    assert [draft.kind for draft in Draft.objects.all()] == ["note"]


def test_an_older_save_of_the_same_browser_never_replaces_a_newer(desk, ticket):
    url = f"/desk/tickets/{ticket.number}/draft/"
    desk.post(url, {"html": "<div>Newer</div>", "seen_seq": 1, "writer": "a", "revision": 20})
    desk.post(url, {"html": "<div>Older</div>", "seen_seq": 1, "writer": "a", "revision": 10})
    assert Draft.objects.get().html == "<div>Newer</div>"
    desk.post(url, {"html": "", "seen_seq": 1, "writer": "a", "revision": 15})
    assert Draft.objects.get().html == "<div>Newer</div>"
    desk.post(url, {"html": "<div>At home</div>", "seen_seq": 1, "writer": "b", "revision": 5})
    assert Draft.objects.get().html == "<div>At home</div>"
    desk.post(url, {"html": "", "seen_seq": 1, "writer": "b", "revision": 6})
    assert not Draft.objects.exists()


def test_a_draft_says_what_came_after_it(desk, agent, lead, ticket):
    desk.post(f"/desk/tickets/{ticket.number}/draft/", {"html": "<div>Well</div>", "seen_seq": 1})
    add_note(ticket, actor=lead, body=Body.from_text("Wait"))
    assert "1 message came after you wrote this draft" in desk.get(f"/desk/tickets/{ticket.number}/").content.decode()


def test_files_and_pictures_travel_with_the_words(desk, agent, ticket):
    picture = take_upload(SimpleUploadedFile("shot.png", PNG), uploaded_by=agent, is_inline=True)
    file = take_upload(SimpleUploadedFile("log.txt", b"log"), uploaded_by=agent)
    html = f'<div>See <img src="/attachments/{picture.key}/shot.png?inline=1" alt="shot.png"></div>'
    page = desk.post(f"/desk/tickets/{ticket.number}/draft/", {"html": html, "attachments": [file.pk], "seen_seq": 1})
    assert page.json() == {"kept": True}
    assert send(desk, ticket, html=html, attachments=[file.pk]).status_code == 200
    message = newest(ticket)
    assert f"cid:{picture.content_id}" in message.html
    assert set(message.attachments.all()) == {picture, file}
    shown = desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert f"/attachments/{picture.key}/shot.png?inline=1" in shown
    assert "log.txt" in shown


def test_files_of_others_cannot_be_sent(desk, lead, ticket):
    theirs = take_upload(SimpleUploadedFile("secret.txt", b"x"), uploaded_by=lead)
    send(desk, ticket, attachments=[theirs.pk])
    assert not newest(ticket).attachments.exists()
    assert Attachment.objects.get().message is None


def test_without_a_script_it_works_too(desk, ticket):
    answer = desk.post(
        f"/desk/tickets/{ticket.number}/send/", {"kind": "public", "text": "Plain\n\nwords", "seen_seq": 1}
    )
    assert answer.url == f"/desk/tickets/{ticket.number}/"
    assert newest(ticket).text == "Plain\n\nwords"


def test_discarding_empties_the_box(desk, agent, ticket):
    desk.post(f"/desk/tickets/{ticket.number}/draft/", {"html": "<div>Well</div>", "seen_seq": 1})
    answer = desk.post(f"/desk/tickets/{ticket.number}/discard/", {"kind": "public"}, headers=HTMX)
    assert "Well" not in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_deleted_ticket_is_forwarded_to_nobody_and_says_who_brings_it_back(desk, lead, ticket):
    delete(ticket, actor=lead)

    page = desk.get(f"/desk/tickets/{ticket.number}/").content.decode()

    assert re.search(r'<button class="tabs__tab" type="submit" hidden[^>]*data-compose="forward"', page)
    assert "Ask a team lead or an admin to restore it." in page
    restored = signed_in(lead).post(f"/desk/tickets/{ticket.number}/restore/", headers=HTMX)
    assert "Restored." in restored.headers["HX-Trigger"]
