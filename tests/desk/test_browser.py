"""An agent at work in a real browser, with a colleague on the same ticket."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import User
from tests.factories import make_ticket
from tickets.actions import add_note
from tickets.content import Body
from tickets.models import Draft, Status

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
A_PICTURE = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 20, height: 20 });
  canvas.getContext("2d").fillRect(0, 0, 20, 20);
  const bytes = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([bytes], "shot.png", { type: "image/png" }));
  const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.querySelector(".editor__surface").dispatchEvent(paste);
}"""


@pytest.fixture
def at_the_desk(page, browser_context, web_url, agent) -> Callable[[str], None]:
    """Omar's browser, to be sent to a page of the desk."""
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(agent), "url": web_url}])
    return lambda path: page.goto(f"{web_url}/desk/{path}")


def session_of(person: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def live(page) -> None:
    """Waits until what happens elsewhere is heard."""
    page.locator("body[data-live-state=open]").wait_for()


def test_an_answer_is_written_while_a_colleague_speaks(page, at_the_desk, mailbox, agent, lead, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.locator("body").press("i")
    page.locator("#side .property").first.get_by_text("Omar Haddad").wait_for()

    page.locator(".editor__surface").click()
    page.keyboard.type("Hello Ann, ")
    page.keyboard.press("Control+b")
    page.keyboard.type("carefully")
    page.evaluate(A_PICTURE)
    page.locator(".editor__surface img:not(.is-uploading)").wait_for()
    page.locator(".composer input[type=file]").set_input_files(
        {"name": "manual.txt", "mimeType": "text/plain", "buffer": b"Use sand."}
    )
    page.locator(".composer__files input[name=attachments]:not(:disabled)").wait_for(state="attached")
    page.get_by_text("Draft saved").wait_for()

    ticket.refresh_from_db()
    add_note(ticket, actor=lead, body=Body.from_text("I know this printer"))
    page.get_by_text("I know this printer").wait_for(timeout=5000)
    assert "carefully" in page.locator(".editor__surface").inner_text()

    page.locator(".editor__surface").click()
    page.keyboard.press("Control+Enter")
    page.locator(".composer [role=alert]").get_by_text("1 new message").wait_for()
    assert "carefully" in page.locator(".editor__surface").inner_text()

    page.get_by_role("button", name="Send, wait for the customer").click()
    page.locator(".message--ours").get_by_text("carefully").wait_for()
    assert page.locator(".editor__surface").inner_text().strip() == ""
    picture = page.locator(".message--ours img")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 20

    ticket.refresh_from_db()
    message = ticket.messages.order_by("pk").last()
    assert (ticket.status, ticket.assignee) == (Status.PENDING, agent)
    assert "<b>carefully" in message.html
    assert {file.filename for file in message.attachments.all()} == {"shot.png", "manual.txt"}
    assert not Draft.objects.exists()


def test_a_new_ticket_appears_by_itself_and_keeps_the_place(page, at_the_desk, customer, ticket):
    at_the_desk("views/unassigned/?sort=opened")
    live(page)
    page.locator("body").press("j")
    make_ticket(requester=customer, subject="Smoke in the cellar")
    page.get_by_text("Smoke in the cellar").wait_for(timeout=5000)
    assert page.locator("[data-row][aria-current=true]").get_attribute("id") == f"ticket-{ticket.number}"
    page.locator("#views").get_by_role("link", name=re.compile(r"Unassigned\s*2")).wait_for()
    page.locator("body").press("o")
    page.wait_for_url(f"**/desk/tickets/{ticket.number}/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(page, at_the_desk, agent, ticket, scheme):
    page.emulate_media(color_scheme=scheme)
    for path in ("views/unassigned/", "views/on_hold/", f"tickets/{ticket.number}/", "tickets/new/", "search/?q=fire"):
        at_the_desk(path)
        live(page)
        # Through the debugger, which no policy of the page binds.
        page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE.read_text()})
        found = page.evaluate(
            "axe.run().then(({ violations }) => violations.map((one) => [one.id, one.nodes[0].html]))"
        )
        assert found == [], f"{path} in {scheme}"


@pytest.mark.parametrize("path", ["views/unassigned/", "tickets/{number}/", "tickets/new/"])
def test_a_phone_needs_no_scrolling_sideways(page, at_the_desk, ticket, path):
    page.set_viewport_size({"width": 360, "height": 780})
    at_the_desk(path.format(number=ticket.number))
    assert page.evaluate("document.documentElement.scrollWidth") == 360
