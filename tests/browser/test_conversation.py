"""The main job, end to end on real parts: a mail becomes a ticket, an agent answers it, the customer reads and replies."""

import base64
import re
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from outbox.models import OutboundEmail
from tests.browser.conftest import PASSWORD, House
from tickets.models import Attachment, Event, Ticket
from tickets.models.message import MessageKind

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
PASTE_A_PICTURE = """(editor) => {
    const bytes = Uint8Array.from(atob(PIXEL), (c) => c.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], 'pasted.png', {type: 'image/png'}));
    editor.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}""".replace("PIXEL", f"'{base64.b64encode(PIXEL).decode()}'")


def test_one_conversation_whole(house: House, browser_context, page: Page, chromium):
    sign_in_as_agent(page, house)

    house.receive(anns_mail(), sender="ann@example.net")
    the_ticket_appears_without_reload(page)
    the_agent_works_it(page)
    the_agent_replies(page)
    the_mail_that_left_is_right()

    customer = chromium.new_context(viewport={"width": 390, "height": 844}, locale="en-GB").new_page()
    the_customer_answers_the_mail(customer, house)
    expect(page.get_by_text("Now it says 403 instead.")).to_be_visible()  # still without a reload

    the_customer_signs_in(customer, house)
    the_customer_replies_in_the_portal(customer)
    expect(page.get_by_text("Here is the log you asked for.")).to_be_visible()
    the_customer_solves_and_reopens(customer)
    the_customer_opens_another(customer, house)
    nothing_of_ours_is_shown(customer, house)
    customer.context.close()


def anns_mail() -> bytes:
    mail = EmailMessage()
    mail["From"] = "Ann Lee <ann@example.net>"
    mail["To"] = "support@example.com"
    mail["Subject"] = "Export button does nothing"
    mail["Message-ID"] = "<export-1@example.net>"
    mail.set_content("Hello,\n\nthe export button does nothing since this morning.\n\nAnn")
    mail.add_alternative(
        '<p>Hello,</p><p>the <b>export button</b> does nothing.</p><img src="cid:shot"><script>alert(1)</script>'
        '<img src="https://tracker.example/pixel.png">',
        subtype="html",
    )
    mail.get_payload()[1].add_related(PIXEL, "image", "png", cid="<shot>", filename="shot.png")
    mail.add_attachment(b"line 1\nline 2\n", maintype="text", subtype="plain", filename="trace.log")
    return mail.as_bytes()


def sign_in_as_agent(page: Page, house: House) -> None:
    page.goto(f"{house.url}/desk/")
    page.get_by_label("email", exact=False).first.fill("agent@example.com")
    page.get_by_role("button", name=re.compile("password", re.IGNORECASE)).or_(
        page.get_by_role("button", name=re.compile("continue|code", re.IGNORECASE))
    ).first.click()
    if page.get_by_role("link", name="Use a password").count():
        page.get_by_role("link", name="Use a password").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/desk/"))
    page.goto(f"{house.url}/desk/views/unassigned/")


def the_ticket_appears_without_reload(page: Page) -> None:
    row = page.get_by_role("row").filter(has_text="Export button does nothing")
    expect(row).to_be_visible()
    expect(row.get_by_text("Unread")).to_be_attached()
    expect(page.get_by_role("link", name=re.compile("Unassigned")).get_by_text("1")).to_be_visible()
    row.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Export button does nothing")).to_be_visible()


def the_agent_works_it(page: Page) -> None:
    ticket = Ticket.objects.get()
    assert "script" not in ticket.messages.get().html
    assert set(Attachment.objects.values_list("filename", "is_inline")) == {("shot.png", True), ("trace.log", False)}

    page.get_by_role("button", name="Assign to me").click()
    expect(page.get_by_text("took this on").first).to_be_visible()
    page.get_by_label("Add tags").fill("export")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Remove the tag export")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("summary", has_text="Normal").click()
    page.get_by_role("button", name="High").click()
    expect(page.get_by_text("raised the priority to High").first).to_be_visible()

    page.get_by_role("button", name="Internal note").click()
    page.keyboard.type("Smells like last week's release.")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator("article").get_by_text("Smells like last week's release.")).to_be_visible()
    assert ticket.messages.filter(kind=MessageKind.NOTE).count() == 1


