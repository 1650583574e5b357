"""Signing in at Google and Microsoft by OAuth 2.0 (RFC 6749): an admin consents once, access tokens are renewed from then on.

Two ways to consent: the redirect flow with PKCE (RFC 7636), and for Microsoft a code that is typed elsewhere (RFC 8628; Google
gives no access to mail that way). Tokens stand encrypted on the account and nowhere else.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import requests
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.setting_changes import require_setting
from helpdesk import clock
from helpdesk.deadline import Deadline, within
from mail.checking.asking import ask_for_check
from mail.fetching.imap import Trouble
from mail.fetching.keeping import fetch_soon
from mail.imap_models import ImapAccount, SignIn
from tickets.errors import Invalid

SECONDS = 10
_LONGEST = 30 * 24 * 3600  # seconds; no provider gives more
EARLY = timedelta(minutes=1)  # so long before its end a token is not used any more
_DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"


@dataclass(frozen=True, slots=True)
class Provider:
    authorize: str
    token: str
    device: str  # empty: there is no such flow
    scope: str
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What to type where; `device_code` is ours alone."""

    device_code: str
    user_code: str
    address: str
    seconds: int
    interval: int


_GOOGLE = Provider(
    authorize="https://accounts.google.com/o/oauth2/v2/auth",
    token="https://oauth2.googleapis.com/token",  # noqa: S106 - an address
    device="",
    scope="https://mail.google.com/",
    more=(("access_type", "offline"), ("prompt", "consent")),
)
_MICROSOFT = Provider(
    authorize="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
    token="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",  # noqa: S106 - an address
    device="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode",
    scope="https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
)


def provider_of(account: ImapAccount) -> Provider:
    usual = _GOOGLE if account.sign_in == SignIn.GOOGLE else _MICROSOFT
    other = settings.MAIL_OAUTH.get(account.sign_in, {})
    tenant = quote(account.tenant or "common", safe="")
    device = other.get("device", usual.device)
    return Provider(
        authorize=other.get("authorize", usual.authorize).replace("{tenant}", tenant),
        token=other.get("token", usual.token).replace("{tenant}", tenant),
        device=device.replace("{tenant}", tenant),
        scope=usual.scope,
        more=usual.more,
    )


def redirect_address() -> str:
    """To be registered at the provider, letter by letter."""
    return settings.SITE_URL.rstrip("/") + reverse("settings:oauth_back")


def new_verifier() -> str:
    return secrets.token_urlsafe(48)


def consent_address(account: ImapAccount, *, state: str, verifier: str) -> str:
    """Where the admin is sent to say yes; they come back to `redirect_address`."""
    provider = provider_of(account)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": account.client_id,
        "redirect_uri": redirect_address(),
        "scope": provider.scope,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "login_hint": account.user,
        **dict(provider.more),
    }
    return f"{provider.authorize}?{urlencode(asked)}"


def refused_consent(account: ImapAccount, error: str, description: str) -> str:
    """In a sentence, why the provider sent an admin back without a code."""
    return str(_refusal(error or "access_denied", description, {"provider": account.get_sign_in_display()}))


def take_consent(account: ImapAccount, *, actor: Actor, code: str, verifier: str) -> None:
    """Change the code that came back for tokens, keep them, and fetch. Raises Invalid with what to do."""
    require_setting(actor)
    words = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_address(),
        "code_verifier": verifier,
    }
    try:
        answer = _asked(account, words)
    except Trouble as trouble:
        raise Invalid(str(trouble)) from trouble
    _consented(account, answer, actor)


def device_code_for(account: ImapAccount) -> DeviceCode:
    """Raises Invalid where the provider has no such way, or refuses."""
    provider = provider_of(account)
    if not provider.device:
        raise Invalid(_("Google does not give access to mail by a code. Sign in with the browser instead."))
    try:
        answer = _posted(account, provider.device, {"client_id": account.client_id, "scope": provider.scope})
    except Trouble as trouble:
        raise Invalid(str(trouble)) from trouble
    code = DeviceCode(
        device_code=str(answer.get("device_code") or ""),
        user_code=str(answer.get("user_code") or ""),
        address=str(answer.get("verification_uri") or answer.get("verification_url") or ""),
        seconds=_seconds_in(answer, "expires_in", 900),
        interval=max(_seconds_in(answer, "interval", 5), 1),
    )
    if not (code.device_code and code.user_code and code.address):
        raise Invalid(_("The provider answered without a code. Check the client ID and its permissions."))
    return code


