"""Calendars and policies over the API: what the settings can do, programs can."""

import pytest
from rest_framework.test import APIClient

from sla.models import Calendar, CalendarVersion, Policy, Recomputation
from tests.factories import make_ticket
from tests.sla.making import ALWAYS, goal, make_calendar, make_policy, targets

pytestmark = pytest.mark.django_db

HOURS = {
    "time_zone": "Europe/Berlin",
    "weekly": {"mon": [["09:00", "12:30"], ["13:30", "18:00"]]},
    "holiday_region": "DE-BY",
}
PREMIUM = {"field": "tier", "is": ["premium"]}
TERMS = {"targets": {"first_response": {"business": False, "seconds": {"2": 3600}}}}


@pytest.fixture
def admins(program_of, admin) -> APIClient:
    return program_of(admin)


def test_a_calendar_is_made_read_and_given_a_new_version(admins):
    made = admins.post("/api/v1/calendars/", {"name": "Berlin", "hours": HOURS})
    assert (made.status_code, made.data["version"]) == (201, 1)
    address = made["Location"]

    changed = admins.patch(
        address, {"hours": {**HOURS, "holidays": ["2026-12-31"]}, "day_names": {"2026-12-31": "Stocktaking"}}
    )
    assert (changed.status_code, changed.data["version"], changed.data["name"]) == (200, 2, "Berlin")
    assert admins.get(address).data["hours"]["holidays"] == ["2026-12-31"]
    assert CalendarVersion.objects.filter(calendar__name="Berlin").count() == 2
    assert Recomputation.objects.get().about == "Berlin"
    assert admins.get("/api/v1/policies/recomputation/").data["about"] == "Berlin"


def test_a_calendar_says_whether_it_is_open_and_its_days_off(admins):
    calendar = make_calendar(weekly=ALWAYS, holiday_region="DE-BY")
    address = f"/api/v1/calendars/{calendar.pk}/"

    assert {"is_open", "changes_at"} <= admins.get(address).data.keys()
    days = admins.get(f"{address}days-off/?year=2026").data["results"]
    assert {"day": "2026-06-04", "name": "Corpus Christi", "is_own": False} in days
    assert admins.get(f"{address}days-off/").status_code == 400


def test_the_days_of_a_calendar_file_are_read_in_the_calendars_zone(admins):
    event = "BEGIN:VEVENT\nDTSTART:20261223T230000Z\nDTEND:20261224T230000Z\nSUMMARY:Christmas Eve\nEND:VEVENT\n"
    content = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{event}END:VCALENDAR\n"
    address = "/api/v1/calendars/days-in-file/"

    read = admins.post(address, {"content": content, "time_zone": "Europe/Berlin"})

    assert read.data["results"] == [{"day": "2026-12-24", "name": "Christmas Eve"}]
    assert admins.post(address, {"content": content, "time_zone": "Berlin"}).status_code == 409
    assert admins.post(address, {"content": "Holidays", "time_zone": "UTC"}).status_code == 409


def test_a_change_of_nothing_is_no_version_and_recomputes_nothing(admins):
    calendar = make_calendar()
    admins.patch(f"/api/v1/calendars/{calendar.pk}/", {"name": calendar.name})
    assert not Recomputation.objects.exists()


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ({"time_zone": "Berlin"}, "Berlin"),
        ({"time_zone": "UTC", "weekly": {}}, "open"),
        ({"time_zone": "UTC", "weekly": {"mon": [["09:00", "09:00"]]}}, "09:00"),
    ],
)
def test_hours_that_cannot_be_are_refused_with_a_sentence(admins, hours, said):
    refused = admins.post("/api/v1/calendars/", {"name": "Wrong", "hours": hours})
    assert refused.status_code == 409
    assert said in refused.data["detail"]
    assert not Calendar.objects.filter(name="Wrong").exists()


def test_before_a_change_it_says_how_many_tickets_it_concerns(admins, ticket):
    calendar = make_calendar(name="Office 2")
    told = admins.post(f"/api/v1/calendars/{calendar.pk}/preview/", {"hours": HOURS})
    assert (told.status_code, set(told.data)) == (200, {"changed", "overdue", "looked_at", "is_whole"})
    assert CalendarVersion.objects.filter(calendar=calendar).count() == 1


def test_a_policy_is_made_changed_switched_ordered_and_put_away(admins):
    calendar = make_calendar(name="Berlin")
    made = admins.post(
        "/api/v1/policies/", {"name": "Premium", "terms": TERMS, "conditions": {"field": "tier", "is": ["premium"]}}
    )
    assert made.status_code == 201, made.data
    address = made["Location"]

    assert admins.patch(address, {"calendar": calendar.pk}).data["version"] == 2
    assert admins.patch(address, {"is_active": False}).data["is_active"] is False
    preview = admins.post(f"{address}preview/", {"terms": TERMS})
    assert preview.status_code == 200

    keys = list(Policy.objects.filter(archived_at=None).order_by("position", "pk").values_list("pk", flat=True))
    assert admins.post("/api/v1/policies/order/", {"order": keys[::-1]}).status_code == 204
    assert [one["id"] for one in admins.get("/api/v1/policies/").data["results"]] == keys[::-1]

    assert admins.post(f"{address}archive/").data["archived_at"]
    assert made.data["id"] in [one["id"] for one in admins.get("/api/v1/policies/?archived=true").data["results"]]
    assert admins.post(f"{address}restore/").data["archived_at"] is None


def test_the_preview_answers_for_a_new_policy_an_order_and_switching_off(admins, ticket):
    """One open ticket, under the first of two policies for everybody, which promise different times."""
    Policy.objects.update(is_active=False)
    first = make_policy("First", position=500)
    second = make_policy("Second", targets=targets(first_response=goal(5)), position=501)
    make_ticket(requester=ticket.requester)
    base = "/api/v1/policies/"

    def changed(where: str, **sent) -> int:
        told = admins.post(f"{base}{where}", sent)
        assert told.status_code == 200, told.data
        return told.data["changed"]

    keys = list(Policy.objects.filter(archived_at=None).values_list("pk", flat=True))
    turned = [second.pk, first.pk, *(key for key in keys if key not in (first.pk, second.pk))]
    now = changed("order/preview/", order=keys)  # the ticket that was opened before these came
    assert changed("order/preview/", order=turned) == now + 1
    assert changed(f"{first.pk}/preview/", is_active=False) == now + 1
    assert changed(f"{first.pk}/preview/", is_archived=True) == now + 1
    assert changed(f"{second.pk}/preview/", is_active=False) == now
    assert changed("preview/", terms=TERMS, conditions={"field": "priority", "is": [2]}) == now + 1
    assert admins.post(f"{base}order/preview/", {"order": [first.pk]}).status_code == 409
    assert Policy.objects.get(pk=first.pk).is_active


def test_an_unknown_calendar_is_refused(admins):
    refused = admins.patch(f"/api/v1/policies/{make_policy('X').pk}/", {"calendar": 987654})
    assert "There is no such calendar." in refused.data["detail"]


def test_agents_change_nothing(api):
    assert api.get("/api/v1/calendars/").status_code == 403
    assert api.post("/api/v1/policies/", {"name": "Mine", "terms": TERMS}).status_code == 403
