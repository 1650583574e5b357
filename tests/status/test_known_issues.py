"""Known issues: published by leads, read by everybody, told to who subscribed and on the linked tickets."""

import re
from datetime import timedelta

import pytest

from helpdesk import clock
from outbox.models import OutboundEmail
from status.actions import publish_issue, subscribe, update_issue
from status.mailing import token_of
from status.models import IssueState, IssueSubscription, IssueUpdate, KnownIssue
from status.queries import issue_about
from status.tasks import tell_waiting
from tests.factories import make_ticket
from tickets.actions import link
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind
from tickets.models import BulkAct, Event, Kind
from tickets.models.link import LinkKind

pytestmark = pytest.mark.django_db
ONE = {"title": "PDF exports fail", "affected": "Exports", "text": "Exports stop at 90 %. We look into it."}


@pytest.fixture
def issue(lead, mailbox):
    return publish_issue(actor=lead, **ONE)


@pytest.fixture
def subscribed(issue):
    return subscribe(issue, email="Ann@example.net", language="en", is_known=True)


def mails():
    return list(OutboundEmail.objects.filter(kind="known_issue").order_by("pk"))


@pytest.mark.parametrize("path", ["/", "/help/en/", "/status/", "/widget/"])
def test_customers_read_it_before_they_write(client, issue, lead, path):
    assert "PDF exports fail" in client.get(path).content.decode()
    update_issue(issue, actor=lead, state=IssueState.RESOLVED, text="It works again.")
    assert ("PDF exports fail" in client.get(path).content.decode()) == (path == "/status/")


def test_an_agent_publishes_and_tells_nothing(agent, issue):
    with pytest.raises(NotAllowed):
        publish_issue(actor=agent, **ONE)
    with pytest.raises(NotAllowed):
        update_issue(issue, actor=agent, state="identified", text="We know why.")
    assert KnownIssue.objects.count() == 1 and IssueUpdate.objects.count() == 1


def test_words_are_needed(lead):
    for missing in ("title", "affected", "text"):
        with pytest.raises(Invalid):
            publish_issue(actor=lead, **{**ONE, missing: "  "})
    with pytest.raises(Invalid):
        publish_issue(actor=lead, **ONE, state="resolved")


def test_news_are_told_once_to_who_confirmed(issue, lead, subscribed):
    subscribe(issue, email="unsure@example.net", language="en")
    before = len(mails())
    for _press in range(2):
        update_issue(issue, actor=lead, state="identified", text="We know why.")

    assert tell_waiting() == 1
    assert tell_waiting() == 0

    (mail,) = mails()[before:]
    assert [one.address for one in mail.recipients.all()] == ["ann@example.net"]
    assert mail.subject == "Identified: PDF exports fail" and "We know why." in mail.text
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_who_saw_older_news_is_stopped(issue, lead, manager):
    seen = issue.updates.first().pk
    update_issue(issue, actor=manager, state="identified", text="We know why.", seen=seen)
    with pytest.raises(IllegalTransition):
        update_issue(issue, actor=lead, state="monitoring", text="Better.", seen=seen)


def test_resolved_comes_back_when_it_does(issue, lead):
    update_issue(issue, actor=lead, state="resolved", text="Done.")
    assert issue.resolved_at is not None
    with pytest.raises(IllegalTransition):
        subscribe(issue, email="ann@example.net", language="en")
    update_issue(issue, actor=lead, state="investigating", text="It is back.")
    assert issue.resolved_at is None


def test_the_linked_tickets_are_answered_along(lead, customer, agent, mailbox):
    problem = make_ticket(requester=customer, kind=Kind.PROBLEM)
    incident = make_ticket(requester=customer, kind=Kind.INCIDENT)
    link(incident, actor=lead, other=problem, kind=LinkKind.INCIDENT)
    issue = publish_issue(actor=lead, problem=problem, **ONE)

    update_issue(issue, actor=lead, state="resolved", text="It works again.", tell_incidents=True)

    assert BulkAct.objects.count() == 1
    told = Event.objects.get(ticket=problem, kind=EventKind.INCIDENTS_ANSWERED)
    assert (told.data["count"], told.data["solving"]) == (1, True)