def take_device_consent(account: ImapAccount, *, actor: Actor, device_code: str) -> bool:
    """Whether the code was typed by now; then the tokens are kept. Raises Invalid when it was refused or is too old."""
    require_setting(actor)
    try:
        answer = _asked(account, {"grant_type": _DEVICE_CODE, "device_code": device_code})
    except Pending:
        return False
    except Trouble as trouble:
        raise Invalid(str(trouble)) from trouble
    _consented(account, answer, actor)
    return True


def access_token_of(account: ImapAccount) -> str:
    """One that is valid now, renewed where needed. Raises Trouble when the provider lets us in no more."""
    if not account.refresh_token:
        raise Trouble(_("Nobody has signed in yet. Open this page and sign in at the provider."), "login")
    if account.access_token and account.access_until and account.access_until > clock.now() + EARLY:
        return account.access_token
    used = account.refresh_token
    answer = _asked(
        account, {"grant_type": "refresh_token", "refresh_token": used, "scope": provider_of(account).scope}
    )
    _keep(account, answer)
    return account.access_token


def forget_access(account: ImapAccount) -> None:
    """The mail server does not take the token, though its time is not over: the next attempt asks for another."""
    account.access_token = ""
    account.save(update_fields=["access_token"])


class Pending(Trouble):
    """Nobody has typed the code yet."""


def _consented(account: ImapAccount, answer: dict[str, Any], actor: Actor) -> None:
    if not answer.get("refresh_token"):
        raise Invalid(_("The provider gave no lasting access. Take the access back there, and sign in again."))
    _keep(account, answer)
    ask_for_check(account.mailbox, by=actor)
    ImapAccount.objects.filter(pk=account.pk).update(failures=0, trouble="")
    fetch_soon(account)


def _keep(account: ImapAccount, answer: dict[str, Any]) -> None:
    """Microsoft gives a new refresh token each time, Google only with a consent."""
    account.access_token = str(answer["access_token"])
    account.refresh_token = str(answer.get("refresh_token") or account.refresh_token)
    account.access_until = clock.now() + timedelta(seconds=_seconds_in(answer, "expires_in", 3600))
    account.save(update_fields=["access_token", "refresh_token", "access_until"])


def _seconds_in(answer: dict[str, Any], name: str, usual: int) -> int:
    """A number, also where it came as a word; the usual one for what is none."""
    try:
        return min(int(float(answer.get(name) or usual)), _LONGEST)
    except (TypeError, ValueError, OverflowError):
        return usual


def _asked(account: ImapAccount, words: dict[str, str]) -> dict[str, Any]:
    answer = _posted(account, provider_of(account).token, {"client_id": account.client_id, **words})
    if not answer.get("access_token"):
        raise Trouble(_("The provider answered without a token. Check the client ID and its permissions."), "login")
    return answer


def _posted(account: ImapAccount, address: str, words: dict[str, str]) -> dict[str, Any]:
    """Raises Trouble, Pending."""
    secret = {"client_secret": account.client_secret} if account.client_secret else {}
    names = {"provider": account.get_sign_in_display()}
    try:
        with Deadline(SECONDS) as deadline, requests.Session() as session:
            sent = {**words, **secret}
            reply = within(session, deadline).post(address, data=sent, timeout=SECONDS, allow_redirects=False)
            answer = reply.json()
    except (requests.RequestException, OSError, ValueError) as problem:
        raise Trouble(_("%(provider)s cannot be reached to sign in. Try again later.") % names, "connect") from problem
    if not isinstance(answer, dict):
        answer = {}
    if reply.status_code == requests.codes.ok:
        return answer
    raise _refusal(str(answer.get("error", "")), str(answer.get("error_description", "")), names)


def _refusal(error: str, description: str, names: dict[str, str]) -> Trouble:
    if error in ("authorization_pending", "slow_down"):
        return Pending(error, "login")
    sentences = {
        "invalid_client": _("%(provider)s does not know this client ID, or its secret is wrong. Copy both again."),
        "unauthorized_client": _("%(provider)s does not allow this application to sign in so. Check its registration."),
        "invalid_grant": _("%(provider)s lets this help desk in no more. Sign in again."),
        "expired_token": _("The code is too old. Ask for a new one."),
        "authorization_declined": _("The sign-in was declined. Ask for a new code to try again."),
        "access_denied": _("The sign-in was declined. Try again, and allow the access."),
    }
    said = sentences.get(error, _("%(provider)s refused the sign-in. It said: %(why)s"))
    why = " ".join((description or error or "nothing").split())[:200]
    return Trouble(said % (names | {"why": why}), "login")
