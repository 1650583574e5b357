"""Everybody's API tokens, as an admin sees them."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import SettingChange
from accounts.tokens import make_token, revoke_for_somebody
from tests.desk.conftest import signed_in

pytestmark = pytest.mark.django_db


def test_whose_they_are_and_what_they_may_but_never_the_secret(browser, agent) -> None:
    token, secret = make_token(agent, name="Script", scopes=["read", "write"], days=30)
    page = browser.get("/settings/api-tokens/").content.decode()
    assert all(words in page for words in ("Script", "Omar Haddad", "read, write", token.prefix, "never"))
    assert secret not in page
    assert "Script" not in browser.get("/settings/api-tokens/?q=nobody").content.decode()


def test_an_admin_ends_one_once_and_it_is_written_down(browser, agent) -> None:
    token, _secret = make_token(agent, name="Script", scopes=["read"])
    for _time in range(2):
        assert browser.post(f"/settings/api-tokens/{token.pk}/revoke/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert SettingChange.objects.filter(kind="api_token").count() == 1
    assert "API token “Script (Omar Haddad)” revoked" in browser.get("/settings/history/").content.decode()
    assert "Script" in browser.get("/settings/api-tokens/?archived=1").content.decode()


def test_nobody_else_may(agent, lead) -> None:
    token, _secret = make_token(agent, name="Script", scopes=["read"])
    assert signed_in(lead).post(f"/settings/api-tokens/{token.pk}/revoke/").status_code == 403
    with pytest.raises(PermissionDenied):
        revoke_for_somebody(token, actor=lead)
    token.refresh_from_db()
    assert token.revoked_at is None
