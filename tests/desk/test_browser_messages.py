"""A manager tells a segment of customers something before they ask, and an answer comes back as a ticket."""

import pytest
from playwright.sync_api import expect

from accounts.models import Organization
from mail.proactive.sending import send_due_messages
from mail.processing import process_batch
from mail.receiving import store
from outbox.models import OutboundEmail
from tests.desk.conftest import session_of
from tests.factories import CustomerFactory
from tests.mail import corpus
from tests.plugins.browser import wait_for_behaviors
from tickets.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_manager_writes_to_a_segment_and_an_answer_becomes_a_ticket(
    page, browser_context, web_url, manager, mailbox
) -> None:
    premium = Organization.objects.create(name="Acme", tier="premium")
    CustomerFactory(email="ann@example.net", name="Ann Lee", organization=premium)
    CustomerFactory(email="bob@example.net", name="Bob Ray")
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(manager), "url": web_url}])

    page.goto(f"{web_url}/desk/messages/")
    page.get_by_role("main").get_by_role("link", name="New message").first.click()
    page.get_by_label("Subject").fill("The export is quicker now")
    wait_for_behaviors(page)  # the editor takes the place of the plain field
    page.get_by_role("textbox", name="Message").fill("Hello {{ requester.first_name }}, try it again.")
    page.get_by_text("Premium", exact=True).click()
    page.get_by_role("button", name="Save and see who gets it").click()

    beside = page.get_by_role("complementary", name="About this message")
    expect(beside).to_contain_text("1 customer")
    expect(beside).to_contain_text("Hello Ann, try it again.")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("dialog").get_by_role("button", name="Start").click()
    expect(beside).to_contain_text("Running")

    send_due_messages()
    expect(beside).to_contain_text("1 of 1")
    sent = OutboundEmail.objects.get(kind="proactive")
    answer = corpus.plain("How do I switch it on?", Subject="Re: " + sent.subject, In_Reply_To=sent.message_id)
    store(answer, "ann@example.net", [mailbox.address], "test")
    process_batch()

    ticket = Ticket.objects.get()
    page.reload()
    page.get_by_role("link", name=f"Ann Lee · #{ticket.pk}").click()
    expect(page.get_by_role("main")).to_contain_text("How do I switch it on?")
