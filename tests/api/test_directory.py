"""People, organizations, teams and tags over the API."""

import pytest

from accounts.models import User
from tests.factories import CustomerFactory, OrganizationFactory, make_ticket

pytestmark = pytest.mark.django_db


def test_customers_are_added_found_and_changed(api):
    organization = OrganizationFactory()
    added = api.post("/api/v1/people/", {"email": "New@Example.net", "name": "New Person"})
    assert added.status_code == 201, added.content
    address = added["Location"]

    again = api.post("/api/v1/people/", {"email": "new@example.net"})
    assert (again.status_code, again.json()["code"], again.json()["id"]) == (409, "exists", added.json()["id"])
    for query in ("email=NEW@example.net", "q=new", "q=New P", "role=customer"):
        assert [row["email"] for row in api.get(f"/api/v1/people/?{query}").json()["results"]] == ["new@example.net"]

    changed = api.patch(address, {"phone": "+49 30 1", "organization": organization.pk})
    assert (changed.json()["phone"], changed.json()["organization"]) == ("+49 30 1", organization.pk)
    assert api.patch(address, {"organization": 999999}).json()["code"] == "unknown_reference"
    assert api.patch(address, {"organization": None}).json()["organization"] is None
    assert api.patch(address, {"role": "admin"}).status_code == 400


def test_colleagues_are_not_changed_over_the_api(api, lead):
    assert api.patch(f"/api/v1/people/{lead.pk}/", {"name": "Mallory"}).status_code == 403
    assert User.objects.get(pk=lead.pk).name == "Lena Vogt"


def test_organizations_are_added_found_and_changed(api):
    added = api.post("/api/v1/organizations/", {"name": "Initech", "domains": ["initech.example"], "notes": "Kind."})
    assert added.status_code == 201, added.content
    OrganizationFactory(name="Other")

    assert api.post("/api/v1/organizations/", {"name": "Initech"}).status_code == 409
    assert [row["name"] for row in api.get("/api/v1/organizations/?q=ini").json()["results"]] == ["Initech"]
    assert len(api.get("/api/v1/organizations/?domain=initech.example").json()["results"]) == 1
    assert api.patch(added["Location"], {"notes": "Hasty."}).json()["notes"] == "Hasty."
    assert api.patch(added["Location"], {"name": "Other"}).json()["code"] == "exists"


def test_leads_say_what_an_organization_gets(api, program_of, lead):
    organization = OrganizationFactory()
    address = f"/api/v1/organizations/{organization.pk}/"
    for change in ({"tier": "premium"}, {"shares_tickets": True}):
        assert api.patch(address, change).status_code == 403
        assert program_of(lead).patch(address, change).status_code == 200
        assert api.patch(address, change).status_code == 200, "what is so already may be sent along"
    organization.refresh_from_db()
    assert (organization.tier, organization.shares_tickets) == ("premium", True)
    assert [change.changes for change in organization.changes.all()] == [
        {"shares_tickets": [False, True]},
        {"tier": ["standard", "premium"]},
    ]


def test_teams_and_tags_are_listed(api, agent, first_line, customer):
    make_ticket(requester=customer, tags=["billing", "printer"])

    team = api.get("/api/v1/teams/").json()["results"][0]
    assert (team["name"], team["levels"], team["members"][0]["id"]) == ("First line", [1], agent.pk)
    assert api.get(f"/api/v1/teams/{first_line.pk}/").json() == team
    assert [row["name"] for row in api.get("/api/v1/tags/?q=bil").json()["results"]] == ["billing"]


def test_as_many_statements_for_thirty_people_as_for_one(api, django_assert_num_queries):
    api.get("/api/v1/me/")
    for count in (1, 30):
        CustomerFactory.create_batch(count)
        with django_assert_num_queries(3):  # the token, the time, the people
            api.get("/api/v1/people/?limit=100")
