"""Trackers and issues over the API."""

import pytest

from accounts.models import Scope
from helpdesk import clock
from integrations.calls import send_calls
from integrations.models import Issue, Tracker, TrackerCall
from integrations.refreshing import refresh_waiting
from tests.integrations.conftest import make_tracker, vendor_of  # noqa: F401 - a fixture
from tests.integrations.vendors import TOKEN
from tickets.bulk.running import run_waiting
from tickets.models import Message, Status

pytestmark = pytest.mark.django_db

V1 = "/api/v1/"


@pytest.fixture
def github(vendor_of):  # noqa: F811
    return vendor_of("github")


def test_an_admin_adds_changes_and_archives_a_tracker_and_no_answer_holds_the_token(program_of, admin, api, github):
    body = {"kind": "github", "name": "App", "base": github.base, "project": "acme/app", "token": TOKEN}
    assert api.post(f"{V1}trackers/", body).status_code == 403
    admins = program_of(admin)
    made = admins.post(f"{V1}trackers/", body)
    assert made.status_code == 201, made.content
    one = f"{V1}trackers/{made.json()['id']}/"
    assert admins.patch(one, {"name": "The app"}).json()["name"] == "The app"
    assert admins.patch(one, {"base": "http://other.test"}).status_code == 409
    assert admins.post(f"{one}check/", {}).status_code == 202
    send_calls(10)
    told = api.get(one)
    assert told.json()["trouble"] == ""
    assert told.json()["asked_at"]
    assert TOKEN not in told.content.decode() + made.content.decode() + api.get(f"{V1}trackers/").content.decode()
    assert admins.patch(one, {"is_archived": True}).json()["is_archived"]


def test_keeping_trackers_needs_the_scope_admin(program_of, admin):
    answer = program_of(admin, Scope.READ, Scope.WRITE).post(f"{V1}trackers/", {})
    assert answer.status_code == 403


def test_an_issue_is_linked_found_commented_on_and_unlinked(api, ticket, github):
    make_tracker(github)
    key = github.add_issue("Crash on save")
    issues = f"{V1}tickets/{ticket.pk}/issues/"
    linked = api.post(issues, {"address": f"app#{key}"})
    assert linked.json()["results"][0]["title"] == ""
    Tracker.objects.update(due_at=clock.now())
    refresh_waiting()
    (known,) = api.get(issues).json()["results"]
    assert (known["title"], known["state"], known["reference"]) == ("Crash on save", "Open", f"app#{key}")
    assert [one["id"] for one in api.get(f"{V1}issues/?q=crash").json()["results"]] == [known["id"]]
    said = api.post(f"{issues}{known['id']}/comments/", {"text": "Any news?"})
    assert (said.status_code, said.json()["calls"][0]["state"]) == (202, "queued")
    send_calls(10)
    assert len(github.comments[key]) == 1
    assert api.delete(f"{issues}{known['id']}/").status_code == 204
    assert api.get(issues).json()["results"] == []
    assert api.post(issues, {"address": "nothing"}).status_code == 409
    assert api.post(issues, {}).status_code == 400


def test_an_issue_is_drafted_and_created(api, ticket, github):
    tracker = make_tracker(github)
    draft = api.get(f"{V1}tickets/{ticket.pk}/issues/draft/").json()
    assert set(draft) == {"title", "body", "is_struck"}
    body = {"tracker": tracker.pk, "title": draft["title"], "body": draft["body"]}
    created = api.post(f"{V1}tickets/{ticket.pk}/issues/create/", body)
    assert created.status_code == 202
    github.trouble.append((403, {}))
    send_calls(1)
    call = TrackerCall.objects.get()
    assert (
        api.post(f"{V1}tickets/{ticket.pk}/tracker-calls/{call.pk}/retry/", {}).json()["calls"][0]["state"] == "queued"
    )
    send_calls(1)
    assert len(github.issues) == 1
    assert ticket.issue_links.count() == 1


def test_all_tickets_about_an_issue_are_answered(api, agent, mailbox, ticket, github):
    make_tracker(github)
    key = github.add_issue()
    api.post(f"{V1}tickets/{ticket.pk}/issues/", {"address": f"app#{key}"})
    issue = Issue.objects.get()
    answer = api.post(f"{V1}issues/{issue.pk}/answer/", {"html": "<p>It works.</p>", "solve": True})
    assert (answer.status_code, answer.json()["total"]) == (202, 1)
    run_waiting()
    assert Message.objects.filter(author=agent, kind="public").count() == 1
    ticket.refresh_from_db()
    assert ticket.status == Status.SOLVED
