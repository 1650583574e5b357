"""Answers by mail: what an acknowledgement offers when it is sent, and the one click that says it is solved."""

import re
from datetime import timedelta

import pytest

from helpdesk import clock
from knowledgebase.actions import add_article, add_category, publish
from knowledgebase.deflection import deflection_between
from knowledgebase.indexing import index_changed
from knowledgebase.models import HelpOutcome, HelpSession
from mail.receiving import store
from outbox.models import OutboundEmail
from outbox.sending import send_waiting
from portal.mailed_answers import MANY
from tests.factories import make_ticket
from tickets.events import EventKind
from tickets.models import Channel, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(mailbox):
    category = add_category(actor=None, name="Billing", language="en")
    for title, body in (
        ("Reset your password", "Press Forgot password and follow the link in our mail."),
        ("Print a report", "Open the report and press Print."),
    ):
        publish(add_article(actor=None, title=title, body=body, category=category, language="en"), actor=None)
    index_changed()


def mailed(customer, subject, *, channel=Channel.EMAIL, text="Please help."):
    """The acknowledgement of such a request, as it was sent."""
    ticket = make_ticket(requester=customer, subject=subject, text=text, channel=channel)
    before = OutboundEmail.objects.get(ticket=ticket)
    send_waiting(10)
    after = OutboundEmail.objects.get(pk=before.pk)
    assert after.state == "sent"
    return ticket, before, after


@pytest.fixture
def answered(customer, article):
    return mailed(customer, "How do I reset my password")


def link_in(email) -> str:
    return re.search(r"https?://[^/\s]+(/answers/\S+/)", email.text)[1]


def test_a_likely_article_is_offered_in_both_parts_with_a_link(answered):
    _ticket, before, email = answered
    assert "Reset your password" not in before.text
    for words in (email.text, email.html):
        assert "Reset your password" in words and "/help/en/articles/reset-your-password/" in words
        assert link_in(email) in words
        assert words.index("Reset your password") < words.index("To add something")
    assert "Print a report" not in email.text


@pytest.mark.parametrize("subject", ["Order 4711", "Greetings from the seaside"])
def test_without_a_likely_article_the_mail_is_as_it_was(customer, article, subject):
    _ticket, before, after = mailed(customer, subject)
    assert (after.text, after.html) == (before.text, before.html)
    assert not HelpSession.objects.exists()


def test_a_request_of_the_portal_had_its_answers_before(customer, article):
    _ticket, before, after = mailed(customer, "How do I reset my password", channel=Channel.PORTAL)
    assert after.text == before.text


def test_a_search_that_fails_stops_no_mail(customer, article, monkeypatch):
    monkeypatch.setattr("portal.mailed_answers.ranked_for", lambda *_all, **_more: 1 / 0)
    _ticket, before, after = mailed(customer, "How do I reset my password")
    assert after.text == before.text


def test_looking_at_the_link_changes_nothing(client, answered):
    ticket, _before, email = answered
    page = client.get(link_in(email))
    assert "Reset your password" in page.content.decode()
    ticket.refresh_from_db()
    assert not ticket.is_solved
    assert HelpSession.objects.get().outcome == ""


def test_the_page_of_the_link_speaks_the_language_of_the_mail(client, answered):
    ticket, _before, email = answered
    ticket.requester.language = "de"
    ticket.requester.save(update_fields=["language"])
    assert '<html lang="de"' in client.get(link_in(email), headers={"Accept-Language": "en"}).content.decode()


def test_the_click_solves_the_ticket_once_as_its_customer(client, answered):
    ticket, _before, email = answered
    for _press in range(2):
        assert client.post(link_in(email)).status_code == 302
    ticket.refresh_from_db()
    assert ticket.is_solved
    assert Event.objects.get(ticket=ticket, kind=EventKind.SOLVED).actor == ticket.requester
    assert HelpSession.objects.get().outcome == HelpOutcome.SOLVED
    assert "Glad that it is solved" in client.get(link_in(email)).content.decode()


def test_it_is_no_deflection_because_the_ticket_was_there(client, answered):
    client.post(link_in(answered[2]))
    now = clock.now()
    counted = deflection_between(now - timedelta(hours=1), now + timedelta(hours=1))
    assert (counted.solved, counted.ended, counted.silent) == (0, 0, 0)


def test_agents_see_what_was_mailed(client, answered, agent):
    client.force_login(agent)
    page = client.get(f"/desk/tickets/{answered[0].number}/").content.decode()
    assert "Articles in our acknowledgement" in page and "was mailed it" in page


def test_a_forged_link_leads_nowhere(client, answered):
    assert client.get(link_in(answered[2])[:-3] + "xx/").status_code == 404


def test_in_a_flood_mails_that_wait_come_first(customer, article, mailbox):
    for number in range(MANY):
        store(
            f"From: a@x.test\r\nMessage-ID: <{number}@x.test>\r\n\r\nHi".encode(), "a@x.test", [mailbox.address], "smtp"
        )
    _ticket, before, after = mailed(customer, "How do I reset my password")

    assert (after.text, after.html) == (before.text, before.html)
