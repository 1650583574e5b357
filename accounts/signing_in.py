"""Signing in: a code or a link by mail, or a password; the same answer for every address, whether we know it or not."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.core import signing
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import limits
from accounts.http import client_ip
from accounts.limits import give_back, spend
from accounts.models import SignInCode, User
from accounts.models.user import normal_email
from accounts.people import person_for_address
from helpdesk import clock

CODE_LIFE = timedelta(minutes=10)
MOST_TRIES = 5
_DIGITS = 6
_SESSION_KEY = "sign_in"
_LINK_SALT = "accounts.sign_in_link"


class CodeFor(StrEnum):
    """What somebody asked a code for. It is good for that alone, and its mail says so."""

    SIGN_IN = "sign_in"
    REQUEST = "request"
    ADDRESS = "address"
    PASSWORD = "password"  # noqa: S105  # a name
    ERASURE = "erasure"


class SignInRefused(Exception):
    """The code or password does not let anybody in; the text says what to do."""


def begin(request: HttpRequest, email: str, next_url: str = "", *, by_link: bool = True) -> None:
    """Remember in the session who wants to sign in, and where they were going; `by_link`: their mail may bring a link too."""
    request.session[_SESSION_KEY] = {"email": normal_email(email), "next": next_url, "code": None, "by_link": by_link}


def who(request: HttpRequest) -> str:
    """The address that is being signed in with, "" if none is."""
    return request.session.get(_SESSION_KEY, {}).get("email", "")


def has_code(request: HttpRequest) -> bool:
    return bool(request.session.get(_SESSION_KEY, {}).get("code"))


def send_code(request: HttpRequest) -> None:
    """Mail a fresh code to the address in the session, which only this browser can use, and a link that signs in anywhere; what
    was mailed before works no longer. Raises TooMany.

    Nothing is looked up: whether there is such a person makes no difference to answer, mail or time.
    """
    pending = request.session[_SESSION_KEY]
    wanted = pending["next"] if pending.get("by_link") else None
    code = mail_code(request, pending["email"], code_for=CodeFor.SIGN_IN, link_to=wanted)
    SignInCode.objects.filter(pk=pending["code"] or 0, used_at=None).update(expires_at=clock.now())
    request.session[_SESSION_KEY] = {**pending, "code": code}


def mail_code(request: HttpRequest, email: str, *, code_for: CodeFor, link_to: str | None = None) -> int:
    """Mail a fresh code to this address; its key. `link_to`: the mail also brings a link that signs in and goes on there.

    Raises TooMany.
    """
    spend(limits.CODES_PER_NETWORK, client_ip(request))
    spend(limits.CODES_PER_ADDRESS, email)
    text = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    now = clock.now()
    code = SignInCode.objects.create(
        email=email, digest=_digest(email, text, code_for), created_at=now, expires_at=now + CODE_LIFE
    )
    path = "" if link_to is None else reverse("account_link", args=[signing.dumps([code.pk, link_to], salt=_LINK_SALT)])
    import_string(settings.SIGN_IN_CODE_MAILER)(email, text, CODE_LIFE, path, code_for)
    return code.pk


@dataclass(frozen=True, slots=True)
class SignInLink:
    code: SignInCode
    next_url: str


def find_link(token: str) -> SignInLink | None:
    """None for a link that is not ours, used, replaced by a newer one, or too old."""
    try:
        key, next_url = signing.loads(token, salt=_LINK_SALT, max_age=CODE_LIFE)
    except (signing.BadSignature, ValueError):
        return None
    code = SignInCode.objects.filter(pk=key, used_at=None, expires_at__gt=clock.now()).first()
    return SignInLink(code, next_url) if code is not None else None


def person_by_link(request: HttpRequest, link: SignInLink) -> User:
    """Who received it, made as a customer if new; its code is used with it. Raises SignInRefused.

    `complete` goes on to where they wanted to be when they asked for it, in whatever browser that was.
    """
    if not SignInCode.objects.filter(pk=link.code.pk, used_at=None).update(used_at=clock.now()):
        raise SignInRefused(_("This link was used already. Ask for a new one."))
    begin(request, link.code.email, link.next_url)
    return _person_at(link.code.email)


def person_by_code(request: HttpRequest, typed: str) -> User:
    """The person who received the code, made as a customer if new. Raises SignInRefused, TooMany."""
    pending = request.session.get(_SESSION_KEY) or {}
    email = pending.get("email", "")
    use_code(request, pending.get("code") or 0, email, typed, code_for=CodeFor.SIGN_IN)
    return _person_at(email)


def person_who_asks(request: HttpRequest, key: int, email: str, typed: str) -> User:
    """Whose request the code was for, that no session remembers. `key`: what mail_code gave. Raises SignInRefused, TooMany."""
    use_code(request, key, email, typed, code_for=CodeFor.REQUEST)
    return _person_at(email)


def _person_at(email: str) -> User:
    person = person_for_address(email)
    if not person.is_active:
        raise SignInRefused(_("This account was switched off. Write to us if you think that is a mistake."))
    if (
        person.address != person.email
        and not person.addresses.filter(address=email, verified_at__isnull=False).exists()
    ):
        # A colleague wrote this address down, perhaps wrongly: only its person can say that it is theirs.
        raise SignInRefused(
            _("This address is not confirmed yet. Sign in with your main one, and confirm it in your profile.")
        )
    return person


def use_code(request: HttpRequest, key: int, email: str, typed: str, *, code_for: CodeFor) -> None:
    """Spend the code that was mailed to this address for this. Raises SignInRefused, TooMany."""
    now, network = clock.now(), client_ip(request)
    spend(limits.CODE_TRIES_PER_NETWORK, network)
    spend(limits.CODE_TRIES_PER_ADDRESS, email)
    usable = SignInCode.objects.filter(pk=key, email=email, used_at=None, expires_at__gt=now)
    if not usable.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1):
        raise SignInRefused(_("This code no longer works. Ask for a new one."))
    code = usable.get()
    if not constant_time_compare(code.digest, _digest(email, "".join(filter(str.isdigit, typed)), code_for)):
        raise SignInRefused(_wrong_code(MOST_TRIES - code.tries))
    if not usable.update(used_at=now):
        raise SignInRefused(_("This code was used already. Ask for a new one."))
    give_back(limits.CODE_TRIES_PER_NETWORK, network)
    give_back(limits.CODE_TRIES_PER_ADDRESS, email)


def person_by_password(request: HttpRequest, password: str) -> User:
    """The person with this password. Raises SignInRefused, the same for every wrong pair, and TooMany."""
    email, network = who(request), client_ip(request)
    spend(limits.PASSWORDS_PER_NETWORK, network)
    spend(limits.PASSWORDS_PER_ADDRESS, email)
    person = authenticate(request, username=email, password=password)
    if not isinstance(person, User):
        raise SignInRefused(_("Address and password do not fit together. Try again, or have a code mailed to you."))
    give_back(limits.PASSWORDS_PER_NETWORK, network)
    give_back(limits.PASSWORDS_PER_ADDRESS, email)
    return person


def require_password(request: HttpRequest, person: User, typed: str) -> None:
    """That this is the password which they have. Raises SignInRefused, TooMany; tries count as those of signing in."""
    network = client_ip(request)
    spend(limits.PASSWORDS_PER_NETWORK, network)
    spend(limits.PASSWORDS_PER_ADDRESS, person.email)
    if not person.check_password(typed):
        raise SignInRefused(_("This is not your present password."))
    give_back(limits.PASSWORDS_PER_NETWORK, network)
    give_back(limits.PASSWORDS_PER_ADDRESS, person.email)


def complete(request: HttpRequest, person: User) -> str:
    """Sign the person in; the URL to go on to: where they wanted to, if they may, else their start page."""
    wanted = (request.session.pop(_SESSION_KEY, None) or {}).get("next", "")
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    if wanted and safe_next(request, wanted) and (person.is_staff or not wanted.startswith(settings.STAFF_HOME_URL)):
        return wanted
    return home_of(person)


def home_of(person: User) -> str:
    return settings.STAFF_HOME_URL if person.is_staff else settings.LOGIN_REDIRECT_URL


def safe_next(request: HttpRequest, url: str) -> str:
    """The URL if it is a page of ours, else ""."""
    allowed = url.startswith("/") and url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if allowed else ""


def forget_old_codes() -> int:
    """Remove codes that expired a day ago or earlier; how many."""
    return SignInCode.objects.filter(created_at__lt=clock.now() - timedelta(days=1)).delete()[0]


def _digest(email: str, text: str, code_for: CodeFor) -> str:
    return salted_hmac(f"accounts.code.{code_for}", f"{email}:{text}", algorithm="sha256").hexdigest()


def _wrong_code(tries_left: int) -> str:
    if tries_left <= 0:
        return _("That was not the code, and it no longer works now. Ask for a new one.")
    return ngettext(
        "That is not the code we sent. You have one more try.",
        "That is not the code we sent. Look at our newest mail; you have %(left)d more tries.",
        tries_left,
    ) % {"left": tries_left}
