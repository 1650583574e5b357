"""Signing in at Google and Microsoft: by redirect, by a code, and again and again with the token that was given."""

from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from helpdesk import clock
from mail.fetching.fetch import fetch_waiting
from mail.fetching.keeping import connect_imap
from mail.imap_models import ImapAccount
from mail.models import InboundEmail
from tests.factories import AgentFactory
from tests.mail import corpus
from tests.mail.imap_server import USER, ImapServer
from tests.mail.oauth_server import CLIENT, SECRET, OAuthServer


@pytest.fixture
def provider(settings):
    running = OAuthServer()
    settings.MAIL_OAUTH = {"google": running.endpoints | {"device": ""}, "microsoft": running.endpoints}
    yield running
    running.stop()


@pytest.fixture
def server(provider):
    running = ImapServer()
    running.tokens = provider.tokens
    yield running
    running.stop()


@pytest.fixture
def account(server, mailbox, admin, client):
    client.force_login(admin)
    words = {"host": "127.0.0.1", "port": server.port, "security": "none", "user": USER, "sign_in": "google"}
    return connect_imap(mailbox, actor=admin, client_id=CLIENT, client_secret=SECRET, **words)


def sign_in(client, provider, account) -> None:
    away = client.get(f"/settings/mailboxes/{account.mailbox_id}/sign-in/")
    back = urlsplit(provider.consent(away["Location"]))
    answer = client.get(f"{back.path}?{back.query}", follow=True)
    assert "Signed in. The connection is being tested." in answer.content.decode()


def fetch(account) -> ImapAccount:
    ImapAccount.objects.filter(pk=account.pk).update(due_at=clock.now())
    fetch_waiting()
    account.refresh_from_db()
    return account


@pytest.mark.parametrize("sign_in_at", ["google", "microsoft"])
def test_after_the_consent_mail_is_fetched(client, provider, server, account, sign_in_at):
    ImapAccount.objects.update(sign_in=sign_in_at)
    assert fetch(account).trouble.startswith("Nobody has signed in yet.")
    sign_in(client, provider, account)
    assert fetch(account).trouble == ""
    server.deliver(corpus.plain().replace(b"\n", b"\r\n"))
    fetch(account)
    assert InboundEmail.objects.count() == 1


def test_an_access_token_that_ran_out_is_renewed_and_one_that_holds_is_not(client, provider, server, account):
    sign_in(client, provider, account)
    fetch(account)
    assert [words["grant_type"] for words in provider.asked] == ["authorization_code"]
    provider.tokens.clear()
    ImapAccount.objects.update(access_until=clock.now() + timedelta(seconds=5))
    assert fetch(account).trouble == ""
    assert [words["grant_type"] for words in provider.asked] == ["authorization_code", "refresh_token"]


def test_a_token_that_the_mail_server_does_not_take_is_renewed_the_next_time(client, provider, server, account):
    sign_in(client, provider, account)
    provider.tokens.clear()
    assert "Connect the account again" in fetch(account).trouble
    assert fetch(account).trouble == ""


@pytest.mark.parametrize(
    ("back", "said"),
    [
        ("error=access_denied", "The sign-in was declined. Try again, and allow the access."),
        ("", "The sign-in was declined. Try again, and allow the access."),
        (
            "error=admin_policy_enforced&error_description=Ask+your+admin",
            "refused the sign-in. It said: Ask your admin",
        ),
    ],
)
def test_a_refused_consent_is_told_with_its_reason(client, provider, account, back, said):
    away = client.get(f"/settings/mailboxes/{account.mailbox_id}/sign-in/")
    state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
    page = client.get(f"/settings/mail-sign-in/?state={state}&{back}", follow=True)
    assert said in unescape(page.content.decode())
    account.refresh_from_db()
    assert account.refresh_token == ""


def test_an_answer_without_a_code_or_with_odd_numbers_is_no_crash(client, provider, account, monkeypatch):
    ImapAccount.objects.update(sign_in="microsoft")
    start = f"/settings/mailboxes/{account.mailbox_id}/sign-in/code/"
    monkeypatch.setattr(provider, "answer", lambda _path, _words: (200, {"device_code": "d"}))
    assert "answered without a code" in client.post(start, follow=True).content.decode()
    odd = {
        "device_code": "d",
        "user_code": "ABCD",
        "verification_uri": provider.base,
        "expires_in": None,
        "interval": "x",
    }
    monkeypatch.setattr(provider, "answer", lambda _path, _words: (200, odd))
    assert "ABCD" in client.post(start, follow=True).content.decode()


