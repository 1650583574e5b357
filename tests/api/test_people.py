"""Addresses of customers, notes, and merging people, over the API."""

import pytest

from tests.factories import CustomerFactory, make_ticket

pytestmark = pytest.mark.django_db


def test_addresses_are_added_listed_and_removed(api, customer):
    path = f"/api/v1/people/{customer.pk}/addresses/"
    for _twice in range(2):
        answer = api.post(path, {"address": "Ann@Work.example"})
        assert answer.status_code == 200
        assert [row["address"] for row in answer.json()["results"]] == ["ann@work.example"]
    assert api.get("/api/v1/people/?email=ann@work.example").json()["results"][0]["id"] == customer.pk
    key = answer.json()["results"][0]["id"]
    assert api.post(f"{path}{key}/make-first/").status_code == 409, "nobody confirmed it"
    assert api.delete(f"{path}{key}/").status_code == 204
    assert api.get(path).json()["results"] == []


def test_an_address_that_is_taken_names_its_person(api, customer, other_customer):
    answer = api.post(f"/api/v1/people/{customer.pk}/addresses/", {"address": other_customer.email})
    assert (answer.status_code, answer.json()["code"], answer.json()["id"]) == (409, "exists", other_customer.pk)


def test_a_ticket_opened_for_a_further_address_is_its_persons(api, customer):
    api.post(f"/api/v1/people/{customer.pk}/addresses/", {"address": "ann@work.example"})
    opened = api.post("/api/v1/tickets/", {"subject": "Help", "text": "Please.", "requester": "ann@work.example"})
    assert opened.json()["requester"]["id"] == customer.pk


def test_notes_are_for_staff_and_their_history_is_kept(api, customer_api, customer):
    path = f"/api/v1/people/{customer.pk}/"
    assert api.patch(path, {"notes": "Calls at nine."}).json()["notes"] == "Calls at nine."
    assert "notes" not in customer_api.get("/api/v1/me/").json()
    change = api.get(f"{path}changes/").json()["results"][0]
    assert change["data"] == {"changes": {"notes": ["", "Calls at nine."]}}


def test_people_are_merged_after_a_look_and_parted_again(api, customer):
    twin = CustomerFactory(name="Ann L.")
    make_ticket(requester=twin)
    path = f"/api/v1/people/{twin.pk}/merge/"
    preview = api.get(f"{path}?into={customer.pk}").json()
    assert preview["is_possible"]
    assert preview["sentences"][0] == "One ticket of Ann L. becomes one of Ann Lee."

    merged = api.post(path, {"into": customer.pk})
    assert merged.status_code == 200, merged.content
    assert (merged.json()["tickets"], merged.json()["followed"], merged.json()["is_finished"]) == (1, 1, True)
    assert api.post(path, {"into": customer.pk}).json()["id"] == merged.json()["id"]
    assert api.get(f"/api/v1/people/{twin.pk}/").json()["merged_into"] == customer.pk
    assert api.patch(f"/api/v1/people/{twin.pk}/", {"name": "Nobody"}).status_code == 409
    assert len(api.get(f"/api/v1/people/{customer.pk}/merges/").json()["results"]) == 1

    parted = api.delete(f"/api/v1/person-merges/{merged.json()['id']}/").json()
    assert (parted["is_finished"], parted["followed"]) == (True, 0)
    assert twin.requested_tickets.count() == 1


def test_a_merge_that_cannot_be_says_why(api, customer, lead):
    path = f"/api/v1/people/{customer.pk}/merge/"
    assert api.get(f"{path}?into={lead.pk}").json()["refusal"].startswith("Colleagues")
    assert api.post(path, {"into": lead.pk}).status_code == 409
    assert api.get(f"{path}?into=999999").json()["refusal"] == "There is no such person."
    assert api.post(path, {"into": 999999}).json()["code"] == "unknown_reference"
