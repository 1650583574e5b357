"""An admin connects a mailbox at a provider: the test says what is wrong first, then a mail there becomes a ticket."""

import pytest
from playwright.sync_api import expect

from helpdesk import clock
from mail.checking.run import run_checks
from mail.fetching.fetch import fetch_waiting
from mail.imap_models import ImapAccount
from mail.processing import process_batch
from tests.desk.conftest import session_of
from tests.mail import corpus
from tests.mail.imap_server import PASSWORD, USER, ImapServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def server():
    running = ImapServer()
    yield running
    running.stop()


def test_a_mailbox_is_connected_tested_and_its_mail_becomes_a_ticket(
    page, browser_context, web_url, admin, mailbox, server
):
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(admin), "url": web_url}])
    page.goto(f"{web_url}/settings/mailboxes/{mailbox.pk}/")
    page.get_by_role("link", name="Fetch mail by IMAP").click()
    page.get_by_label("Server").fill("127.0.0.1")
    page.get_by_label("Port").fill(str(server.port))
    page.get_by_label("Encryption").select_option("none")
    page.get_by_label("Password").fill("mistyped")
    page.get_by_role("button", name="Connect and test").click()

    connection = page.locator("#connection")
    expect(connection).to_contain_text("Being tested…")
    run_checks()
    expect(connection).to_contain_text("It does not work yet")
    expect(connection).to_contain_text("127.0.0.1 refused the user name or the password.")

    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Save and test").press("Enter")
    expect(connection).to_contain_text("Being tested…")
    run_checks()
    expect(connection).to_contain_text("Signed in as support@example.com.")
    expect(connection).to_contain_text("Folder INBOX is there: 0 mails.")

    fetch_waiting()
    server.deliver(corpus.plain("The export is empty.", To=USER, Subject="Export"))
    page.get_by_role("button", name="Fetch now").click()
    expect(page.get_by_text("The server is being asked for new mail.")).to_be_visible()
    assert ImapAccount.objects.get().due_at <= clock.now()
    fetch_waiting()
    process_batch()
    page.goto(f"{web_url}/desk/views/unassigned/")
    expect(page.get_by_role("link", name="Export")).to_be_visible()
