"""Who gets in: tokens, sessions, scopes, limits; and what a repeated request does."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from rest_framework.test import APIClient

from accounts.api.idempotency import purge_idempotent_answers
from accounts.models import ApiToken, IdempotentAnswer
from accounts.tokens import make_token, revoke_token
from helpdesk import clock
from tickets.models import Ticket

ME = "/api/v1/me/"
NEW = {"subject": "Hi", "text": "There"}


@pytest.mark.django_db
def test_nobody_gets_in_without_a_token(client):
    answer = client.get(ME)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["code"] == "not_authenticated"


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["Bearer hd_nonsense", "Bearer ", "Bearer \u00e9\x00", "Basic eDp5", "hd_x"])
def test_nonsense_gets_nobody_in(header):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=header)

    assert client.get(ME).status_code == 401


@pytest.mark.django_db
def test_tokens_end(agent):
    token, secret = make_token(agent, name="Export", scopes=["read"], days=1)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert client.get(ME).json()["scopes"] == ["read"]
    assert ApiToken.objects.get().last_used_at is not None

    with clock.at(clock.now() + timedelta(days=1, seconds=1)):
        assert client.get(ME).json()["code"] == "expired_token"
    agent.is_active = False
    agent.save()
    assert client.get(ME).json()["code"] == "inactive_person"
    agent.is_active = True
    agent.save()
    revoke_token(agent, token.pk)
    assert client.get(ME).json()["code"] == "revoked_token"


@pytest.mark.django_db
def test_the_secret_is_not_stored_and_use_is_noted_once_a_minute(agent, django_assert_num_queries):
    _token, secret = make_token(agent, name="Export", scopes=["read"])
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    client.get(ME)

    assert secret not in str(ApiToken.objects.values().get())
    with django_assert_num_queries(2):  # the token with its person, the time
        client.get(ME)


@pytest.mark.django_db
def test_scopes_bound_what_a_token_may_do(program_of, agent, ticket):
    reader = program_of(agent, "read")

    assert reader.get("/api/v1/tickets/").status_code == 200
    refused = reader.post(f"/api/v1/tickets/{ticket.pk}/solve/")
    assert (refused.status_code, refused.json()["code"]) == (403, "insufficient_scope")
    assert program_of(agent, "write").get("/api/v1/tickets/").status_code == 403
    person = {"email": "new@example.net"}
    assert program_of(agent, "read", "write").post("/api/v1/people/", person).status_code == 403
    assert program_of(agent, "people").post("/api/v1/people/", person).status_code == 201


@pytest.mark.django_db
def test_a_browser_needs_its_csrf_token_to_write(agent, ticket):
    browser = APIClient(enforce_csrf_checks=True)
    browser.force_login(agent)

    assert browser.get(ME).json()["email"] == agent.email
    assert browser.post(f"/api/v1/tickets/{ticket.pk}/solve/").status_code == 403
    browser.get("/profile/")
    token = browser.cookies["csrftoken"].value
    assert browser.post(f"/api/v1/tickets/{ticket.pk}/solve/", headers={"X-CSRFToken": token}).status_code == 200


@pytest.mark.django_db
def test_limits_say_how_long_to_wait(api, client, settings):
    settings.API_RATE_LIMIT = settings.API_ANONYMOUS_RATE_LIMIT = 3
    for asking, allowed in ((api, 200), (client, 401)):
        answers = [asking.get(ME) for _ in range(5)]
        assert [answer.status_code for answer in answers][:1] == [allowed]
        last = answers[-1]
        assert (last.status_code, last.json()["code"]) == (429, "throttled")
        assert last.json()["detail"] == "Too many requests. Wait a moment, then go on."
        assert 1 <= int(last["Retry-After"]) <= 60
        assert (last["RateLimit-Limit"], last["RateLimit-Remaining"]) == ("3", "0")


@pytest.mark.django_db
def test_a_dead_redis_limits_nobody(api, settings, redis_server):
    settings.API_RATE_LIMIT = 1
    redis_server.kill()
    try:
        assert [api.get(ME).status_code for _ in range(3)] == [200, 200, 200]
    finally:
        redis_server.restart()


@pytest.mark.django_db
def test_the_command_prints_the_token_and_nothing_else(agent, customer):
    out = StringIO()
    call_command("api_token", agent.email, scopes="read,write", days=7, name="Export", stdout=out)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {out.getvalue().strip()}")

    assert out.getvalue().count("\n") == 1
    assert client.get(ME).json()["email"] == agent.email
    with pytest.raises(CommandError, match="Scopes of ann"):
        call_command("api_token", customer.email, scopes="admin")
    with pytest.raises(CommandError, match="Nobody"):
        call_command("api_token", "nobody@example.net", scopes="read")
    with pytest.raises(CommandError, match="Scopes"):
        call_command("api_token", agent.email, scopes="fly")


@pytest.mark.django_db
def test_tokens_are_made_and_revoked_in_the_profile(client, agent, other_customer):
    client.force_login(agent)
    made = client.post("/profile/tokens/", {"name": "Export", "scopes": ["read", "write"], "days": "30"})
    secret = made.context["secret"]
    assert secret.startswith("hd_")
    assert secret in made.content.decode()
    assert secret not in client.get("/profile/tokens/").content.decode()
    token = ApiToken.objects.get()
    assert (token.scopes, token.expires_at is not None) == (["read", "write"], True)

    assert client.post("/profile/tokens/", {"name": "", "scopes": ["admin"], "days": "0"}).status_code == 422
    client.force_login(other_customer)
    assert client.post(f"/profile/tokens/{token.pk}/revoke/").status_code == 404
    client.force_login(agent)
    assert client.post(f"/profile/tokens/{token.pk}/revoke/").status_code == 302
    assert ApiToken.objects.get().revoked_at is not None
    client.logout()
    assert client.get("/profile/tokens/").status_code == 302


@pytest.mark.django_db
def test_a_repeated_request_acts_once(api, program_of, lead):
    key = {"Idempotency-Key": "4711"}
    first = api.post("/api/v1/tickets/", NEW, headers=key)
    again = api.post("/api/v1/tickets/", NEW, headers=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.json(), again["Location"], again["Idempotent-Replayed"]) == (first.json(), first["Location"], "true")
    assert Ticket.objects.count() == 1
    other = api.post("/api/v1/tickets/", {**NEW, "text": "Else"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert program_of(lead).post("/api/v1/tickets/", NEW, headers=key).json() != first.json()
    assert api.post("/api/v1/tickets/", NEW, headers={"Idempotency-Key": "a b"}).status_code == 400


@pytest.mark.django_db
def test_a_refused_request_may_be_tried_again_with_its_key(api, ticket):
    address, key = f"/api/v1/tickets/{ticket.pk}/messages/", {"Idempotency-Key": "once"}
    assert api.post(address, {"text": "Hi", "seen_seq": 0}, headers=key).status_code == 409
    assert not IdempotentAnswer.objects.exists()
    assert api.post(address, {"text": "Hi", "seen_seq": 1}, headers=key).status_code == 201


@pytest.mark.django_db
def test_answers_are_forgotten_after_a_day(api):
    api.post("/api/v1/tickets/", NEW, headers={"Idempotency-Key": "1"})
    IdempotentAnswer.objects.update(created_at=clock.now() - timedelta(hours=25))
    api.post("/api/v1/tickets/", NEW, headers={"Idempotency-Key": "1"})
    assert Ticket.objects.count() == 2

    assert purge_idempotent_answers() == 0
    IdempotentAnswer.objects.update(created_at=clock.now() - timedelta(hours=25))
    assert purge_idempotent_answers() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_act_once(agent):
    _token, secret = make_token(agent, name="Twice", scopes=["read", "write"])
    together = threading.Barrier(2)
    answers = []

    def ask():
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        together.wait()
        answers.append(client.post("/api/v1/tickets/", NEW, format="json", headers={"Idempotency-Key": "x"}))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert Ticket.objects.count() == 1
