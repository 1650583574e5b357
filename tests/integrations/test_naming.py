"""Which issue is meant, and what a new one says without personal data."""

import pytest

from helpdesk import clock
from integrations.drafting import draft_for
from integrations.models import Issue, Tracker
from integrations.naming import issues_like, named
from tests.factories import CustomerFactory, OrganizationFactory, make_ticket
from tickets.actions import escalate
from tickets.content import Body
from tickets.models import Level
from tickets.personal_data import STRUCK, without_personal_data

pytestmark = pytest.mark.django_db


def add(kind, base, project) -> Tracker:
    now = clock.now()
    return Tracker.objects.create(name=project, kind=kind, base=base, project=project, created_at=now, due_at=now)


@pytest.fixture
def trackers() -> dict[str, Tracker]:
    return {
        "github": add("github", "https://api.github.com", "acme/app"),
        "gitlab": add("gitlab", "https://git.example.com/code", "acme/team/web"),
        "jira": add("jira", "https://acme.atlassian.net", "APP"),
    }


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("https://github.com/acme/app/issues/12", "github", "12"),
        ("https://github.com/Acme/App/issues/12#issuecomment-1", "github", "12"),
        ("acme/app#12", "github", "12"),
        ("app#12", "github", "12"),
        ("https://git.example.com/code/acme/team/web/-/issues/3", "gitlab", "3"),
        ("https://git.example.com/code/acme/team/web/-/work_items/3", "gitlab", "3"),
        ("web#3", "gitlab", "3"),
        ("https://acme.atlassian.net/browse/APP-7", "jira", "APP-7"),
        ("app-7", "jira", "APP-7"),
    ],
)
def test_an_address_or_a_reference_names_it(trackers, text, kind, key):
    assert named(text) == (trackers[kind], key)


@pytest.mark.parametrize(
    "text",
    ["", "12", "https://github.com/acme/other/issues/12", "https://evil.example/acme/app/issues/12", "OTHER-7",
     "https://github.com/acme/app/issues/x", "app#0", "https://["],
)  # fmt: skip
def test_what_names_none_or_two_of_ours_names_nothing(trackers, text):
    assert named(text) is None


def test_an_address_beside_a_known_issue_names_one_on_whatever_host_it_is_shown(trackers):
    inside = add("github", "http://10.0.0.5:8080", "acme/inside")
    Issue.objects.create(tracker=inside, key="3", title="x", url="https://git.acme.example/acme/inside/issues/3")

    assert named("https://git.acme.example/acme/inside/issues/41#issuecomment-1") == (inside, "41")
    assert named("https://git.acme.example/acme/inside/issues/x") is None
    assert named("https://evil.example/acme/inside/issues/41") is None


def test_words_find_known_issues_open_ones_first(trackers):
    for key, title, is_done in (("1", "Crash on save", True), ("2", "Crash on print", False), ("3", "Slow", False)):
        Issue.objects.create(tracker=trackers["github"], key=key, title=title, is_done=is_done)
    assert [issue.key for issue in issues_like("crash")] == ["2", "1"]
    assert [issue.key for issue in issues_like("#3")] == ["3"]
    assert [issue.key for issue in issues_like("save crash")] == ["1"]


def test_a_new_issue_says_what_the_hand_over_says_without_the_customer(agent, specialists):
    customer = CustomerFactory(
        name="Ann Lee", email="ann.lee@example.net", organization=OrganizationFactory(name="Acme Ltd")
    )
    ticket = make_ticket(requester=customer, subject="Ann cannot save", body=Body.from_text("Hello"))
    escalate(
        ticket,
        actor=agent,
        to_level=Level.SPECIALIST,
        team=specialists,
        reason="A bug",
        tried="Called Ann Lee at +49 30 1234567; IBAN DE89 3704 0044 0532 0130 00",
        asked="Why does saving fail for ann.lee@example.net of ACME Ltd? Version 2.1 on build 4711",
    )
    draft = draft_for(ticket)
    assert draft.title == f"{STRUCK} cannot save"
    assert draft.is_struck
    for private in ("Ann", "Lee", "example.net", "1234567", "3704", "Acme Ltd", "ACME Ltd"):
        assert private not in draft.body
    for kept in ("## What was tried", "## What is asked", "Version 2.1", "build 4711", f"/desk/tickets/{ticket.pk}/"):
        assert kept in draft.body


@pytest.mark.parametrize(
    "text", ["password: hunter2", "code 123 456", "token=abcdef", "4111 1111 1111 1111", "me@x.test"]
)
def test_secrets_are_struck_out(ticket, text):
    assert STRUCK in without_personal_data(text, ticket)