def the_agent_replies(page: Page) -> None:
    page.get_by_role("button", name="Reply", exact=True).click()
    editor = page.get_by_role("textbox", name="Reply")
    page.keyboard.press("Control+b")
    page.keyboard.type("Hello Ann")
    page.keyboard.press("Control+b")
    page.keyboard.type(", please reload the page with the shift key held.")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    editor.evaluate(PASTE_A_PICTURE)
    expect(editor.locator("img:not(.is-uploading)")).to_be_visible()
    steps = {"name": "steps.txt", "mimeType": "text/plain", "buffer": b"1. reload"}
    page.locator("#composer-public input[type=file]").set_input_files(steps)
    expect(page.locator("#composer").get_by_text("steps.txt")).to_be_visible()
    expect(page.locator("#composer").get_by_label("Uploading")).to_have_count(0)

    page.reload()  # the words were kept on the server
    expect(page.locator("#composer").get_by_text("Hello Ann")).to_be_visible()
    expect(page.locator("#composer").get_by_text("steps.txt")).to_be_visible()
    page.get_by_role("button", name="Send, wait for the customer").click()
    expect(page.get_by_text("set the status to Waiting on customer").first).to_be_visible()
    expect(page.locator("#composer").get_by_text("Hello Ann")).to_have_count(0)


def the_mail_that_left_is_right() -> None:
    ticket = Ticket.objects.get()
    acknowledgement, reply = OutboundEmail.objects.filter(ticket=ticket).order_by("pk")
    assert acknowledgement.subject == "Re: Export button does nothing"
    assert acknowledgement.headers["In-Reply-To"] == "<export-1@example.net>"
    assert "<export-1@example.net>" in reply.headers["References"]
    assert f"support+{ticket.number}." in reply.reply_to
    assert "Hello Ann" in reply.text
    assert "<b>Hello Ann</b>" in reply.html or "<strong>Hello Ann</strong>" in reply.html
    assert {item["content_id"] != "" for item in reply.attachments} == {True, False}


def the_customer_answers_the_mail(customer: Page, house: House) -> None:
    customer.goto(f"{house.url}/demo/mail/")
    customer.get_by_role("link", name=re.compile("Re: Export button")).first.click()
    expect(customer.frame_locator("iframe").get_by_text("Hello Ann")).to_be_visible()
    customer.get_by_label(re.compile("answer|message|text", re.IGNORECASE)).last.fill("Now it says 403 instead.")
    customer.get_by_role("button", name="Send answer").click()


def the_customer_signs_in(customer: Page, house: House) -> None:
    customer.goto(f"{house.url}/sign-in/")
    customer.get_by_label("email", exact=False).first.fill("ann@example.net")
    customer.keyboard.press("Enter")
    expect(customer.get_by_label("The code from our mail")).to_be_visible()
    subject = OutboundEmail.objects.filter(recipients__address="ann@example.net").order_by("-pk")[0].subject
    code = re.sub(r"\D", "", subject)
    customer.get_by_label("The code from our mail").fill(code)
    customer.keyboard.press("Enter")
    customer.get_by_role("link", name="Export button does nothing").click()


def the_customer_replies_in_the_portal(customer: Page) -> None:
    expect(customer.get_by_text("Now it says 403 instead.")).to_be_visible()
    expect(customer.get_by_text("Smells like last week's release.")).to_have_count(0)
    customer.locator("#answer textarea").fill("Here is the log you asked for.")
    customer.locator("#answer input[type=file]").set_input_files(
        {"name": "browser.log", "mimeType": "text/plain", "buffer": b"403 Forbidden"}
    )
    customer.get_by_role("button", name="Send").click()
    expect(customer.locator("#conversation").get_by_text("Here is the log you asked for.")).to_be_visible()
    expect(customer.locator("#conversation").get_by_text("browser.log")).to_be_visible()


def the_customer_solves_and_reopens(customer: Page) -> None:
    customer.get_by_role("button", name="This is solved").click()
    expect(customer.get_by_role("button", name="It is not solved")).to_be_visible()
    customer.get_by_role("button", name="It is not solved").click()
    expect(customer.get_by_role("button", name="This is solved")).to_be_visible()
    ticket = Ticket.objects.get()
    assert (ticket.status, ticket.reopen_count) == ("open", 1)
    seqs = list(Event.objects.filter(ticket=ticket).values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))


def the_customer_opens_another(customer: Page, house: House) -> None:
    customer.goto(f"{house.url}/requests/new/")
    customer.get_by_label(re.compile("about|subject", re.IGNORECASE)).first.fill("A second question")
    customer.locator("textarea").first.fill("How do I invite a colleague?")
    customer.locator("form").get_by_role("button", name=re.compile("send|ask", re.IGNORECASE)).last.click()
    expect(customer.get_by_role("heading", name="A second question")).to_be_visible()
    assert Ticket.objects.filter(channel="portal").count() == 1


def nothing_of_ours_is_shown(customer: Page, house: House) -> None:
    answer = customer.goto(f"{house.url}/desk/")
    assert answer is not None
    assert answer.status in (403, 404)
