"""An agent at work in a real browser, with a colleague on the same ticket."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.desk.conftest import session_of
from tests.factories import make_ticket
from tests.plugins.browser import wait_for_behaviors
from tickets.actions import add_note, save_draft
from tickets.content import Body
from tickets.models import Draft, Status

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

A_PICTURE = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 20, height: 20 });
  canvas.getContext("2d").fillRect(0, 0, 20, 20);
  const bytes = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([bytes], "shot.png", { type: "image/png" }));
  const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.querySelector(".composer__form:not([hidden]) .editor__surface").dispatchEvent(paste);
}"""


def live(page) -> None:
    """Waits until keys are heard, and what happens elsewhere."""
    page.locator("body[data-live-state=open]").wait_for()
    wait_for_behaviors(page)


def soon(ask: Callable[[], Draft | None]) -> Draft:
    """The first answer that is one, within half a minute."""
    for _attempt in range(300):
        if found := ask():
            return found
        time.sleep(0.1)
    raise AssertionError("It did not come.")


def test_an_answer_is_written_while_a_colleague_speaks(page, at_the_desk, mailbox, agent, lead, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.locator("body").press("i")
    page.locator("#side .property").first.get_by_text("Omar Haddad").wait_for()

    page.get_by_role("textbox", name="Reply").click()
    page.keyboard.type("Hello Ann, ")
    page.keyboard.press("Control+b")
    page.keyboard.type("carefully")
    page.evaluate(A_PICTURE)
    page.get_by_role("textbox", name="Reply").locator("img:not(.is-uploading)").wait_for()
    page.locator("#composer-public input[type=file]").set_input_files(
        {"name": "manual.txt", "mimeType": "text/plain", "buffer": b"Use sand."}
    )
    page.locator("#composer-public input[name=attachments]:not(:disabled)").wait_for(state="attached")
    page.get_by_text("Draft saved").wait_for()

    ticket.refresh_from_db()
    add_note(ticket, actor=lead, body=Body.from_text("I know this printer"))
    page.get_by_text("I know this printer").wait_for()
    reply = page.get_by_role("textbox", name="Reply")
    expect(reply).to_contain_text("carefully")

    reply.click()
    page.keyboard.press("Control+Enter")
    page.locator(".composer [role=alert]").get_by_text("1 new message").wait_for()
    expect(reply).to_contain_text("carefully")

    page.get_by_role("button", name="Send, wait for the customer").click()
    page.locator(".message--ours").get_by_text("carefully").wait_for()
    expect(reply).to_have_text("")
    picture = page.locator(".message--ours img")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 20

    ticket.refresh_from_db()
    message = ticket.messages.order_by("pk").last()
    assert (ticket.status, ticket.assignee) == (Status.PENDING, agent)
    assert "<b>carefully" in message.html
    assert {file.filename for file in message.attachments.all()} == {"shot.png", "manual.txt"}
    assert not Draft.objects.exists()


def test_both_boxes_keep_their_own_words_and_no_key_goes_astray(page, at_the_desk, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.locator("body").press("r")
    page.keyboard.type("Dear Ann")
    page.get_by_role("button", name="Internal note").click()
    page.keyboard.type("She seems upset")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("eeee", delay=60)
    page.locator(".message--note").get_by_text("She seems upset").wait_for()
    page.keyboard.type("eeee", delay=60)
    page.locator("#conversation:focus").wait_for()
    expect(page.locator("#composer-public")).to_be_hidden()

    page.wait_for_timeout(700)
    page.keyboard.press("r")
    expect(page.get_by_role("textbox", name="Reply")).to_have_text("Dear Ann")
    page.keyboard.type(" Lee")
    expect(page.get_by_role("textbox", name="Reply")).to_have_text("Dear Ann Lee")
    ticket.refresh_from_db()
    assert ticket.status == Status.OPEN
    assert ticket.messages.count() == 2


def test_a_page_that_goes_away_takes_no_word_with_it(page, at_the_desk, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.route("**/draft/**", lambda route: route.abort())
    page.keyboard.press("n")
    page.keyboard.type("Half a thought")
    page.locator("#composer-note input[type=file]").set_input_files(
        {"name": "manual.txt", "mimeType": "text/plain", "buffer": b"Use sand."}
    )
    page.locator("#composer-note input[name=attachments]:not(:disabled)").wait_for(state="attached")
    page.reload()
    live(page)
    expect(page.locator("#composer-note .editor__surface")).to_have_text("Half a thought")
    page.unroute("**/draft/**")
    page.reload()
    live(page)
    page.get_by_role("button", name="Internal note").click()
    page.get_by_role("textbox", name="Internal note").get_by_text("Half a thought").wait_for()
    draft = soon(Draft.objects.first)
    assert draft.kind == "note"
    assert "<div>Half a thought" in draft.html
    assert [file.filename for file in draft.attachments.all()] == ["manual.txt"]


def test_looking_at_a_draft_saves_nothing(page, at_the_desk, agent, ticket):
    save_draft(ticket, actor=agent, kind="public", html="<p>Well &amp; good</p><p>Bye</p>", seen_seq=1)
    saves = []
    page.on("request", lambda request: saves.append(request.url) if "/draft/" in request.url else None)
    at_the_desk(f"tickets/{ticket.number}/")
    page.get_by_role("textbox", name="Reply").get_by_text("Well & good").wait_for()
    page.get_by_role("button", name="Internal note").click()
    page.keyboard.press("Escape")
    page.wait_for_timeout(1000)
    at_the_desk("")
    assert saves == []


def test_a_new_ticket_appears_by_itself_and_keeps_the_place(page, at_the_desk, customer, ticket):
    at_the_desk("views/unassigned/?sort=opened")
    live(page)
    page.locator("body").press("j")
    make_ticket(requester=customer, subject="Smoke in the cellar")
    page.get_by_text("Smoke in the cellar").wait_for()
    expect(page.locator("[data-row][aria-current=true]")).to_have_id(f"ticket-{ticket.number}")
    page.locator("#views").get_by_role("link", name=re.compile(r"Unassigned\s*2")).wait_for()
    page.locator("body").press("o")
    page.wait_for_url(f"**/desk/tickets/{ticket.number}/")


def test_a_double_click_sends_once_and_leaves_no_draft(page, at_the_desk, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.get_by_role("textbox", name="Reply").click()
    page.keyboard.type("Unplug it")
    page.get_by_text("Draft saved").wait_for()
    page.get_by_role("button", name="Send, wait for the customer").dblclick()
    page.locator(".message--ours").get_by_text("Unplug it").wait_for()
    expect(page.get_by_role("textbox", name="Reply")).to_have_text("")

    page.reload()
    live(page)
    expect(page.locator(".message--ours")).to_have_count(1)
    expect(page.get_by_role("textbox", name="Reply")).to_have_text("")
    assert not Draft.objects.exists()


def test_the_way_back_leads_to_the_list_one_came_from(page, at_the_desk, ticket):
    at_the_desk("views/unassigned/?sort=opened")
    live(page)
    page.locator("[data-row-link]").first.click()
    page.wait_for_url(f"**/desk/tickets/{ticket.number}/")
    live(page)
    page.locator("body").press("u")
    page.wait_for_url(re.compile(r"/desk/views/unassigned/\?sort=opened$"))


def test_whoever_is_signed_out_while_writing_hears_of_it_and_keeps_the_words(
    page, at_the_desk, browser_context, agent, ticket, web_url
):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    browser_context.clear_cookies(name="sessionid")
    page.get_by_role("textbox", name="Reply").click()
    page.keyboard.type("Half an answer")
    expect(page.get_by_text("You are signed out")).to_be_visible()

    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/sign-in/**")
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(agent), "url": web_url}])
    at_the_desk(f"tickets/{ticket.number}/")
    expect(page.get_by_role("textbox", name="Reply")).to_have_text("Half an answer")
    assert soon(Draft.objects.first).html.startswith("<div>Half an answer")


def test_an_act_that_fails_says_so(page, at_the_desk, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.route("**/assign/", lambda route: route.abort())
    page.locator("body").press("i")
    expect(page.get_by_text("There is no connection. Nothing was changed")).to_be_visible()
    page.unroute("**/assign/")
    page.route("**/assign/", lambda route: route.fulfill(status=500, body="<h1>Oh</h1>"))
    page.locator("body").press("i")
    expect(page.get_by_text("That did not work. Try again")).to_be_visible()
