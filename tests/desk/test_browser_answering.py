"""The job "answer five with macros" in a real browser: one with a file, one undone, one for later; Send leads to the next."""

import pytest
from playwright.sync_api import expect

from accounts.models import AfterSending
from tests.desk.test_browser import live
from tests.factories import CustomerFactory, make_macro, make_ticket
from tickets.held import send_due
from tickets.models import Draft, Message, Task, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SUBJECTS = ("First", "Second", "Third", "Fourth", "Fifth")


@pytest.fixture
def tickets() -> list[Ticket]:
    return [
        make_ticket(requester=CustomerFactory(name=f"{subject} Customer"), subject=f"{subject} question")
        for subject in SUBJECTS
    ]


def answer(page, words: str) -> None:
    """The macro, and a personal word before it."""
    page.locator("body").press("r")
    box = page.get_by_role("textbox", name="Reply")
    expect(box).to_be_focused()
    page.keyboard.type("/serial")
    expect(page.get_by_role("option", name="Serial number")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(box).to_contain_text("where the serial number is")
    page.keyboard.type(words)


def test_five_are_answered_with_macros_one_after_the_other(page, at_the_desk, mailbox, agent, tickets, tmp_path):
    agent.takes_answered, agent.after_sending, agent.undo_seconds = True, AfterSending.NEXT, 20
    agent.save()
    make_macro(
        name="Serial number",
        html="<p>Hi {{ requester.first_name }}, do you see where the serial number is?</p>",
        status="pending",
        add_tasks=["Look up the warranty"],
    )
    at_the_desk("?view=unassigned")
    live(page)
    page.get_by_role("link", name="First question").click()
    head = page.get_by_role("heading", level=1)

    # Its writer sees what else Send does, and goes on to the next.
    expect(head).to_have_text("First question")
    live(page)
    expect(page.get_by_text("and takes the ticket")).to_be_visible()
    answer(page, " It is on the back.")
    page.keyboard.press("Control+Enter")
    expect(head).to_have_text("Second question")
    live(page)
    expect(page.locator(".toast")).to_contain_text(f"Your answer on #{tickets[0].pk} is on its way.")

    # With a file.
    picture = tmp_path / "where.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    answer(page, " As in the picture that is attached.")
    page.locator("#composer-public input[type=file]").set_input_files(picture)
    expect(page.locator("#composer-public .file")).to_contain_text("where.png")
    expect(page.locator("#composer-public [data-autosave-state]")).to_have_attribute("data-state", "saved")
    page.keyboard.press("Control+Enter")
    expect(head).to_have_text("Third question")

    # Sent too early, and taken back from the page that came.
    answer(page, " See attached.")
    page.keyboard.press("Control+Enter")
    anyway = page.get_by_role("button", name="Send anyway")
    expect(anyway).to_be_focused()
    # At once: nobody has to wait until it takes a key.
    page.keyboard.press("Enter")
    expect(head).to_have_text("Fourth question")
    # The offer goes along to the page after that one, and has the key.
    page.locator(".ticket").press("j")
    expect(head).to_have_text("Fifth question")
    live(page)
    expect(page.locator(".toast", has_text=f"#{tickets[2].pk}").locator("[data-key=Z]")).to_be_visible()
    page.locator(".ticket").press("Shift+Z")
    expect(head).to_have_text("Third question")
    live(page)
    expect(page.get_by_role("textbox", name="Reply")).to_contain_text("See attached.")
    page.locator(".ticket").press("j")
    expect(head).to_have_text("Fourth question")

    # For later.
    answer(page, " We write again tomorrow.")
    page.locator("#composer-public .composer__ways > summary").click()
    page.get_by_role("button", name="Tomorrow morning").click()
    expect(head).to_have_text("Fifth question")

    # The last of the list leads back to it.
    answer(page, " It is on the back.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("link", name="Third question")).to_be_visible()

    assert Message.objects.filter(author=agent).count() == 0
    Draft.objects.filter(send_at__isnull=False).exclude(ticket=tickets[3]).update(send_at="2026-01-01T00:00:00Z")
    assert send_due() == 3
    sent = Message.objects.filter(author=agent).order_by("ticket")
    assert [message.ticket_id for message in sent] == [tickets[0].pk, tickets[1].pk, tickets[4].pk]
    assert [file.filename for file in sent[1].attachments.all()] == ["where.png"]
    assert Ticket.objects.filter(assignee=agent, status="pending").count() == 3
    assert Task.objects.count() == 3


def test_a_key_that_is_held_down_does_not_press_what_comes_under_it(page, at_the_desk, mailbox, agent, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.locator("body").press("r")
    expect(page.get_by_role("textbox", name="Reply")).to_be_focused()
    page.keyboard.type("Hello Ann, see attached.")
    page.keyboard.down("Control")
    page.keyboard.down("Enter")
    anyway = page.get_by_role("button", name="Send anyway")
    expect(anyway).to_be_focused()
    page.keyboard.down("Enter")
    page.keyboard.up("Control")
    page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    expect(anyway).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Sent.")
    assert ticket.messages.count() == 2
