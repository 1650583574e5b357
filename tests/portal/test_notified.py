"""What a customer is mailed besides answers is theirs to choose, in their profile."""

from urllib.parse import urlsplit

import pytest

from accounts.models import User
from mail.proactive.actions import is_unsubscribed, subscribe_again, unsubscribe
from mail.proactive.segments import reachable
from mail.proactive.wording import stop_link
from metrics.actions.answering import gets_surveys, stop_surveys, want_surveys
from metrics.surveys.asking import may_be_mailed
from status.actions import publish_issue, subscribe
from status.models import IssueSubscription
from tests.api.conftest import program_of  # noqa: F401  # whoever talks to the API
from tickets.actions.merging_people import merge_people

pytestmark = pytest.mark.django_db
PAGE = "/profile/mails/"


def test_the_profile_leads_there_and_all_is_on_until_they_choose(client, customer):
    client.force_login(customer)
    assert f'href="{PAGE}"' in client.get("/profile/").content.decode()
    form = client.get(PAGE).context["form"]
    assert form.initial == {"messages": True, "surveys": True, "issues": []}


def test_what_is_not_ticked_is_not_mailed_and_comes_back_when_it_is(client, customer):
    client.force_login(customer)
    client.post(PAGE, {})
    assert is_unsubscribed(customer) and not gets_surveys(customer)
    client.post(PAGE, {"messages": "on", "surveys": "on"})
    assert not is_unsubscribed(customer) and gets_surveys(customer)


def test_the_link_of_a_mail_says_what_is_so_already_and_takes_it_back(client, customer):
    link = urlsplit(stop_link(customer)).path
    assert "No more messages from us?" in client.get(link).content.decode()
    for ask in (client.post, client.post, client.get):
        assert "You get no more of them" in ask(link).content.decode()
    client.post(link, {"back": "1"})
    assert not is_unsubscribed(customer)
    assert "No more messages from us?" in client.get(link).content.decode()


def test_a_known_issue_is_no_longer_followed(client, customer, lead):
    issues = [publish_issue(actor=lead, title=title, affected="Exports", text="We look.") for title in ("Slow", "Gone")]
    kept, given_up = (subscribe(one, email=customer.email, language="en", is_known=True) for one in issues)
    client.force_login(customer)
    assert "Slow" in client.get(PAGE).content.decode()
    client.post(PAGE, {"messages": "on", "surveys": "on", "issues": [kept.pk]})
    assert list(IssueSubscription.objects.all()) == [kept] != [given_up]


def test_by_the_api_it_is_the_same_choice(client, customer, lead, program_of):  # noqa: F811
    issues = [publish_issue(actor=lead, title=title, affected="Exports", text="We look.") for title in ("Slow", "Gone")]
    for issue in issues:
        subscribe(issue, email=customer.email, language="en", is_known=True)
    api = program_of(customer)
    kept = api.patch("/api/v1/mail-choices/", {"messages": False, "known_issues": [issues[0].pk]}).json()
    assert kept == {"messages": False, "surveys": True, "known_issues": [issues[0].pk]}
    assert api.get("/api/v1/mail-choices/").json() == kept
    assert api.patch("/api/v1/mail-choices/", {"known_issues": [issues[1].pk]}).status_code == 409
    assert is_unsubscribed(customer) and gets_surveys(customer)
    assert program_of(lead).get("/api/v1/mail-choices/").status_code == 403


def test_what_somebody_wanted_who_was_merged_holds_on_until_it_is_taken_back(customer, other_customer, agent):
    unsubscribe(other_customer)
    stop_surveys(other_customer)

    merge_people(other_customer, actor=agent, into=customer)

    assert is_unsubscribed(customer) and not gets_surveys(customer)
    assert not reachable(User.objects.filter(pk=customer.pk)).exists()
    assert not may_be_mailed(customer, customer.email)
    subscribe_again(customer)
    want_surveys(customer)
    assert not is_unsubscribed(customer) and gets_surveys(customer)
