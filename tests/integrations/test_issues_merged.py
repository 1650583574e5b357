"""Issues of tickets that become one: they go along, come back with the undoing, and nothing is noted twice."""

import pytest

from helpdesk import clock
from integrations.actions import create_issue, link_issue, take_comment, take_created, unlink_issue
from integrations.clients.base import RemoteComment, RemoteIssue
from integrations.integrity import check_issue_links
from integrations.models import IssueLink, Tracker, TrackerCall
from integrations.queries import issues_of
from tests.factories import make_ticket
from tests.integrations.conftest import make_tracker
from tests.tickets.asserting import assert_log_agrees
from tickets.actions import merge, unmerge
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.models import Message, Ticket
from tickets.previews import preview_merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def app(github) -> Tracker:
    return make_tracker(github)


@pytest.fixture
def other(customer) -> Ticket:
    return make_ticket(requester=customer, subject="Printer again")


@pytest.fixture
def linked(app, ticket, agent) -> IssueLink:
    return link_issue(ticket, actor=agent, tracker=app, key="12")


def tickets_of(key: str) -> set[int]:
    return set(IssueLink.objects.filter(issue__key=key).values_list("ticket", flat=True))


def comment_on(link: IssueLink, words: str) -> None:
    link = IssueLink.objects.select_related("issue__tracker").get(pk=link.pk)
    take_comment(link, RemoteComment(id=words, author="octocat", text=words, created_at=clock.now()))


def test_an_issue_goes_along_is_told_on_both_and_comes_back(linked, ticket, other, agent):
    merge(ticket, actor=agent, into=other)
    assert tickets_of("12") == {other.pk}
    newest = other.events.latest("seq")
    assert event_text(newest, Names.of([newest])) == f"app#12 came here from #{ticket.pk}"
    comment_on(linked, "Fixed in 2.1")
    assert Message.objects.get(text__contains="Fixed in 2.1").ticket_id == other.pk

    unmerge(ticket, actor=agent)
    assert tickets_of("12") == {ticket.pk}
    comment_on(linked, "Fixed in 2.1")
    assert Message.objects.filter(text__contains="Fixed in 2.1").count() == 1
    assert list(check_issue_links()) == []
    for one in (ticket, other):
        one.refresh_from_db()
        assert_log_agrees(one)


def test_before_a_merge_its_preview_names_the_issues_that_go_along(app, linked, ticket, other, agent):
    link_issue(ticket, actor=agent, tracker=app, key="13")
    link_issue(other, actor=agent, tracker=app, key="13")
    create_issue(ticket, actor=agent, tracker=app, title="Crashes when printing", body="Asked for, and not there yet")

    told = preview_merge(ticket, actor=agent, into=other).sentences
    assert "Issues that come along: app#12." in told
    assert "An issue that was asked for and is not there yet comes along." in told
    assert not any("ssue" in sentence for sentence in preview_merge(other, actor=agent, into=ticket).sentences)


def test_what_both_are_about_stays_on_both_and_is_noted_once(app, linked, ticket, other, agent):
    survivors = link_issue(other, actor=agent, tracker=app, key="12")
    merge(ticket, actor=agent, into=other)
    for link in (linked, survivors):
        comment_on(link, "Fixed in 2.1")
    assert Message.objects.filter(text__contains="Fixed in 2.1").count() == 1

    unmerge(ticket, actor=agent)
    assert tickets_of("12") == {ticket.pk, other.pk}


def test_what_was_taken_off_meanwhile_does_not_come_back(linked, ticket, other, agent):
    merge(ticket, actor=agent, into=other)
    unlink_issue(other, actor=agent, issue=linked.issue)
    unmerge(ticket, actor=agent)
    assert tickets_of("12") == set()
    assert list(check_issue_links()) == []


def test_an_issue_that_was_asked_for_is_awaited_on_the_survivor_and_goes_back_to_who_asked(app, ticket, other, agent):
    call = create_issue(ticket, actor=agent, tracker=app, title="Crash on save", body="Steps")
    merge(ticket, actor=agent, into=other)
    assert issues_of(other).is_waiting

    remote = RemoteIssue(
        key="13", title="Crash on save", url="https://git.example/13", state="open", is_done=False, assignee="",
        changed_at=clock.now(),
    )  # fmt: skip
    take_created(TrackerCall.objects.get(pk=call.pk), remote)
    assert tickets_of("13") == {other.pk}
    unmerge(ticket, actor=agent)
    assert tickets_of("13") == {ticket.pk}
    assert list(check_issue_links()) == []
