"""Calendars in the settings: hours as people write them, days off, and what stands beside the form."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from helpdesk import clock
from sla.models import Calendar
from tests.sla.making import START, make_calendar

pytestmark = pytest.mark.django_db

CALENDAR = {"name": "Berlin", "time_zone": "Europe/Berlin", "mon": "09:00-12:30, 13:30–18:00", "fri": "22:00–6:00"}
ICS = b"""BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261224\r
DTEND;VALUE=DATE:20261226\r\nSUMMARY:Christmas\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"""


def test_a_calendar_is_written_as_people_write_hours(settings_of):
    data = {**CALENDAR, "country": "DE", "region": "BY", "own_days": "2026-12-24 Christmas Eve\n2026-12-31"}
    response = settings_of.post(reverse("sla:new_calendar"), data)

    assert response.status_code == 302
    current = Calendar.objects.get(name="Berlin").current
    assert current.hours == {
        "time_zone": "Europe/Berlin",
        "weekly": {"mon": [["09:00", "12:30"], ["13:30", "18:00"]], "fri": [["22:00", "06:00"]]},
        "holidays": ["2026-12-24", "2026-12-31"],
        "holiday_region": "DE-BY",
    }
    assert current.day_names == {"2026-12-24": "Christmas Eve"}


def test_days_off_come_from_a_calendar_file(settings_of):
    file = SimpleUploadedFile("days.ics", ICS, "text/calendar")
    settings_of.post(reverse("sla:new_calendar"), {**CALENDAR, "own_days": "2026-01-01 New Year", "file": file})

    current = Calendar.objects.get(name="Berlin").current
    assert current.hours["holidays"] == ["2026-01-01", "2026-12-24", "2026-12-25"]
    assert current.day_names["2026-12-25"] == "Christmas"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"mon": "nine to five"}, "such as 09:00–12:30"),
        ({"mon": "09:00–09:00"}, "starts and ends at 09:00"),
        ({"own_days": "Christmas"}, "does not begin with a day"),
        ({"country": "XX"}, "not one of the available choices"),
        ({"mon": "", "fri": ""}, "no open hours"),
        ({"file": SimpleUploadedFile("a.ics", b"no calendar")}, "no calendar file"),
    ],
)
def test_what_cannot_be_keeps_the_words_and_says_so(settings_of, change, sentence):
    response = settings_of.post(reverse("sla:new_calendar"), {**CALENDAR, **change})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert 'value="Berlin"' in response.content.decode()
    assert not Calendar.objects.filter(name="Berlin").exists()


def test_days_of_a_file_stay_in_the_form_when_it_is_shown_again(settings_of):
    file = SimpleUploadedFile("days.ics", ICS, "text/calendar")
    response = settings_of.post(reverse("sla:new_calendar"), {**CALENDAR, "name": "", "file": file})

    assert response.status_code == 422
    assert "2026-12-25 Christmas" in response.content.decode()


def test_a_region_of_another_country_is_forgotten(settings_of):
    settings_of.post(reverse("sla:new_calendar"), {**CALENDAR, "country": "US", "region": "BY"})

    assert Calendar.objects.get(name="Berlin").current.hours["holiday_region"] == "US"


def test_the_regions_of_a_country_are_offered(settings_of):
    def offered(country):
        return settings_of.get(reverse("sla:regions"), {"country": country}).content.decode()

    assert 'value="BY">Bayern' in offered("DE")
    assert "<select" not in offered("XX")
    assert "<select" not in offered("DK")


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-23T10:00+01:00", "Open until 12:30"),
        ("2026-11-23T13:00+01:00", "Closed until 13:30"),
        ("2026-11-28T13:00+01:00", "Closed until Monday, 09:00"),
        ("2026-12-25T13:00+01:00", "Closed until Monday, 09:00"),
        ("2026-12-28T20:00+01:00", "Closed until 11 January, 09:00"),
    ],
)
def test_beside_the_form_stands_when_it_opens_or_closes_next(settings_of, moment, said):
    days = {**CALENDAR, "fri": "", "own_days": "2027-01-04 Inventory", "country": "DE"}
    with clock.at(datetime.fromisoformat(moment)):
        page = settings_of.post(reverse("sla:preview_calendar"), days).content.decode()

    assert said in page
    assert not Calendar.objects.filter(name="Berlin").exists()


def test_beside_the_form_stand_the_days_off_of_this_year_and_the_next(settings_of):
    file = SimpleUploadedFile("days.ics", ICS, "text/calendar")
    data = {**CALENDAR, "country": "DE", "region": "BY", "own_days": "2026-08-01 Summer party", "file": file}
    with clock.at(START):
        page = settings_of.post(reverse("sla:preview_calendar"), data).content.decode()

    assert "Days off in 2026: 14" in page  # 12 in Bavaria, one of them in the file, which has one more
    assert "Days off in 2027: 12" in page
    assert "Summer party" in page
    assert "2 days off are in the file." in page
    assert "Public holidays of Germany, Bayern" in page


def test_beside_the_form_stands_what_is_wrong_with_it(settings_of):
    file = SimpleUploadedFile("a.ics", b"no calendar")
    page = settings_of.post(reverse("sla:preview_calendar"), {**CALENDAR, "mon": "9 to 5", "file": file})

    assert "Monday: Write from when until when" in page.content.decode()
    assert "This is no calendar file" in page.content.decode()


def test_the_list_says_what_is_open_now(settings_of):
    make_calendar("Office", zone="Europe/Berlin", holiday_region="DE-BY")
    with clock.at(START):
        page = settings_of.get(reverse("sla:calendars")).content.decode()

    assert "Open until 17:00" in page
    assert "Germany, Bayern" in page


def test_the_form_of_a_calendar_saved_as_it_is_changes_nothing(settings_of):
    more = {"own_days": "2026-12-24 Eve", "country": "DE", "region": "BY"}
    settings_of.post(reverse("sla:new_calendar"), {**CALENDAR, **more})
    calendar = Calendar.objects.get(name="Berlin")
    form = settings_of.get(reverse("sla:calendar", args=[calendar.pk])).context["form"]

    data = {name: form[name].value() or "" for name in form.fields if name != "file"}
    settings_of.post(reverse("sla:calendar", args=[calendar.pk]), data)

    assert calendar.versions.count() == 1
