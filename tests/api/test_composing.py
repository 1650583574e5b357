"""Checks before sending, held replies, mentions, macros and signatures over the API."""

from datetime import timedelta

import pytest

from helpdesk import clock
from tests.factories import make_macro
from tests.tickets.asserting import nothing_happened
from tickets.actions import add_note, receive_message, save_draft
from tickets.content import Body
from tickets.held import send_due
from tickets.models import Channel, Draft, Macro, Mention
from tickets.models.message import MessageKind

pytestmark = pytest.mark.django_db


def at(ticket, part=""):
    return f"/api/v1/tickets/{ticket.pk}/{part}"


def test_a_dry_run_says_whom_it_goes_to_and_what_to_look_at(api, ticket, other_customer):
    body = {"html": "<p>Hi [name?], see attached.</p>", "seen_seq": 1, "bcc": ["crm@example.net"]}

    with nothing_happened():
        answer = api.post(at(ticket, "messages/check/"), body)

    assert answer.status_code == 200, answer.content
    assert answer.json()["recipients"] == {"to": ["ann@example.net"], "cc": [], "bcc": ["crm@example.net"]}
    assert [caution["code"] for caution in answer.json()["warnings"]] == ["placeholder", "attachment"]


def test_a_stale_dry_run_is_refused_like_the_send(api, ticket, customer):
    receive_message(ticket, actor=customer, body=Body.from_text("One more thing"), channel=Channel.EMAIL)

    answer = api.post(at(ticket, "messages/check/"), {"text": "Late", "seen_seq": 1})

    assert (answer.status_code, answer.json()["code"]) == (409, "stale")


def test_a_reply_names_its_recipients_and_uses_macros(api, ticket, mailbox):
    macro = make_macro(html="<p>x</p>", status="solved", add_tags=["done"])
    body = {
        "text": "Done.",
        "seen_seq": 1,
        "to": ["ann@example.net", "new@example.net"],
        "bcc": ["crm@example.net"],
        "macros": [macro.pk],
    }

    answer = api.post(at(ticket, "messages/"), body)

    assert answer.json()["recipients"] == {"to": ["ann@example.net", "new@example.net"], "bcc": ["crm@example.net"]}
    shown = api.get(at(ticket)).json()
    assert (shown["status"], shown["tags"]) == ("solved", ["done"])
    assert api.post(at(ticket, "messages/"), {**body, "macros": [4711]}).status_code == 409


@pytest.mark.parametrize("field", [{"to": []}, {"bcc": ["x@example.net"]}, {"macros": []}])
def test_customers_choose_no_recipients_and_no_macros(customer_api, ticket, field):
    assert customer_api.post(at(ticket, "messages/"), {"text": "Hi", **field}).status_code == 403


def test_a_draft_is_scheduled_taken_back_and_listed(api, ticket, agent):
    save_draft(ticket, actor=agent, kind=MessageKind.PUBLIC, html="<p>Later</p>", seen_seq=1)
    tomorrow = (clock.now() + timedelta(days=1)).isoformat()

    scheduled = api.put(at(ticket, "held-reply/"), {"send_at": tomorrow})
    assert scheduled.status_code == 200, scheduled.content
    assert scheduled.json()["send_at"] is not None
    (row,) = api.get("/api/v1/drafts/").json()["results"]
    assert (row["ticket"], row["html"], row["send_at"] is None) == (ticket.pk, "<p>Later</p>", False)
    assert api.delete(at(ticket, "held-reply/")).status_code == 204
    assert api.get(at(ticket, "drafts/public/")).json()["send_at"] is None


def test_what_was_stopped_says_why(api, ticket, agent, customer):
    Draft.objects.create(ticket=ticket, author=agent, kind="public", html="<p>x</p>", seen_seq=1, send_at=clock.now())
    receive_message(ticket, actor=customer, body=Body.from_text("Wait"), channel=Channel.EMAIL)
    send_due()

    shown = api.get(at(ticket, "drafts/public/")).json()
    assert (shown["send_at"], shown["stopped"]) == (None, "stale")
    assert "somebody wrote first" in shown["stopped_text"]


def test_a_draft_saved_without_copies_keeps_those_there_are(api, ticket, other_customer, agent):
    from tickets.actions import add_participant

    add_participant(ticket, actor=agent, person=other_customer)
    api.put(at(ticket, "drafts/public/"), {"html": "<p>x</p>", "seen_seq": 1})

    assert Draft.objects.get().cc == ["charlie@elsewhere.test"]


def test_mentions_are_listed_and_read(api, program_of, ticket, agent, agent_l2):
    add_note(ticket, actor=agent, body=Body.from_text("@Bea Novak"))
    bea = program_of(agent_l2)

    (row,) = bea.get("/api/v1/mentions/?unread=true").json()["results"]
    assert (row["ticket"], row["author"]["name"], row["read_at"]) == (ticket.pk, "Omar Haddad", None)
    assert bea.post(f"/api/v1/mentions/{row['id']}/read/").json()["read_at"] is not None
    assert bea.get("/api/v1/mentions/?unread=true").json()["results"] == []
    assert api.get("/api/v1/mentions/").json()["results"] == []


def test_a_note_names_by_id(api, ticket, agent_l2, customer):
    assert api.post(at(ticket, "notes/"), {"text": "Look", "mentions": [agent_l2.pk]}).status_code == 201
    assert Mention.objects.get().person == agent_l2
    assert api.post(at(ticket, "notes/"), {"text": "Look", "mentions": [customer.pk]}).status_code == 409


def test_a_macro_is_made_found_filled_changed_and_put_away(api, ticket, mailbox):
    made = api.post(
        "/api/v1/macros/", {"name": "Refund", "html": "<p>Hi {{ requester.first_name }}</p>", "priority": "high"}
    )
    assert made.status_code == 201, made.content
    url = f"/api/v1/macros/{made.json()['id']}/"

    assert api.get("/api/v1/macros/?q=fund").json()["results"][0]["priority"] == "high"
    filled = api.get(at(ticket, f"macros/{made.json()['id']}/")).json()
    assert filled == {"html": "<p>Hi Ann</p>", "text": "Hi Ann", "flags": []}
    assert api.patch(url, {"scope": "all"}).json()["scope"] == "all"
    assert api.patch(url, {"html": "{{ nobody.name }}"}).status_code in (400, 409)
    assert api.post(at(ticket, "apply-macro/"), {"macro": made.json()["id"]}).json()["priority"] == "high"
    assert api.post(f"{url}archive/").json()["archived_at"] is not None
    assert api.get("/api/v1/macros/").json()["results"] == []
    assert api.post(f"{url}restore/").json()["archived_at"] is None
    assert Macro.objects.get().use_count == 1


def test_admins_change_a_signature(program_of, api, admin, mailbox):
    url = f"/api/v1/mailboxes/{mailbox.pk}/"

    assert api.patch(url, {"signature_html": "<p>x</p>"}).status_code == 403
    changed = program_of(admin).patch(url, {"signature_html": "<p>{{ agent.name }}</p>"})
    assert changed.json()["signature_html"] == "<p>{{ agent.name }}</p>"
    assert api.get("/api/v1/mailboxes/").json()["results"][0]["signature_html"] == "<p>{{ agent.name }}</p>"
