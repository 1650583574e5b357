"""The widget on somebody else's website with a strict policy: one visitor finds an answer, one writes and sees how it stands."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from chat.actions import renew_secret, set_widget
from chat.identity import signature_of
from helpdesk import clock
from knowledgebase.models import HelpOutcome, HelpSession
from tests.accessible import AXE
from tests.accounts.test_sign_in import newest_code
from tickets.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox")]
VIOLATIONS = "axe.run().then(({ violations }) => violations.map((one) => [one.id, one.nodes[0].html]))"


@pytest.fixture
def shop(page, web_url, admin, article) -> Iterator:
    """A page of another address that allows scripts and frames of the desk, and no style at all."""
    policy = f"default-src 'none'; script-src {web_url}; frame-src {web_url}"
    tag = f'<script src="{web_url}/widget.js" async></script>'
    words = f'<!DOCTYPE html><html lang="en"><title>Shop</title><h1>Shop</h1>{tag}'
    signed = {"email": "ann@example.net", "name": "Ann", "timestamp": str(int(clock.now().timestamp()))}
    signature = signature_of(renew_secret(actor=admin).secret, **signed)
    said = " ".join(f'data-{name}="{value}"' for name, value in {**signed, "signature": signature}.items())
    pages = {"/": words, "/signed-in/": words.replace(" async", f" async {said}")}

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(pages.get(self.path, "").encode())

        def log_message(self, *_words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Shop) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        set_widget(actor=admin, sites=[address])
        page.goto(f"{address}/")
        yield page
        page.goto("about:blank")
        server.shutdown()


def test_one_visitor_finds_an_answer_and_another_writes_and_sees_how_it_stands(shop, browser_context):
    page, frame = shop, shop.frame_locator("iframe")
    button = page.get_by_role("button", name="Help", exact=True)
    button.press("Enter")
    expect(frame.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("how do I pay an invoice by card")
    page.keyboard.press("Enter")
    expect(frame.get_by_role("heading", name="This may answer it")).to_be_focused()
    frame.get_by_role("link", name="Pay an invoice").click()
    expect(frame.get_by_role("heading", name="Pay an invoice")).to_be_focused()
    frame.get_by_role("button", name="That solved it").click()
    expect(frame.get_by_role("heading", name="Glad that it is solved")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(page.locator("iframe")).to_be_hidden()

    button.press("Enter")
    frame.get_by_role("link", name="Back to the start").click()
    frame.get_by_role("link", name="Ask a question").click()
    frame.get_by_label("Your email address").fill("ann@example.net")
    frame.get_by_label("What is it about?").fill("My card was charged twice")
    frame.get_by_label("What happened?").fill("How do I get one of the two payments back?")
    expect(frame.get_by_role("button", name="That solved it")).to_be_visible()
    assert violations(page) == []
    frame.get_by_role("button", name="Continue").click()
    code = frame.get_by_label("The code from our mail")
    expect(code).to_be_focused()
    code.fill(newest_code())
    frame.get_by_role("button", name="Send my request").click()
    expect(frame.get_by_role("heading", name="Your request is with us")).to_be_focused()

    frame.get_by_role("link", name="See your request").click()
    expect(frame.get_by_role("heading", name="My card was charged twice")).to_be_focused()
    expect(frame.get_by_text("We have it")).to_be_visible()

    assert Ticket.objects.get().channel == "widget"
    assert set(HelpSession.objects.values_list("outcome", flat=True)) == {HelpOutcome.SOLVED, HelpOutcome.TICKET}
    assert browser_context.cookies() == []


def test_whom_the_website_vouches_for_is_known_no_longer_than_it_does(shop, customer, article):
    page, frame = shop, shop.frame_locator("iframe")
    page.goto(f"{page.url}signed-in/")
    page.get_by_role("button", name="Help", exact=True).press("Enter")
    frame.get_by_role("link", name="Ask a question").click()
    frame.get_by_label("What is it about?").fill("My card was charged twice")
    frame.get_by_label("What happened?").fill("Please pay one back.")
    frame.get_by_role("button", name="Send").click()
    frame.get_by_role("link", name="See your request").click()
    expect(frame.get_by_role("heading", name="My card was charged twice")).to_be_focused()

    page.goto(page.url.replace("signed-in/", ""))
    page.get_by_role("button", name="Help", exact=True).press("Enter")
    frame.get_by_role("link", name="Ask a question").click()
    expect(frame.get_by_label("Your email address")).to_be_visible()


def violations(page) -> list:
    """Of what the frame shows."""
    (inner,) = [one for one in page.frames if "/widget/" in one.url]
    inner.evaluate(AXE.read_text())
    return inner.evaluate(VIOLATIONS)
