"""Issues beside the conversation, without the browser."""

import pytest

from helpdesk import clock
from integrations.actions import link_issue, post_call
from integrations.models import CallKind, CallState, Issue, Tracker, TrackerCall
from tests.desk.conftest import HTMX, signed_in
from tests.factories import make_ticket
from tests.integrations.vendors import TOKEN
from tickets.actions import link, set_kind, solve
from tickets.models import BulkAct, Kind, LinkKind, Message, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def tracker(db) -> Tracker:
    now = clock.now()
    return Tracker.objects.create(
        name="App",
        kind="github",
        base="https://api.github.com",
        project="acme/app",
        token=TOKEN,
        created_at=now,
        due_at=now,
    )


def add_issue(tracker, key="7", title="Crash on save", **fields) -> Issue:
    given = {
        "title": title,
        "state": "Open",
        "url": f"https://github.com/acme/app/issues/{key}",
        "looked_at": clock.now(),
    }
    return Issue.objects.create(tracker=tracker, key=key, **{**given, **fields})


def at(ticket, part="") -> str:
    return f"/desk/tickets/{ticket.pk}/issues/{part}"


def page_of(desk, ticket) -> str:
    return desk.get(f"/desk/tickets/{ticket.pk}/").content.decode()


def test_only_where_engineering_has_to_do_with_it_the_page_has_a_place_for_issues(desk, agent, ticket, tracker):
    assert 'id="issue-list"' not in page_of(desk, ticket)
    assert at(ticket, "link/") in page_of(desk, ticket)  # in the menu, and so in the palette
    link_issue(ticket, actor=agent, tracker=tracker, key="7")
    assert 'id="issue-list"' in page_of(desk, ticket)


def test_the_list_says_what_is_known_and_what_is_on_its_way(desk, agent, ticket, tracker):
    link_issue(ticket, actor=agent, tracker=tracker, key=add_issue(tracker, assignee="octocat").key)
    shown = desk.get(at(ticket), headers=HTMX).content.decode()
    for words in ("Crash on save", "app#7", "octocat", "https://github.com/acme/app/issues/7"):
        assert words in shown
    assert "every 2s" not in shown
    call = post_call(tracker, CallKind.CREATE, agent, ticket=ticket, title="Slow")
    shown = desk.get(at(ticket), headers=HTMX).content.decode()
    assert "“Slow” is on its way to App…" in shown
    assert "every 2s" in shown
    TrackerCall.objects.filter(pk=call.pk).update(state=CallState.FAILED, last_error="The token may not do this.")
    shown = desk.get(at(ticket), headers=HTMX).content.decode()
    assert "“Slow” was not created in App. The token may not do this." in " ".join(shown.split())
    desk.post(f"/desk/tickets/{ticket.pk}/issues/calls/{call.pk}/retry/", headers=HTMX)
    assert TrackerCall.objects.get().state == CallState.QUEUED
    TrackerCall.objects.update(state=CallState.FAILED)
    desk.post(f"/desk/tickets/{ticket.pk}/issues/calls/{call.pk}/retry/", {"forget": "1"}, headers=HTMX)
    assert not TrackerCall.objects.exists()


def test_an_issue_is_found_by_words_and_linked_by_address(desk, ticket, tracker):
    issue = add_issue(tracker)
    found = desk.get(at(ticket, "link/"), {"q": "crash", "part": "found"}, headers=HTMX).content.decode()
    assert "Crash on save" in found
    assert "<form" not in found
    desk.post(at(ticket, "link/"), {"issue": issue.pk}, headers=HTMX)
    desk.post(at(ticket, "link/"), {"q": "https://github.com/acme/app/issues/8"}, headers=HTMX)
    assert set(ticket.issue_links.values_list("issue__key", flat=True)) == {"7", "8"}
    answer = desk.post(at(ticket, "link/"), {"q": "nonsense"}, headers=HTMX)
    assert answer.status_code == 400
    assert "Paste the address" in answer["HX-Trigger"]


