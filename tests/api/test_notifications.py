"""What one was told and how one wants to be told, over the API."""

import pytest

from accounts.models import Availability
from desk.models import Notification
from tests.factories import TeamFactory, make_ticket
from tickets.actions import assign, assign_team

pytestmark = pytest.mark.django_db
URL = "/api/v1/me/notifications/"
SETTINGS = "/api/v1/me/notification-settings/"


@pytest.fixture
def told(agent, lead, ticket) -> Notification:
    assign(ticket, actor=lead, assignee=agent)
    return Notification.objects.get()


def test_what_one_was_told_is_listed_with_its_sentence(api, told, lead):
    [row] = api.get(URL).json()["results"]

    assert (row["id"], row["kind"], row["ticket"], row["actor"]) == (told.pk, "assigned", told.ticket_id, lead.pk)
    assert (row["text"], row["count"], row["read_at"]) == ("Lena Vogt assigned this to you", 1, None)


def test_it_is_read_and_unread(api, told):
    assert api.post(f"{URL}{told.pk}/read/").json()["read_at"] is not None
    assert api.get(URL, {"unread": "true"}).json()["results"] == []
    assert api.post(f"{URL}{told.pk}/unread/").json()["read_at"] is None
    assert len(api.get(URL, {"unread": "true", "kind": "assigned"}).json()["results"]) == 1


def test_all_are_read_and_that_is_taken_back(api, told, agent):
    at = api.post(f"{URL}read-all/").json()["read_at"]
    assert api.post(f"{URL}read-all/").json()["read_at"] is None

    assert api.post(f"{URL}unread-since/", {"read_at": at}).json() == {"unread": 1}

    agent.refresh_from_db()
    assert agent.unread_notifications == 1


def test_what_is_anothers_or_no_longer_seen_is_not_there(api, told, lead, program_of, admin):
    assert program_of(lead).post(f"{URL}{told.pk}/read/").status_code == 404
    assign_team(told.ticket, actor=admin, team=TeamFactory(is_private=True))
    assert api.post(f"{URL}{told.pk}/read/").status_code == 404
    assert api.get(URL).json()["results"] == []


def test_pages_follow_one_another(api, agent, lead):
    for _number in range(3):
        assign(make_ticket(), actor=lead, assignee=agent)

    first = api.get(URL, {"limit": 2}).json()
    second = api.get(first["next"]).json()

    ids = [row["id"] for row in first["results"] + second["results"]]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 3
    assert second["next"] is None


def test_settings_are_changed_in_part_and_reset(api):
    assert api.get(SETTINGS).json()["choices"]["assigned"] == {"desk": True, "email": True, "browser": True}

    changed = api.patch(SETTINGS, {"choices": {"assigned": {"email": False}}, "is_quiet": False}).json()

    assert changed["choices"]["assigned"] == {"desk": True, "email": False, "browser": True}
    assert (changed["is_quiet"], changed["catches_up"]) == (False, True)
    assert api.delete(SETTINGS).status_code == 204
    assert api.get(SETTINGS).json()["choices"]["assigned"]["email"] is True


@pytest.mark.parametrize("choices", [[], {"dance": {}}, {"assigned": {"fax": True}}, {"assigned": {"email": "no"}}])
def test_settings_that_do_not_exist_are_refused(api, choices):
    assert api.patch(SETTINGS, {"choices": choices}).status_code == 400


def test_somebody_goes_away_and_gives_their_work_back(api, agent, told):
    answer = api.patch("/api/v1/me/availability/", {"availability": "reassigning"}).json()

    agent.refresh_from_db()
    assert agent.availability == Availability.REASSIGNING
    assert (answer["to_give_back"], answer["reassignment"]["total"]) == (1, 1)
    assert api.get("/api/v1/me/").json()["availability"] == "reassigning"


def test_the_profile_has_hours_signature_density_and_undo(api, agent):
    week = ["9-12, 13:00-17:00", *[""] * 6]
    changes = {"signature": "Omar", "density": "compact", "undo_seconds": 20, "working_hours": week}

    assert api.patch("/api/v1/me/", {**changes, "time_zone": "Europe/Berlin"}).status_code == 200

    me = api.get("/api/v1/me/").json()
    assert me["working_hours"][0] == "09:00-12:00, 13:00-17:00"
    assert (me["signature"], me["density"], me["undo_seconds"]) == ("Omar", "compact", 20)


@pytest.mark.parametrize(
    "change",
    [{"working_hours": ["17:00-09:00", *[""] * 6]}, {"working_hours": [""] * 6}, {"undo_seconds": 7}],
)
def test_what_cannot_be_is_refused_with_a_sentence(api, agent, change):
    answer = api.patch("/api/v1/me/", {**change, "time_zone": "Europe/Berlin"})

    assert answer.status_code == 409
    assert answer.json()["detail"]
    agent.refresh_from_db()
    assert (agent.working_hours, agent.time_zone) == ([], "")


def test_hours_need_a_zone(api):
    answer = api.patch("/api/v1/me/", {"working_hours": ["9-17", *[""] * 6]})

    assert (answer.status_code, "zone" in answer.json()["detail"]) == (409, True)


def test_without_a_word_the_availability_stays(api, agent):
    answer = api.patch("/api/v1/me/availability/", {})

    assert (answer.status_code, answer.json()["availability"]) == (200, "online")


def test_reading_the_ticket_reads_what_tells_of_it(api, told, ticket, agent):
    api.post(f"/api/v1/tickets/{ticket.pk}/read/", {"seen_seq": 0})
    assert len(api.get(URL, {"unread": "true"}).json()["results"]) == 1  # there is something newer

    assert api.post(f"/api/v1/tickets/{ticket.pk}/read/").status_code == 200

    agent.refresh_from_db()
    assert (api.get(URL, {"unread": "true"}).json()["results"], agent.unread_notifications) == ([], 0)