def test_a_ticket_that_is_no_problem_is_refused(lead, ticket):
    with pytest.raises(Invalid):
        publish_issue(actor=lead, problem=ticket, **ONE)


@pytest.mark.parametrize(
    ("text", "is_about"),
    [
        ("My exports do not work since this morning", True),
        ("The PDF export always fails at the end", True),
        ("How do I change my password please", False),
        ("exports", False),
    ],
)
def test_who_writes_about_it_reads_that_we_know(client, issue, text, is_about):
    assert (issue_about(text) == issue) is is_about
    page = client.post("/help/en/answers/", {"subject": text}).content.decode()
    assert ("We already know about this" in page) is is_about


def test_a_stranger_confirms_by_mail_and_ends_it_with_one_click(client, issue):
    assert client.post(f"/status/{issue.pk}/subscribe/", {"email": "new@example.net"}).status_code == 302
    assert IssueSubscription.objects.get().confirmed_at is None
    (mail,) = mails()
    link_there = re.search(r"https?://[^/]+(/status/confirm/\S+)", mail.text)[1]

    client.get(link_there)
    assert IssueSubscription.objects.get().confirmed_at is None
    client.post(link_there)
    assert IssueSubscription.objects.get().confirmed_at is not None

    stop = re.search(r"<https?://[^/]+(/status/unsubscribe/[^>]+)>", mail.headers["List-Unsubscribe"])[1]
    client.get(stop)
    cut = client.post(f"{stop[:-4]}/")  # a mail program that broke the line
    assert (cut.status_code, "This link does not work" in cut.content.decode()) == (404, True)
    assert IssueSubscription.objects.exists()
    client.post(stop, {"List-Unsubscribe": "One-Click"})
    assert not IssueSubscription.objects.exists()


def test_a_double_click_mails_one_link_and_asking_later_another(client, issue):
    now = clock.now()
    for later, mailed in ((0, 1), (0, 1), (61, 2)):
        with clock.at(now + timedelta(seconds=later)):
            client.post(f"/status/{issue.pk}/subscribe/", {"email": "new@example.net"})
        assert len(mails()) == mailed


def test_the_links_of_a_mail_speak_its_language(client, issue):
    token = token_of(subscribe(issue, email="neu@example.net", language="de"))
    for page in ("confirm", "unsubscribe"):
        assert '<html lang="de"' in client.get(f"/status/{page}/{token}/").content.decode()
    assert "Keine E-Mails mehr dazu" in client.post(f"/status/unsubscribe/{token}/").content.decode()


def test_nobody_is_asked_to_follow_what_is_resolved(client, issue, lead):
    update_issue(issue, actor=lead, state=IssueState.RESOLVED, text="It works again.")
    page = client.get(f"/status/{issue.pk}/subscribe/", follow=True)
    assert page.redirect_chain[-1][0] == "/status/" and "This is resolved already." in page.content.decode()


def test_who_is_signed_in_subscribes_at_once(client, issue, customer):
    client.force_login(customer)
    client.post(f"/status/{issue.pk}/subscribe/")
    assert IssueSubscription.objects.get().confirmed_at is not None
    assert not mails()


def test_a_lead_publishes_and_tells_at_the_desk(client, lead):
    client.force_login(lead)
    made = client.post("/desk/known-issues/new/", {**ONE, "state": "investigating", "problem": ""})
    issue = KnownIssue.objects.get()
    assert made.url == f"/desk/known-issues/{issue.pk}/"
    client.post(made.url, {"state": "monitoring", "text": "It looks better.", "seen": issue.updates.first().pk})
    assert "It looks better." in client.get(made.url).content.decode()
    refused = client.post("/desk/known-issues/new/", {**ONE, "state": "investigating", "problem": "#999999"})
    assert refused.status_code == 422 and "There is no ticket of this number." in refused.content.decode()
