"""Signing in: by code or password, the same for every address, limited whatever happens to Redis."""

import re
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.cache import cache
from django.db.models import F
from django.test import Client

from accounts.limits import CODE_TRIES_PER_ADDRESS, CODES_PER_ADDRESS, PASSWORDS_PER_ADDRESS, PASSWORDS_PER_NETWORK
from accounts.models import SignInCode, SpentTry, User
from accounts.signing_in import MOST_TRIES
from outbox.models import OutboundEmail
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wide_window(monkeypatch):
    """No test straddles the edge of a window of time."""
    monkeypatch.setattr(
        "accounts.limits._window_start", lambda limit, now: now.replace(hour=0, minute=0, second=0, microsecond=0)
    )


@pytest.fixture(autouse=True)
def _quick_hashing(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def ask_for_code(client: Client, email: str = "ann@example.net", next_url: str = "") -> str:
    """The code as the mail brings it."""
    answer = client.post("/sign-in/", {"email": email, "how": "code", "next": next_url})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/code/")
    return newest_code()


def newest_code() -> str:
    return re.search(r"\d{3} \d{3}", OutboundEmail.objects.latest("pk").text)[0]


def wrong(code: str) -> str:
    return f"{(int(code.replace(' ', '')) + 1) % 1_000_000:06}"


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_customer_signs_in_with_a_code(client, customer):
    code = ask_for_code(client, " Ann@Example.NET ")
    sent = OutboundEmail.objects.get()
    assert [recipient.address for recipient in sent.recipients.all()] == ["ann@example.net"]
    assert code in sent.subject
    assert code in sent.html
    assert not django_mail.outbox

    answer = client.post("/sign-in/code/", {"code": code})
    assert answer["Location"] == "/"
    assert client.session["_auth_user_id"] == str(customer.pk)


def test_an_unknown_address_becomes_a_customer_only_with_its_code(client):
    code = ask_for_code(client, "new@elsewhere.test")
    assert not User.objects.filter(email="new@elsewhere.test").exists()
    client.post("/sign-in/code/", {"code": wrong(code)})
    assert not User.objects.filter(email="new@elsewhere.test").exists()
    client.post("/sign-in/code/", {"code": code})
    assert User.objects.get(email="new@elsewhere.test").role == "customer"
    assert is_in(client)


def test_the_code_is_stored_nowhere_in_the_clear(client):
    code = ask_for_code(client).replace(" ", "")
    assert code not in SignInCode.objects.get().digest
    assert len(SignInCode.objects.get().digest) == 64
    assert code not in str(dict(client.session))


def test_a_code_works_once(client):
    code = ask_for_code(client)
    client.post("/sign-in/code/", {"code": code})
    client.logout()
    session = client.session
    session["sign_in"] = {"email": "ann@example.net", "next": "", "code": SignInCode.objects.get().pk}
    session.save()
    answer = client.post("/sign-in/code/", {"code": code})
    assert "no longer works" in answer.content.decode()
    assert not is_in(client)


def test_a_code_expires_after_ten_minutes(client):
    code = ask_for_code(client)
    ten_minutes = SignInCode.objects.get().expires_at - SignInCode.objects.get().created_at
    assert ten_minutes == timedelta(minutes=10)
    SignInCode.objects.update(expires_at=F("expires_at") - ten_minutes)
    answer = client.post("/sign-in/code/", {"code": code})
    assert answer.status_code == 422
    assert "no longer works" in answer.content.decode()
    assert not is_in(client)


def test_a_code_only_works_in_the_browser_that_asked_for_it(client):
    code = ask_for_code(client)
    other = Client()
    assert other.post("/sign-in/code/", {"code": code})["Location"] == "/sign-in/"
    ask_for_code(other, "mallory@evil.test")
    other.post("/sign-in/code/", {"code": code})
    assert not is_in(other)


def test_a_new_code_replaces_the_old_one(client):
    old = ask_for_code(client)
    client.post("/sign-in/code/", {"again": "1"})
    new = newest_code()
    if old != new:
        assert "not the code" in client.post("/sign-in/code/", {"code": old}).content.decode()
    client.post("/sign-in/code/", {"code": new})
    assert is_in(client)


def test_guessing_ends_after_a_few_tries_even_with_the_right_code(client):
    code = ask_for_code(client)
    for left in range(MOST_TRIES - 1, -1, -1):
        text = client.post("/sign-in/code/", {"code": wrong(code)}).content.decode()
        assert {0: "no longer works now", 1: "one more try"}.get(left, f"{left} more tries") in text
    assert "no longer works" in client.post("/sign-in/code/", {"code": code}).content.decode()
    assert not is_in(client)


def test_guessing_over_many_codes_and_browsers_is_limited_per_address(settings):
    for _each in range(CODE_TRIES_PER_ADDRESS.most // MOST_TRIES):
        browser = Client()
        code = ask_for_code(browser)
        for _try in range(MOST_TRIES):
            browser.post("/sign-in/code/", {"code": wrong(code)})
    cache.clear()
    browser = Client()
    code = ask_for_code(browser)
    answer = browser.post("/sign-in/code/", {"code": code})
    assert "too often" in answer.content.decode()
    assert not is_in(browser)


def test_limits_hold_when_redis_is_away(client, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    for _each in range(CODES_PER_ADDRESS.most):
        ask_for_code(client)
    answer = client.post("/sign-in/", {"email": "ann@example.net", "how": "code"})
    assert answer.status_code == 429
    assert "too often" in answer.content.decode()
    assert OutboundEmail.objects.count() == CODES_PER_ADDRESS.most


def test_right_answers_use_up_no_tries(client):
    for _each in range(3):
        client.post("/sign-in/code/", {"code": ask_for_code(client)})
        client.post("/sign-out/")
    assert set(SpentTry.objects.filter(key__startswith="code-tries").values_list("count", flat=True)) == {0}


def sign_in_with_password(client: Client, email: str, password: str):
    assert client.post("/sign-in/", {"email": email, "how": "password"})["Location"] == "/sign-in/password/"
    return client.post("/sign-in/password/", {"password": password})


@pytest.fixture
def omar() -> User:
    person = AgentFactory(email="omar@example.com")
    person.set_password("correct horse")
    person.save()
    return person


def test_staff_sign_in_with_a_password_and_land_at_the_desk(client, omar):
    assert sign_in_with_password(client, "Omar@example.com", "correct horse")["Location"] == "/desk/"
    assert client.session["_auth_user_id"] == str(omar.pk)


@pytest.mark.parametrize("email", ["omar@example.com", "nobody@elsewhere.test"])
def test_who_wants_a_password_is_mailed_nothing(client, omar, email):
    answer = client.post("/sign-in/", {"email": email, "how": "password"})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/password/")
    assert client.get("/sign-in/password/").status_code == 200
    assert not OutboundEmail.objects.exists()


def test_passwords_are_limited_per_address_also_for_the_right_one(client, omar):
    for _each in range(PASSWORDS_PER_ADDRESS.most):
        sign_in_with_password(client, omar.email, "wrong")
    answer = sign_in_with_password(client, omar.email, "correct horse")
    assert "too often" in answer.content.decode()
    assert not is_in(client)


def test_one_network_cannot_try_many_addresses(client, omar, monkeypatch):
    monkeypatch.setattr(
        "accounts.signing_in.limits.PASSWORDS_PER_NETWORK", PASSWORDS_PER_NETWORK.__class__("n", 3, timedelta(hours=1))
    )
    for number in range(3):
        sign_in_with_password(client, f"person{number}@example.com", "wrong")
    assert "too often" in sign_in_with_password(client, omar.email, "correct horse").content.decode()


def steady(content: bytes, email: str) -> str:
    """The page without what differs anyway: the CSRF token and the address that was typed."""
    text = re.sub(r'(csrfmiddlewaretoken" value=|csrf-token" content=)"\w+"', r"\1", content.decode())
    return text.replace(email, "ADDRESS")


@pytest.mark.parametrize("stranger", ["nobody@elsewhere.test", "off@example.net", "nopassword@example.net"])
def test_no_page_tells_whether_there_is_an_account(omar, stranger):
    User.objects.create_user("off@example.net", "secret phrase", is_active=False)
    User.objects.create_user("nopassword@example.net")
    pages = {}
    for email in (omar.email, stranger):
        seen = pages[email] = []
        client = Client()
        client.post("/sign-in/", {"email": email, "how": "code"})
        seen.append(client.get("/sign-in/code/"))
        seen.append(client.post("/sign-in/code/", {"code": "abc"}))
        seen.append(client.post("/sign-in/code/", {"again": "1"}, follow=True))
        client.post("/sign-in/", {"email": email, "how": "password"})
        seen.append(client.get("/sign-in/password/"))
        seen.append(client.post("/sign-in/password/", {"password": "wrong"}))
        client.get("/sign-in/code/")
        seen.append(client.get("/sign-in/"))
    ours, theirs = ([(page.status_code, steady(page.content, email)) for page in seen] for email, seen in pages.items())
    assert ours == theirs


def test_a_switched_off_person_gets_in_with_neither(client):
    User.objects.create_user("off@example.net", "secret phrase", is_active=False)
    assert "do not fit" in sign_in_with_password(client, "off@example.net", "secret phrase").content.decode()
    answer = client.post("/sign-in/code/", {"code": ask_for_code(client, "off@example.net")})
    assert "switched off" in answer.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.test/",
        "//evil.test/",
        "/\\evil.test",
        "javascript:alert(1)",
        "http:///evil.test",
        "evil",
        "\t//evil.test",
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(client, url):
    answer = client.post("/sign-in/code/", {"code": ask_for_code(client, next_url=url)})
    assert answer["Location"] == "/"


def test_people_return_to_where_they_wanted_to_be_if_it_is_theirs(client, omar):
    assert (
        client.post("/sign-in/code/", {"code": ask_for_code(client, next_url="/requests/7/")})["Location"]
        == "/requests/7/"
    )
    client.post("/sign-out/")
    assert client.post("/sign-in/code/", {"code": ask_for_code(client, next_url="/desk/x/")})["Location"] == "/"
    client.post("/sign-out/")
    code = ask_for_code(client, omar.email, "/desk/x/")
    assert client.post("/sign-in/code/", {"code": code})["Location"] == "/desk/x/"


def test_signing_out_needs_a_post(client, customer):
    client.force_login(customer)
    assert client.get("/sign-out/").status_code == 405
    assert is_in(client)
    assert client.post("/sign-out/")["Location"] == "/"
    assert not is_in(client)


def test_the_session_gets_a_new_key_on_signing_in(client):
    code = ask_for_code(client)
    before = client.session.session_key
    client.post("/sign-in/code/", {"code": code})
    assert client.session.session_key != before


def test_forms_of_other_sites_are_refused():
    strict = Client(enforce_csrf_checks=True)
    for url in ("/sign-in/", "/sign-out/", "/sign-in/code/", "/sign-in/password/", "/profile/"):
        assert strict.post(url, {"email": "ann@example.net"}).status_code == 403


@pytest.mark.parametrize(
    "email", ["", "nonsense", "a@b", "x" * 260 + "@example.com", "a@exa mple.com", "a\n@example.com"]
)
def test_an_address_that_is_none_is_refused_with_a_sentence_and_kept(client, email):
    answer = client.post("/sign-in/", {"email": email, "how": "code"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not OutboundEmail.objects.exists()


def test_the_code_comes_in_the_language_of_the_browser(client):
    client.post("/sign-in/", {"email": "ann@example.net", "how": "code"}, HTTP_ACCEPT_LANGUAGE="en")
    assert "is your sign-in code" in OutboundEmail.objects.get().subject
    assert OutboundEmail.objects.get().headers["Auto-Submitted"] == "auto-generated"
