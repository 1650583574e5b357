"""Tickets and issues: linked, created, commented on both ways, told what becomes of them; nothing lost, nothing twice."""

from datetime import timedelta

import pytest

from helpdesk import clock
from integrations import calls
from integrations.actions import comment_on_issue, create_issue, link_issue, retry_call, unlink_issue
from integrations.calls import MOST_ATTEMPTS, send_calls
from integrations.models import CallState, Issue, IssueComment, IssueLink, Tracker, TrackerCall
from integrations.refreshing import refresh_waiting
from outbox.models import OutboundEmail
from tests.factories import make_ticket
from tests.integrations.conftest import make_tracker
from tests.tickets.asserting import assert_log_agrees, kinds_of, last_event, nothing_happened
from tickets.actions import assign, close, mark_read, merge, snooze
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.models import Message, TicketRead

pytestmark = pytest.mark.django_db


def ask(*, even_if_not_due: bool = True) -> int:
    """As beat does."""
    if even_if_not_due:
        Tracker.objects.update(due_at=clock.now() - timedelta(seconds=1), claimed_until=None)
    return refresh_waiting()


def send() -> int:
    TrackerCall.objects.filter(state=CallState.QUEUED).update(
        due_at=clock.now() - timedelta(seconds=1), claimed_until=None
    )
    return send_calls(20)


def texts_of(ticket) -> list[str]:
    return [event_text(event, Names.of([event])) for event in ticket.events.order_by("seq")]


@pytest.fixture
def linked(vendor, tracker, ticket, agent) -> IssueLink:
    """Looked at already."""
    link = link_issue(ticket, actor=agent, tracker=tracker, key=vendor.add_issue())
    ask()
    link.refresh_from_db()
    return link


def test_a_link_is_looked_up_by_a_worker(vendor, tracker, ticket, agent):
    key = vendor.add_issue("Crash on save", who="octocat")

    link = link_issue(ticket, actor=agent, tracker=tracker, key=key)
    assert vendor.seen == []
    assert (link.issue.title, link.issue.looked_at) == ("", None)
    assert ask(even_if_not_due=False) == 1

    issue = Issue.objects.get()
    assert (issue.title, issue.assignee, issue.is_done, issue.trouble) == ("Crash on save", "octocat", False, "")
    assert kinds_of(ticket)[-1] == EventKind.ISSUE_LINKED
    assert_log_agrees(ticket)


def test_linked_twice_is_once_and_unlinked_is_told(linked, tracker, ticket, agent):
    with nothing_happened():
        assert link_issue(ticket, actor=agent, tracker=tracker, key=linked.issue.key) is None
    assert unlink_issue(ticket, actor=agent, issue=linked.issue)
    assert kinds_of(ticket)[-1] == EventKind.ISSUE_UNLINKED
    with nothing_happened():
        assert unlink_issue(ticket, actor=agent, issue=linked.issue) is None


def test_customers_link_nothing_and_an_archived_tracker_takes_nothing(tracker, ticket, agent, customer):
    with nothing_happened(), pytest.raises(NotAllowed):
        link_issue(ticket, actor=customer, tracker=tracker, key="1")
    tracker.archived_at = clock.now()
    with nothing_happened(), pytest.raises(IllegalTransition, match="archived"):
        link_issue(ticket, actor=agent, tracker=tracker, key="1")


def test_an_issue_that_is_not_there_says_so(vendor, tracker, ticket, agent):
    vendor.add_issue()
    link_issue(ticket, actor=agent, tracker=tracker, key=vendor.key_of(99))
    ask()
    assert "no such project or issue" in Issue.objects.get(key=vendor.key_of(99)).trouble
    assert Tracker.objects.get().trouble == ""


def test_every_issue_of_the_project_can_be_found_here(vendor, tracker):
    vendor.page_size = 2
    for number in range(5):
        vendor.add_issue(f"Issue {number}")
    ask()
    assert Issue.objects.count() == 5
    vendor.finish(vendor.key_of(2))
    ask()
    assert Issue.objects.get(key=vendor.key_of(2)).is_done


def test_an_issue_is_created_and_linked(vendor, tracker, ticket, agent):
    call = create_issue(ticket, actor=agent, tracker=tracker, title="Crash on save", body="## Tried\n- all")
    assert vendor.seen == []
    assert create_issue(ticket, actor=agent, tracker=tracker, title="Crash on save", body="## Tried\n- all") is None
    assert send() == 1

    link = ticket.issue_links.get()
    assert (link.issue.title, link.by) == ("Crash on save", agent)
    call.refresh_from_db()
    assert call.state == CallState.SENT
    assert kinds_of(ticket)[-2:] == [EventKind.ISSUE_ASKED, EventKind.ISSUE_LINKED]
    assert last_event(ticket).actor_kind == "integration"
    assert len(vendor.issues) == 1