def test_unlinked_it_can_be_linked_again_from_the_toast(desk, agent, ticket, tracker):
    issue = add_issue(tracker)
    link_issue(ticket, actor=agent, tracker=tracker, key="7")
    answer = desk.post(at(ticket, f"{issue.pk}/unlink/"), headers=HTMX)
    assert not ticket.issue_links.exists()
    undo = f"/desk/tickets/{ticket.pk}/issues/link/?again={issue.pk}"
    assert undo in answer["HX-Trigger"]
    desk.post(undo, headers=HTMX)
    assert ticket.issue_links.exists()


def test_a_new_issue_is_written_down_for_the_worker(desk, ticket, tracker):
    form = desk.get(at(ticket, "new/"), headers=HTMX).content.decode()
    assert "App · acme/app" in form
    assert TOKEN not in form
    desk.post(at(ticket, "new/"), {"tracker": tracker.pk, "title": "Crash", "body": "It does."}, headers=HTMX)
    call = TrackerCall.objects.get()
    assert (call.kind, call.title, call.body) == (CallKind.CREATE, "Crash", "It does.")


def test_without_a_tracker_an_agent_is_told_whom_to_ask(desk, admin, ticket):
    assert "Ask an admin" in desk.get(at(ticket, "new/"), headers=HTMX).content.decode()
    assert "/settings/trackers/new/" in signed_in(admin).get(at(ticket, "link/"), headers=HTMX).content.decode()


def test_words_for_engineering_are_a_note_and_a_call(desk, agent, ticket, tracker):
    issue = add_issue(tracker)
    link_issue(ticket, actor=agent, tracker=tracker, key="7")
    for _press in range(2):
        desk.post(at(ticket, f"{issue.pk}/comment/"), {"words": "Any news?"}, headers=HTMX)
    assert Message.objects.get(kind="note").text == "Any news?"
    assert TrackerCall.objects.get().body.startswith("Any news?\n\nOmar Haddad")
    assert desk.post(at(ticket, f"{issue.pk}/comment/"), {"words": " "}, headers=HTMX).status_code == 400


def test_done_it_proposes_to_answer_all_tickets_about_it(desk, agent, mailbox, ticket, tracker):
    issue = add_issue(tracker)
    problem, incident, solved = make_ticket(), make_ticket(), make_ticket()
    set_kind(problem, actor=agent, kind=Kind.PROBLEM)
    link(incident, actor=agent, other=problem, kind=LinkKind.INCIDENT)
    for one in (ticket, problem, solved):
        link_issue(one, actor=agent, tracker=tracker, key="7")
    solve(solved, actor=agent)
    assert "Done there" not in desk.get(at(ticket), headers=HTMX).content.decode()
    Issue.objects.update(is_done=True, state="Closed")
    assert "Done there: answer all 3 tickets" in desk.get(at(ticket), headers=HTMX).content.decode()

    where = f"/desk/issues/{issue.pk}/answer/"
    assert "Answer all tickets about app#7" in desk.get(where).content.decode()
    chosen = [f"{one.pk}-1" for one in (ticket, incident)]
    answer = desk.post(where, {"html": "<p>It works again.</p>", "incident": chosen, "solving": "1", "key": "k"})
    assert answer["Location"] == f"/desk/bulk/{BulkAct.objects.get().pk}/"
    assert "2 tickets about app#7 answered and solved" in desk.get(answer["Location"]).content.decode()
    ticket.refresh_from_db()
    assert ticket.status == Status.SOLVED


def test_a_strange_ticket_is_not_answered_with_them(desk, agent, ticket, tracker):
    issue, other = add_issue(tracker), make_ticket()
    link_issue(ticket, actor=agent, tracker=tracker, key="7")
    form = {"html": "<p>Hi</p>", "incident": f"{other.pk}-1", "key": "k"}
    answer = desk.post(f"/desk/issues/{issue.pk}/answer/", form)
    assert answer.status_code == 400
    assert not BulkAct.objects.exists()
