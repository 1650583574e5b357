"""A ticket with the experts and an issue in GitHub: linked, its state shown, a comment each way, and when it is fixed there
all who wait for it are answered. The tracker is the server of tests, the worker this very test."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from helpdesk import clock
from integrations.calls import send_calls
from integrations.models import Tracker, TrackerCall
from integrations.refreshing import refresh_waiting
from tests.desk.test_browser import live
from tests.factories import make_ticket
from tests.integrations.conftest import make_tracker
from tests.integrations.vendors import GitHubServer
from tickets.actions import escalate, link, set_kind
from tickets.models import Kind, Level, LinkKind

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox")]


@pytest.fixture
def github(settings) -> Iterator[GitHubServer]:
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = True
    server = GitHubServer()
    yield server
    server.stop()
    assert server.problems == []


def worker_comes_by() -> None:
    due = clock.now() - timedelta(seconds=1)
    TrackerCall.objects.update(due_at=due, claimed_until=None)
    send_calls(20)
    Tracker.objects.update(due_at=due, claimed_until=None)
    refresh_waiting()


def test_an_expert_links_an_issue_talks_there_and_answers_all_incidents_when_it_is_fixed(
    page, at_the_desk, ticket, agent, github
):
    make_tracker(github, name="App")
    key = github.add_issue("Crash on save")
    set_kind(ticket, actor=agent, kind=Kind.PROBLEM)
    incident = make_ticket(subject="It crashes")
    link(incident, actor=agent, other=ticket, kind=LinkKind.INCIDENT)
    escalate(ticket, actor=agent, to_level=Level.EXPERT, reason="bug", tried="Restarted.", asked="Why does it crash?")

    at_the_desk(f"tickets/{ticket.pk}/")
    page.locator(".issues__acts").get_by_role("link", name="Link an issue").click()
    page.get_by_label("Address, number or words of its title").fill(f"acme/app#{key}")
    page.keyboard.press("Control+Enter")
    issue = page.locator("#issue-list")
    expect(issue).to_contain_text("Being looked up in App")
    worker_comes_by()
    expect(issue).to_contain_text("Crash on save")
    expect(issue).to_contain_text("Open")

    issue.get_by_label("About app#1").click()
    issue.get_by_role("link", name="Write to engineering…").click()
    page.get_by_label("Words", exact=True).fill("Three customers wait for it.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    worker_comes_by()
    assert [said["text"].splitlines()[0] for said in github.comments[key]] == ["Three customers wait for it."]
    github.say(key, "Fixed in the next build.")
    github.finish(key)
    worker_comes_by()

    expect(page.get_by_text("Fixed in the next build.")).to_be_visible()
    issue.get_by_role("link", name="Done there: answer all 2 tickets").click()
    live(page)
    page.get_by_role("textbox", name="Words").click()
    page.keyboard.type("It works again.")
    expect(page.locator(".incident-letter").first).to_contain_text("It works again.")
    page.get_by_role("button", name="Send 2 replies").click()
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(page.locator("#bulk-act")).to_contain_text("2 tickets about app#1 answered and solved.")
    assert incident.messages.last().text.strip() == "It works again."