def test_a_note_for_engineering_goes_out_and_an_answer_comes_back_once(vendor, linked, ticket, agent):
    message = comment_on_issue(ticket, actor=agent, issue=linked.issue, body=Body.from_text("Any news?"))
    assert message.is_note
    send()
    vendor.say(linked.issue.key, "Fixed in 2.1")

    ask()
    ask()

    texts = list(Message.objects.filter(ticket=ticket, kind="note").order_by("pk").values_list("text", flat=True))
    assert texts[0] == "Any news?"
    assert len(texts) == 2
    assert texts[1].startswith(f"octocat on {linked.issue.reference}:")
    assert "Fixed in 2.1" in texts[1]
    assert len(vendor.comments[linked.issue.key]) == 2
    ticket.refresh_from_db()
    assert_log_agrees(ticket)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("<script>alert(1)</script> & <b>so</b>", "<script>alert(1)</script> & <b>so</b>"),
        ("before\x00after", "beforeafter"),
        ("Grüße 👩‍🔧 مرحبا", "Grüße 👩‍🔧 مرحبا"),
        ("word " * 13_000, "word word word"),
    ],
)
def test_odd_words_from_there_come_as_words_and_to_nobody_outside(vendor, linked, ticket, said, kept):
    vendor.say(linked.issue.key, said)

    ask()

    note = Message.objects.get(ticket=ticket, kind="note")
    assert kept in note.text
    assert "<script" not in note.html
    assert "<b>so" not in note.html
    assert not OutboundEmail.objects.filter(kind="reply").exists()
    ticket.refresh_from_db()
    assert_log_agrees(ticket)


def test_several_comments_come_in_their_order_and_also_after_trouble_between(vendor, linked, ticket):
    vendor.say(linked.issue.key, "First")
    vendor.trouble.append((502, {}))
    ask()
    assert not Message.objects.filter(kind="note").exists()
    vendor.say(linked.issue.key, "Second")

    ask()

    texts = Message.objects.filter(ticket=ticket, kind="note").order_by("pk").values_list("text", flat=True)
    assert [word for text in texts for word in ("First", "Second") if word in text] == ["First", "Second"]


def test_after_unlinking_nothing_goes_there_and_nothing_comes(vendor, linked, ticket, agent):
    unlink_issue(ticket, actor=agent, issue=linked.issue)
    vendor.say(linked.issue.key, "Fixed in 2.1")

    ask()

    assert not Message.objects.filter(kind="note").exists()
    with pytest.raises(IllegalTransition, match="not linked"):
        comment_on_issue(ticket, actor=agent, issue=linked.issue, body=Body.from_text("Any news?"))


def test_what_was_said_before_the_link_stays_there(vendor, tracker, ticket, agent):
    key = vendor.add_issue()
    vendor.say(key, "Old words")
    vendor.issues[key]["at"] = vendor.comments[key][0]["at"] = clock.now().replace(microsecond=0) - timedelta(hours=1)
    link_issue(ticket, actor=agent, tracker=tracker, key=key)
    ask()
    assert not Message.objects.filter(kind="note").exists()


def test_comments_reach_each_linked_ticket(vendor, linked, tracker, agent):
    other = make_ticket()
    link_issue(other, actor=agent, tracker=tracker, key=linked.issue.key)
    vendor.tick()
    vendor.say(linked.issue.key, "Fixed in 2.1")
    ask()
    assert set(Message.objects.filter(kind="note").values_list("ticket", flat=True)) == {linked.ticket_id, other.pk}


def test_a_comment_on_a_merged_ticket_is_a_note_on_its_survivor(vendor, linked, ticket, agent):
    survivor = make_ticket()
    merge(ticket, actor=agent, into=survivor)
    vendor.say(linked.issue.key, "Fixed in 2.1")
    ask()
    assert Message.objects.get(text__contains="Fixed in 2.1").ticket_id == survivor.pk


def test_done_is_told_on_all_tickets_and_brings_them_back(vendor, linked, ticket, agent):
    ticket.refresh_from_db()
    snooze(ticket, actor=agent, until=clock.now() + timedelta(days=1))
    vendor.finish(linked.issue.key)
    ask()
    ask()

    assert kinds_of(ticket).count(EventKind.ISSUE_DONE) == 1
    assert texts_of(ticket)[-1].startswith(f"{linked.issue.reference} “Crash on save” is done (")
    ticket.refresh_from_db()
    assert ticket.snoozed_until is None
    vendor.finish(linked.issue.key, done=False)
    ask()
    assert kinds_of(ticket)[-1] == EventKind.ISSUE_REOPENED
    assert_log_agrees(ticket)


def test_linking_what_is_done_already_tells_it(vendor, tracker, ticket, agent):
    key = vendor.add_issue()
    vendor.finish(key)
    link_issue(ticket, actor=agent, tracker=tracker, key=key)
    ask()
    assert kinds_of(ticket)[-1] == EventKind.ISSUE_DONE


def test_a_closed_ticket_is_told_too(vendor, linked, ticket, agent):
    close(ticket, actor=agent)
    vendor.finish(linked.issue.key)
    ask()
    assert kinds_of(ticket)[-1] == EventKind.ISSUE_DONE