def test_a_consent_that_was_taken_back_is_told_in_words(client, provider, account):
    sign_in(client, provider, account)
    provider.refresh_tokens.clear()
    ImapAccount.objects.update(access_until=clock.now())
    assert fetch(account).trouble == "Google (Gmail, Workspace) lets this help desk in no more. Sign in again."


def test_a_code_typed_elsewhere_signs_in(client, provider, account):
    ImapAccount.objects.update(sign_in="microsoft")
    start = f"/settings/mailboxes/{account.mailbox_id}/sign-in/code/"
    page = client.post(start, follow=True)
    assert "ABCD-EFGH" in page.content.decode()
    assert client.post(f"{start}done/", headers={"HX-Request": "true"}).status_code == 204
    provider.device_is_typed = True
    assert client.post(f"{start}done/", headers={"HX-Request": "true"})["HX-Redirect"].endswith("/fetching/")
    assert fetch(account).trouble == ""


def test_an_answer_that_was_not_asked_for_here_is_not_believed(client, provider, account):
    away = client.get(f"/settings/mailboxes/{account.mailbox_id}/sign-in/")
    back = urlsplit(provider.consent(away["Location"]))
    other = client.get(f"{back.path}?code=stolen&state=guessed", follow=True)
    assert "was not begun here" in other.content.decode()
    again = client.get(f"{back.path}?{back.query}", follow=True)  # one try each
    assert "was not begun here" in again.content.decode()
    account.refresh_from_db()
    assert account.refresh_token == ""


def test_another_user_or_provider_needs_a_new_consent(client, provider, account, admin):
    sign_in(client, provider, account)
    connect_imap(account.mailbox, actor=admin, user="other@example.com")
    account.refresh_from_db()
    assert account.refresh_token == ""


def test_no_token_stands_on_a_page_or_in_the_history(client, provider, account):
    sign_in(client, provider, account)
    account.refresh_from_db()
    for address in (f"/settings/mailboxes/{account.mailbox_id}/fetching/", "/settings/history/"):
        page = client.get(address).content.decode()
        assert not any(secret in page for secret in (account.refresh_token, account.access_token, SECRET))


def test_a_program_begins_the_sign_in_and_its_admin_ends_it_in_the_browser(client, provider, server, account):
    begun = client.post(f"/api/v1/mailboxes/{account.mailbox_id}/imap/sign-in/").json()
    back = urlsplit(provider.consent(begun["address"]))
    answer = client.get(f"{back.path}?{back.query}", follow=True)

    assert "Signed in. The connection is being tested." in answer.content.decode()
    assert fetch(account).trouble == ""


def test_what_one_admin_began_over_the_api_no_other_ends(client, provider, account):
    begun = client.post(f"/api/v1/mailboxes/{account.mailbox_id}/imap/sign-in/").json()
    back = urlsplit(provider.consent(begun["address"]))
    client.force_login(AgentFactory(email="admin2@example.com", role="admin"))

    answer = client.get(f"{back.path}?{back.query}", follow=True)
    assert "This sign-in was not begun here" in answer.content.decode()
    account.refresh_from_db()
    assert account.refresh_token == ""


def test_a_program_signs_in_by_a_code(client, provider, server, account):
    ImapAccount.objects.update(sign_in="microsoft")
    address = f"/api/v1/mailboxes/{account.mailbox_id}/imap/sign-in/code/"
    code = client.post(address).json()
    assert (code["user_code"], "dev1" in code["handle"]) == ("ABCD-EFGH", False)
    words = {"handle": code["handle"]}

    assert client.post(address + "done/", words, "application/json").json() == {"is_signed_in": False}
    provider.device_is_typed = True
    assert client.post(address + "done/", words, "application/json").json() == {"is_signed_in": True}
    assert fetch(account).trouble == ""
    assert client.post(address + "done/", {"handle": "x"}, "application/json").status_code == 409
