"""Oneself over the API: what the profile's pages can do."""

import pytest

from accounts.models import ApiToken, Scope

pytestmark = pytest.mark.django_db


def test_the_profile_is_changed_field_by_field(api, agent):
    answer = api.patch("/api/v1/me/", {"time_zone": "Europe/Berlin", "theme": "dark"})

    agent.refresh_from_db()
    assert (answer.status_code, agent.time_zone, agent.theme, agent.name) == (
        200,
        "Europe/Berlin",
        "dark",
        "Omar Haddad",
    )
    assert answer.json()["time_zone"] == "Europe/Berlin"


@pytest.mark.parametrize(
    ("change", "status"),
    [({"time_zone": "Mars/Olympus"}, 409), ({"role": "admin"}, 400), ({"theme": 1}, 400), ({"language": "xx"}, 400)],
)
def test_nonsense_and_what_is_not_ones_own_to_change_is_refused(api, agent, change, status):
    assert api.patch("/api/v1/me/", change).status_code == status
    agent.refresh_from_db()
    assert (agent.role, agent.time_zone) == ("agent", "")


def test_a_token_is_made_listed_and_revoked(api, agent):
    made = api.post("/api/v1/me/tokens/", {"name": "Export", "scopes": ["read"], "days": 30}).json()
    assert made["secret"].startswith(made["prefix"])
    listed = api.get("/api/v1/me/tokens/").json()["results"]
    assert made["id"] in [token["id"] for token in listed]
    assert "secret" not in listed[0]

    assert api.delete(f"/api/v1/me/tokens/{made['id']}/").status_code == 204
    assert ApiToken.objects.get(pk=made["id"]).revoked_at is not None


def test_a_token_makes_none_that_may_more(program_of, agent):
    api = program_of(agent, Scope.WRITE)

    assert api.post("/api/v1/me/tokens/", {"name": "More", "scopes": ["people"]}).status_code == 403
    assert ApiToken.objects.count() == 1


def test_a_mistyped_filter_is_refused(api, ticket):
    answer = api.get("/api/v1/tickets/?assigne=me")

    assert answer.status_code == 400
    assert "assigne" in answer.json()["errors"]
