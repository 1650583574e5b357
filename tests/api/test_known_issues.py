"""Known issues over the API: customers read what the page shows, and programs subscribe their person or somebody by mail."""

import re

import pytest

from helpdesk import clock
from outbox.models import OutboundEmail
from status.actions import publish_issue, update_issue
from status.models import IssueSubscription, KnownIssue
from status.queries import RECENT
from tests.factories import make_ticket
from tickets.models import Kind

pytestmark = pytest.mark.django_db
ONE = {"title": "PDF exports fail", "affected": "Exports", "text": "Exports stop at 90 %. We look into it."}

GERMAN = {"title": "PDF-Ausgabe schlägt fehl", "affected": "Ausgabe", "text": "Die Ausgabe hält bei 90 % an."}
NEWS = {"state": "identified", "text": "We know why.", "translations": {"de": {"text": "Wir wissen, warum."}}}


@pytest.fixture
def issue(lead, mailbox):
    return publish_issue(actor=lead, **ONE)


def test_customers_read_what_the_page_shows(customer_api, issue, lead, customer):
    update_issue(issue, actor=lead, state="resolved", text="Done.")
    problem = make_ticket(requester=customer, kind=Kind.PROBLEM)
    publish_issue(actor=lead, problem=problem, **{**ONE, "title": "Logins fail"})
    KnownIssue.objects.filter(pk=issue.pk).update(resolved_at=clock.now() - 2 * RECENT)

    (shown,) = customer_api.get("/api/v1/known-issues/").json()["results"]

    assert (shown["title"], shown["problem"]) == ("Logins fail", None)
    assert customer_api.get(f"/api/v1/known-issues/{issue.pk}/").status_code == 404
    whole = customer_api.get(f"/api/v1/known-issues/{shown['id']}/").json()
    assert [one["author"] for one in whole["updates"]] == [None]


def test_a_program_subscribes_its_person_and_ends_it(customer_api, issue, customer):
    address = f"/api/v1/known-issues/{issue.pk}/subscription/"
    assert customer_api.get(address).status_code == 404
    assert [customer_api.put(address).json()["email"] for _twice in range(2)] == [customer.email] * 2
    assert customer_api.get(address).json()["confirmed_at"] and not OutboundEmail.objects.exists()
    assert [customer_api.delete(address).status_code for _twice in range(2)] == [204, 204]
    assert not IssueSubscription.objects.exists()


def test_a_program_subscribes_somebody_who_confirms_by_the_mail(api, customer_api, issue):
    asked = {"email": "new@example.net", "language": "de"}
    assert customer_api.post(f"/api/v1/known-issues/{issue.pk}/subscriptions/", asked).status_code == 403
    made = api.post(f"/api/v1/known-issues/{issue.pk}/subscriptions/", asked)
    assert (made.status_code, made.json()["confirmed_at"]) == (201, None)
    token = {"token": re.search(r"/status/confirm/([^/\s]+)", OutboundEmail.objects.get().text)[1]}

    first, again = (api.post("/api/v1/known-issue-subscriptions/confirm/", token).json() for _twice in range(2))

    assert first["confirmed_at"] and first == again
    forged = {"token": token["token"][:-1] + "x"}
    assert api.post("/api/v1/known-issue-subscriptions/end/", forged).status_code == 404
    assert api.post("/api/v1/known-issue-subscriptions/end/", token).status_code == 204
    assert api.post("/api/v1/known-issue-subscriptions/end/", token).status_code == 404
    assert not IssueSubscription.objects.exists()


def test_what_is_resolved_takes_no_subscription(customer_api, issue, lead):
    update_issue(issue, actor=lead, state="resolved", text="Done.")
    assert customer_api.put(f"/api/v1/known-issues/{issue.pk}/subscription/").status_code == 409


def test_programs_give_and_read_them(program_of, lead, customer_api, customer, mailbox):
    leads_api = program_of(lead)
    customer.language = "de"
    customer.save()
    made = leads_api.post("/api/v1/known-issues/", {**ONE, "translations": {"de": GERMAN}}).json()
    address = f"/api/v1/known-issues/{made['id']}/"
    assert (made["title"], made["translations"]["de"]["title"]) == (ONE["title"], GERMAN["title"])
    leads_api.post(f"{address}updates/", NEWS)

    read = customer_api.get(address).json()
    assert read["title"] == GERMAN["title"]
    assert [one["text"] for one in read["updates"]] == ["Wir wissen, warum.", GERMAN["text"]]

    newest = read["updates"][0]["id"]
    changed = leads_api.put(f"{address}translations/de/", {"title": "Neu", "updates": [{"id": newest, "text": ""}]})
    assert changed.json()["translations"]["de"] == {"title": "Neu", "affected": "Ausgabe"}
    assert customer_api.get(address).json()["updates"][0]["text"] == "We know why."
    assert leads_api.put(f"{address}translations/xx/", {"title": "Neu"}).status_code == 404
