"""Messages, notes and files over the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import make_ticket
from tickets.actions import add_note, close, receive_message, save_draft, solve
from tickets.content import Body
from tickets.models import Attachment, Channel, Message

pytestmark = pytest.mark.django_db


def test_a_reply_goes_out_at_once_with_its_status(api, ticket, agent):
    answer = api.post(
        f"/api/v1/tickets/{ticket.pk}/messages/",
        {"html": "<p>Hello <b>Ann</b><script>x()</script></p>", "seen_seq": 1, "status": "pending"},
    )

    assert answer.status_code == 201, answer.content
    shown = answer.json()
    assert (shown["kind"], shown["author"]["id"], shown["channel"], shown["seq"]) == ("public", agent.pk, "api", 2)
    assert "<b>Ann</b>" in shown["html"]
    assert "script" not in shown["html"]
    ticket.refresh_from_db()
    assert (ticket.status, ticket.first_reply_at is not None) == ("pending", True)
    assert api.get(answer["Location"]).json()["text"] == "Hello Ann"


def test_a_reply_that_the_conversation_overtook_is_stopped(api, ticket, customer):
    receive_message(ticket, actor=customer, body=Body.from_text("One more thing"), channel=Channel.EMAIL)
    address = f"/api/v1/tickets/{ticket.pk}/messages/"

    for answer in (
        api.post(address, {"text": "Late", "seen_seq": 1}),
        api.post(address, {"text": "Late"}, headers={"If-Match": '"1"'}),
        api.post(address, {"text": "Has seen nothing"}),
    ):
        assert answer.status_code == 409
        assert answer.json()["code"] == "stale"
        assert answer.json()["conversation_seq"] == 2
    assert Message.objects.filter(ticket=ticket).count() == 2

    etag = api.get(f"/api/v1/tickets/{ticket.pk}/")["ETag"]
    assert api.post(address, {"text": "In time"}, headers={"If-Match": etag}).status_code == 201
    assert api.post(address, {"text": "x"}, headers={"If-Match": "W/nonsense"}).status_code == 400


def test_notes_stay_inside(api, customer_api, ticket):
    assert api.post(f"/api/v1/tickets/{ticket.pk}/notes/", {"text": "She is nice"}).status_code == 201

    for_staff = api.get(f"/api/v1/tickets/{ticket.pk}/messages/").json()["results"]
    for_ann = customer_api.get(f"/api/v1/tickets/{ticket.pk}/messages/").json()["results"]

    assert [row["kind"] for row in for_staff] == ["public", "note"]
    assert [row["kind"] for row in for_ann] == ["public"]
    assert not {"seq", "verdict", "recipients"} & set(for_ann[0])
    assert customer_api.get(f"/api/v1/tickets/{ticket.pk}/messages/{for_staff[1]['id']}/").status_code == 404


def test_a_customer_writes_reopens_and_follows_up(customer_api, ticket, agent):
    address = f"/api/v1/tickets/{ticket.pk}/messages/"
    solve(ticket, actor=agent)
    assert customer_api.post(address, {"text": "It burns again, what now?"}).status_code == 201
    ticket.refresh_from_db()
    assert ticket.status == "open"

    close(ticket, actor=agent)
    follow_up = customer_api.post(address, {"text": "And again"}).json()["ticket"]

    assert follow_up != ticket.pk
    assert customer_api.get(f"/api/v1/tickets/{follow_up}/").json()["subject"] == ticket.subject
    assert customer_api.post(address, {"text": "x", "status": "solved"}).status_code == 403


def test_a_file_goes_up_with_a_message_and_down_again(api, customer_api, program_of, other_customer, ticket):
    upload = SimpleUploadedFile("plan.txt", b"burn it down", "text/html")
    up = customer_api.post("/api/v1/attachments/", {"file": upload}, format="multipart")
    assert up.status_code == 201, up.content
    key = up.json()["id"]

    sent = customer_api.post(f"/api/v1/tickets/{ticket.pk}/messages/", {"text": "See file", "attachments": [key]})
    assert [file["filename"] for file in sent.json()["attachments"]] == ["plan.txt"]
    again = customer_api.post(f"/api/v1/tickets/{ticket.pk}/messages/", {"text": "Again", "attachments": [key]})
    assert (again.status_code, again.json()["code"]) == (409, "unknown_reference")

    download = api.get(f"/api/v1/attachments/{key}/download/")
    assert b"".join(download.streaming_content) == b"burn it down"
    assert download["Content-Disposition"].startswith("attachment")
    assert download["X-Content-Type-Options"] == "nosniff"
    assert [row["id"] for row in api.get(f"/api/v1/tickets/{ticket.pk}/attachments/").json()["results"]] == [key]
    assert program_of(other_customer).get(f"/api/v1/attachments/{key}/download/").status_code == 404


def test_a_note_takes_its_file_out_of_the_customers_sight(api, customer_api, ticket):
    upload = SimpleUploadedFile("secret.txt", b"secret")
    key = api.post("/api/v1/attachments/", {"file": upload}, format="multipart").json()["id"]
    api.post(f"/api/v1/tickets/{ticket.pk}/notes/", {"text": "See file", "attachments": [key]})

    assert customer_api.get(f"/api/v1/attachments/{key}/").status_code == 404
    assert customer_api.get(f"/api/v1/tickets/{ticket.pk}/attachments/").json()["results"] == []


def test_too_large_a_file_is_refused_with_a_sentence(api, settings):
    settings.ATTACHMENT_MAX_BYTES = 10
    upload = SimpleUploadedFile("big.bin", b"x" * 11)

    answer = api.post("/api/v1/attachments/", {"file": upload}, format="multipart")

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "big.bin" in answer.json()["detail"]
    assert not Attachment.objects.exists()


def test_drafts_are_kept_per_kind_and_thrown_away(api, ticket):
    address = f"/api/v1/tickets/{ticket.pk}/drafts/public/"
    assert api.get(address).status_code == 404
    assert api.put(address, {"html": "<p>Half a</p>", "seen_seq": 1}).status_code == 200
    assert api.get(address).json()["html"] == "<p>Half a</p>"
    assert api.get(address.replace("public", "note")).status_code == 404
    assert api.delete(address).status_code == 204
    assert api.get(address).status_code == 404
    assert api.put(address.replace("public", "song"), {"html": "", "seen_seq": 1}).status_code == 404


def test_following_a_ticket_by_seq(api, agent, ticket):
    first = api.get(f"/api/v1/tickets/{ticket.pk}/events/").json()
    add_note(ticket, actor=agent, body=Body.from_text("News"))

    news = api.get(f"/api/v1/tickets/{ticket.pk}/events/?after={first['last_seq']}").json()

    assert [event["text"] for event in news["results"]] == ["Omar Haddad wrote a note"]
    assert news["has_more"] is False
    assert api.get(f"/api/v1/tickets/{ticket.pk}/events/?limit=1").json()["has_more"] is True


def test_search_finds_what_one_may_see(api, customer_api, customer, other_customer):
    from search.indexing import index_stale

    mine = make_ticket(requester=customer, subject="Zeppelin broken")
    anothers = make_ticket(requester=other_customer, subject="Zeppelin sold")
    index_stale()

    assert {row["number"] for row in api.get("/api/v1/search/?q=zeppelin").json()["results"]} == {mine.pk, anothers.pk}
    assert [row["number"] for row in customer_api.get("/api/v1/search/?q=zeppelin").json()["results"]] == [mine.pk]
    first = api.get("/api/v1/search/?q=zeppelin&limit=1").json()
    assert [row["number"] for row in api.get(first["next"]).json()["results"]] == [mine.pk]
    assert api.get("/api/v1/search/").status_code == 400


def test_what_was_stopped_as_stale_stays_a_draft(api, ticket, agent):
    answer = api.post(f"/api/v1/tickets/{ticket.number}/messages/", {"text": "Words I would miss", "seen_seq": 0})

    assert (answer.status_code, answer.json()["code"]) == (409, "stale")
    assert "Words I would miss" in agent.drafts.get(ticket=ticket).html


def test_it_is_kept_below_a_draft_that_was_there_and_notes_are_kept_as_well(api, ticket, agent):
    save_draft(ticket, actor=agent, kind="public", html="<p>Begun at the desk</p>", seen_seq=1)

    api.post(
        f"/api/v1/tickets/{ticket.number}/messages/", {"text": "By a program", "seen_seq": 0, "cc": ["bo@example.net"]}
    )
    api.post(f"/api/v1/tickets/{ticket.number}/notes/", {"text": "A thought", "seen_seq": 0})

    draft = agent.drafts.get(kind="public")
    assert "Begun at the desk" in draft.html
    assert "By a program" in draft.html
    assert draft.cc == ["bo@example.net"]
    assert "A thought" in agent.drafts.get(kind="note").html