def test_an_issue_that_moved_keeps_its_tickets(vendor_of, agent, ticket):
    jira = vendor_of("jira")
    tracker = make_tracker(jira)
    key = jira.add_issue()
    link = link_issue(ticket, actor=agent, tracker=tracker, key=key)
    jira.issues[key]["moved_to"] = "NEW-7"
    ask()
    link.refresh_from_db()
    assert link.issue.key == "NEW-7"


# --- Trouble --------------------------------------------------------------------------------------------------------------


def test_a_lost_answer_makes_no_second_comment(vendor, linked, ticket, agent):
    comment_on_issue(ticket, actor=agent, issue=linked.issue, body=Body.from_text("Any news?"))
    vendor.lose_answer = True
    send()
    assert TrackerCall.objects.get().state == CallState.QUEUED
    send()
    assert TrackerCall.objects.get().state == CallState.SENT
    assert len(vendor.comments[linked.issue.key]) == 1
    assert IssueComment.objects.count() == 1


def test_a_lost_answer_makes_no_second_issue(vendor, tracker, ticket, agent):
    create_issue(ticket, actor=agent, tracker=tracker, title="Crash", body="")
    vendor.lose_answer = True
    send()
    send()
    assert len(vendor.issues) == 1
    assert ticket.issue_links.count() == 1


def test_a_sender_that_dies_before_it_marks_is_followed_by_one_that_finds_it(
    vendor, linked, ticket, agent, monkeypatch
):
    comment_on_issue(ticket, actor=agent, issue=linked.issue, body=Body.from_text("Any news?"))

    def die(name):
        if name == "after_answer_of_tracker":
            raise KeyboardInterrupt

    monkeypatch.setattr(calls, "fault_point", die)
    with pytest.raises(KeyboardInterrupt):
        send()
    monkeypatch.undo()
    assert TrackerCall.objects.get().state == CallState.QUEUED
    send()
    assert len(vendor.comments[linked.issue.key]) == 1
    assert TrackerCall.objects.get().state == CallState.SENT


def test_what_is_not_taken_is_told_on_the_ticket_and_can_be_sent_again(vendor, linked, ticket, agent):
    comment_on_issue(ticket, actor=agent, issue=linked.issue, body=Body.from_text("Any news?"))
    vendor.trouble.append((403, {}))
    send()
    call = TrackerCall.objects.get()
    assert call.state == CallState.FAILED
    assert texts_of(ticket)[-1].startswith("A comment did not reach App in ")
    assert retry_call(call, actor=agent)
    assert not retry_call(call, actor=agent)
    send()
    assert len(vendor.comments[linked.issue.key]) == 1


def test_a_limit_is_waited_for(vendor, linked, ticket, agent):
    comment_on_issue(ticket, actor=agent, issue=linked.issue, body=Body.from_text("Any news?"))
    vendor.trouble.append((429, {"Retry_After": "120"}))
    send()
    call = TrackerCall.objects.get()
    assert call.state == CallState.QUEUED
    assert timedelta(seconds=100) < call.due_at - clock.now() <= timedelta(seconds=120)
    assert send_calls(10) == 0


def test_after_many_attempts_it_is_given_up(vendor, linked, ticket, agent):
    comment_on_issue(ticket, actor=agent, issue=linked.issue, body=Body.from_text("Any news?"))
    for _attempt in range(MOST_ATTEMPTS):
        vendor.trouble.append((503, {}))
        send()
    assert TrackerCall.objects.get().state == CallState.FAILED
    assert kinds_of(ticket).count(EventKind.ISSUE_FAILED) == 1


def test_a_tracker_in_trouble_says_so_is_left_alone_and_loses_nothing(vendor, linked, ticket):
    vendor.say(linked.issue.key, "Fixed in 2.1")
    vendor.trouble += [(500, {})] * 5
    ask()
    tracker = Tracker.objects.get()
    assert "not well" in tracker.trouble
    assert tracker.due_at > clock.now()
    assert ask(even_if_not_due=False) == 0
    vendor.trouble.clear()
    ask()
    assert Tracker.objects.get().trouble == ""
    assert Message.objects.filter(text__contains="Fixed in 2.1").count() == 1


def test_words_are_needed_and_a_link(linked, ticket, tracker, agent):
    other = make_ticket()
    with nothing_happened():
        with pytest.raises(Invalid):
            comment_on_issue(ticket, actor=agent, issue=linked.issue, body=Body.from_text(" "))
        with pytest.raises(Invalid, match="title"):
            create_issue(ticket, actor=agent, tracker=tracker, title=" ", body="x")
        with pytest.raises(IllegalTransition, match="not linked"):
            comment_on_issue(other, actor=agent, issue=linked.issue, body=Body.from_text("x"))


def test_whoever_has_the_ticket_finds_it_unread_when_it_is_done(vendor, linked, ticket, agent):
    ticket.refresh_from_db()
    assign(ticket, actor=agent, assignee=agent)
    mark_read(ticket, actor=agent)
    vendor.finish(linked.issue.key)
    ask()
    ticket.refresh_from_db()
    assert TicketRead.objects.get(person=agent, ticket=ticket).seen_seq < ticket.conversation_seq
