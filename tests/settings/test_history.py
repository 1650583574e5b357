"""The history of settings: what it says, what it takes back, and what it keeps to itself."""

import pytest

from accounts.actions.teams import change_team
from accounts.directory import Refusal
from accounts.models import SettingChange
from desk.settings.history import told, undo
from desk.sla.told import terms_told
from tests.desk.conftest import signed_in
from tickets.actions import add_macro, archive_macro, change_macro
from tickets.models import Macro

pytestmark = pytest.mark.django_db


def test_a_change_reads_as_sentences(admin, first_line, agent, agent_l2) -> None:
    change_team(first_line, actor=admin, name="Front", levels=[1, 2], members=[agent_l2])

    (change,) = told(SettingChange.objects.all())

    assert change.act == "Team “Front” changed"
    assert change.differences == [
        ("Name", "First line", "Front"),
        ("Levels", "", "also 2"),
        ("Members", "agent@example.com", "agent2@example.com"),
    ]
    assert change.can_be_undone


def test_one_change_is_taken_back_once(admin, first_line) -> None:
    change_team(first_line, actor=admin, name="Front")
    change = SettingChange.objects.get()
    undo(change, actor=admin)

    with pytest.raises(Refusal, match="taken back already"):
        undo(change, actor=admin)
    assert not told([change])[0].can_be_undone


def test_what_a_change_named_and_is_gone_is_said(admin, first_line, agent) -> None:
    change_team(first_line, actor=admin, members=[])
    agent.email = "renamed@example.com"
    agent.save()

    with pytest.raises(Refusal, match="no colleague with the address agent@example.com"):
        undo(SettingChange.objects.get(), actor=admin)


def test_shared_macros_have_a_history_and_private_ones_do_not(admin) -> None:
    shared = add_macro(actor=admin, name="Thanks", html="<p>Thanks</p>", scope="all")
    add_macro(actor=admin, name="Mine", html="<p>Mine</p>", scope="private")
    change_macro(Macro.objects.get(pk=shared.pk), actor=admin, html="<p>Many thanks</p>", priority=4)
    archive_macro(shared, actor=admin)

    acts = [(change.act, change.name) for change in SettingChange.objects.order_by("pk")]
    assert acts == [("added", "Thanks"), ("changed", "Thanks"), ("archived", "Thanks")]
    undo(SettingChange.objects.get(act="archived"), actor=admin)
    undo(SettingChange.objects.get(act="changed"), actor=admin)
    shared.refresh_from_db()
    assert (shared.html, shared.priority, shared.archived_at) == ("<p>Thanks</p>", None, None)


def test_the_page_finds_narrows_and_takes_back(browser, admin, first_line) -> None:
    change_team(first_line, actor=admin, name="Front")
    change = SettingChange.objects.get()

    assert "Front" in browser.get("/settings/history/?q=fro&kind=team").content.decode()
    assert "Nothing found" in browser.get("/settings/history/?kind=macro").content.decode()
    answer = browser.post(f"/settings/changes/{change.pk}/undo/", {"next": "/settings/history/"}, follow=True)
    assert "Taken back" in answer.content.decode()
    first_line.refresh_from_db()
    assert first_line.name == "First line"
    again = browser.post(f"/settings/changes/{change.pk}/undo/", follow=True).content.decode()
    assert "taken back already" in again


def test_a_lead_takes_back_only_what_a_lead_may_change(lead, admin, first_line) -> None:
    change_team(first_line, actor=admin, name="Front")

    signed_in(lead).post(f"/settings/changes/{SettingChange.objects.get().pk}/undo/")

    first_line.refresh_from_db()
    assert first_line.name == "Front"


def test_an_empty_history_says_what_it_is_for(browser) -> None:
    assert "Nothing was changed yet" in browser.get("/settings/history/").content.decode()


def test_fifty_changes_cost_no_more_statements_than_one(browser, admin, first_line, django_assert_max_num_queries):
    change_team(first_line, actor=admin, name="Front 0")
    with django_assert_max_num_queries(6) as one:
        browser.get("/settings/history/")
    for number in range(1, 50):
        change_team(first_line, actor=admin, name=f"Front {number}")
    with django_assert_max_num_queries(6) as many:
        browser.get("/settings/history/")
    assert len(many) == len(one)


def test_what_a_policy_promises_is_told_part_by_part(admin) -> None:
    terms = {
        "targets": {"first_response": {"business": True, "seconds": {"3": 14400, "4": 7200}}},
        "warn": [{"percent": 75, "tell": ["assignee"]}],
    }
    closer = {
        "targets": {"first_response": {"business": True, "seconds": {"3": 14400, "4": 3600}}},
        "warn": [{"percent": 75, "tell": ["leads"], "people": [admin.pk]}],
    }

    assert terms_told(terms, closer) == [
        ("First response, Urgent", "2 h", "1 h"),
        ("Warnings", "75 %: Whose ticket it is", f"75 %: Team leads, {admin.display_name}"),
    ]
    assert ("First response, High", "", "4 h") in terms_told(None, terms)
