"""Asking somebody outside, as an agent does it on the page of a ticket."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mail.addresses import side_reply_address
from tests.accessible import is_cut_on_a_phone, obstacles
from tests.desk.conftest import HTMX
from tests.desk.test_browser import live
from tickets.actions import add_note, open_side_conversation, receive_side_answer
from tickets.content import Body
from tickets.held import send_due
from tickets.models import Draft, SideConversation

ASKED = {"to": "bob@supplier.test", "subject": "A spare part", "text": "Is it in stock?"}


def ask(ticket, agent) -> SideConversation:
    body = Body.from_text("Is it in stock?")
    return open_side_conversation(ticket, actor=agent, to=["bob@supplier.test"], subject="A spare part", body=body)


@pytest.mark.django_db
def test_the_form_asks_and_the_page_shows_it(desk, mailbox, ticket):
    answer = desk.post(f"/desk/tickets/{ticket.number}/side/", ASKED, headers=HTMX)

    side = SideConversation.objects.get()
    page = answer.content.decode()
    assert (answer.status_code, side.to, side.subject) == (200, ["bob@supplier.test"], "A spare part")
    assert "Side conversation" in page
    assert "Waiting for an answer" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"to": "nope"}, {"to": ""}, {"subject": ""}, {"text": " "}, {"to": "ann@example.net"}]
)
def test_a_refused_form_keeps_every_word(desk, mailbox, ticket, wrong):
    form = ASKED | {"text": "Is it <in> stock?"} | wrong

    answer = desk.post(f"/desk/tickets/{ticket.number}/side/", form, headers=HTMX)

    page = answer.content.decode()
    assert answer.status_code in (400, 409)
    assert 'role="alert"' in page
    for words in (form["to"], form["subject"], form["text"].replace("<", "&lt;").replace(">", "&gt;").strip()):
        assert words in page
    assert not SideConversation.objects.exists()


@pytest.mark.django_db
def test_without_a_script_the_form_is_a_page(desk, mailbox, ticket):
    assert "Is it in stock?" not in desk.get(f"/desk/tickets/{ticket.number}/side/").content.decode()

    answer = desk.post(f"/desk/tickets/{ticket.number}/side/", ASKED)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/tickets/{ticket.number}/")


@pytest.mark.django_db
def test_a_note_and_a_message_from_elsewhere_are_not_quoted(desk, mailbox, agent, ticket):
    note = ask(ticket, agent).messages.get()

    page = desk.get(f"/desk/tickets/{ticket.number}/side/?forward={note.pk}", headers=HTMX).content.decode()

    assert "Below it" not in page


@pytest.mark.django_db
def test_an_ordinary_ticket_pays_nothing_for_it(desk, mailbox, agent, ticket, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        desk.get(f"/desk/tickets/{ticket.number}/")

    assert not [query for query in queries.captured_queries if "sideconversation" in query["sql"]]


@pytest.mark.django_db
def test_something_to_look_at_stops_the_first_send_only_and_keeps_every_word(desk, mailbox, agent, ticket):
    add_note(ticket, actor=agent, body=Body.from_text("She is upset about the third delay and may leave us."))
    words = {
        "to": "bob@supplier.test",
        "subject": "A part",
        "text": "She is upset about the third delay and may leave us. The plan is attached.",
    }
    address = f"/desk/tickets/{ticket.number}/side/"

    answer = desk.post(address, words, headers=HTMX)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "repeats an internal note" in page
    assert "no file is attached" in page
    assert "The plan is attached." in page
    assert not SideConversation.objects.exists()
    agent.undo_seconds = 10
    agent.save(update_fields=["undo_seconds"])
    assert desk.post(address, {**words, "looked_at": "attachment,note_quoted"}, headers=HTMX).status_code == 200
    undone = desk.post(f"{address}take-back/", headers=HTMX).content.decode()
    assert 'name="looked_at" value="attachment,note_quoted"' in undone


def test_what_is_sent_can_be_undone_for_some_seconds(desk, agent, mailbox, ticket):
    agent.undo_seconds = 10
    agent.save(update_fields=["undo_seconds"])
    address = f"/desk/tickets/{ticket.number}/side/"
    words = {"to": "bob@supplier.test", "subject": "A part", "text": "In stock?"}

    sent = desk.post(address, words, headers=HTMX).content.decode()
    assert "data-held-until" in sent
    assert "bob@supplier.test" in sent
    assert "data-held-until" in desk.get(address, headers=HTMX).content.decode()
    assert desk.post(f"{address}draft/", {**words, "text": "Late"}).status_code == 409
    assert not SideConversation.objects.exists()

    assert "In stock?</textarea>" in desk.post(f"{address}take-back/", headers=HTMX).content.decode()
    desk.post(address, words, headers=HTMX)
    Draft.objects.update(send_at=timezone.now())
    send_due()
    gone = desk.get(f"{address}held/", headers=HTMX)
    assert gone.content == b""
    assert "Sent." in gone.headers["HX-Trigger"]
    assert "It has been sent already." in desk.post(f"{address}take-back/", headers=HTMX).headers["HX-Trigger"]


def test_without_a_script_nobody_could_undo_it_and_it_leaves_at_once(desk, agent, mailbox, ticket):
    agent.undo_seconds = 10
    agent.save(update_fields=["undo_seconds"])
    desk.post(
        f"/desk/tickets/{ticket.number}/side/", {"to": "bob@supplier.test", "subject": "A part", "text": "In stock?"}
    )

    assert SideConversation.objects.exists()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_message_is_forwarded_undone_and_its_answer_comes_back(page, at_the_desk, mailbox, agent, customer, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.locator(".message__menu summary").click()
    page.get_by_role("link", name="Forward…").click()
    to = page.locator("#side-form").get_by_label("To", exact=True)
    expect(to).to_be_focused()
    page.keyboard.type("nope")
    page.get_by_label("What you write to them").fill("Can you see why?")
    page.locator("#side-form").get_by_role("button", name="Send").click()
    expect(page.locator("#side-form [role=alert]")).to_contain_text("“nope” is not an email address")
    expect(page.get_by_label("What you write to them")).to_have_value("Can you see why?")
    expect(page.locator(".toast")).to_have_count(0)

    to.fill("bob@supplier.test")
    page.locator("#side-form").get_by_role("button", name="Send").dblclick()
    expect(page.locator(".side-line")).to_contain_text("Waiting for an answer")
    expect(page.locator("#side-form")).to_have_count(0)
    expect(page.get_by_role("button", name="Reply")).to_have_attribute("aria-pressed", "true")
    side = SideConversation.objects.get()
    assert "It started this morning" in side.messages.get().quoted_text

    receive_side_answer(side, actor=customer, body=Body.from_text("Yes, it was the fuse."))
    expect(page.get_by_text("Yes, it was the fuse.")).to_be_visible()
    expect(page.locator(".side-line")).to_have_count(2)
    expect(page.locator(".message__folded")).to_contain_text("Can you see why?")

    type(agent).objects.update(undo_seconds=60)
    page.get_by_role("link", name="Write again").click()
    page.get_by_label("What you write to them").fill("Thank you")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#side-form")).to_contain_text("Sending…")
    page.keyboard.press("Shift+Z")
    expect(page.get_by_label("What you write to them")).to_be_focused()
    expect(page.get_by_label("What you write to them")).to_have_value("Thank you")
    type(agent).objects.update(undo_seconds=0)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".side-line")).to_have_count(3)
    page.locator(".side-line").last.get_by_role("button", name="Close").click()
    expect(page.locator(".side-line").last.get_by_text("Closed", exact=True)).to_be_visible()
    assert side_reply_address("support@example.com", side.pk)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_everybody_can_use_it(page, at_the_desk, mailbox, agent, customer, ticket):
    side = ask(ticket, agent)
    receive_side_answer(side, actor=customer, body=Body.from_text("Yes, it was the fuse."))
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.keyboard.press("f")
    expect(page.locator("#side-form").get_by_label("To", exact=True)).to_be_focused()
    page.keyboard.type("bob@supplier.test")

    assert obstacles(page) == []
    assert not is_cut_on_a_phone(page)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_reload_brings_the_words_back(page, at_the_desk, mailbox, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.keyboard.press("f")
    expect(page.locator("#side-form").get_by_label("To", exact=True)).to_be_focused()
    page.keyboard.type("bob@supplier.test")
    page.get_by_label("What you write to them").fill("Half a thought")

    page.reload()
    live(page)
    page.keyboard.press("f")

    expect(page.get_by_label("What you write to them")).to_have_value("Half a thought")


@pytest.mark.django_db
def test_what_was_forwarded_shows_how_its_mail_fares(desk, mailbox, agent, ticket):
    message = ask(ticket, agent).messages.get()
    shown = desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert f'id="deliveries-{message.pk}"' in shown
    assert "bob@supplier.test" in shown.split(f'id="deliveries-{message.pk}"')[1].split("</article>")[0]
