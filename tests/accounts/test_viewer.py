"""Language, time zone and profile; who may reach what."""

import struct
import zoneinfo

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from accounts.http import client_ip, customer_required, person_required, staff_required
from accounts.languages import offered_languages
from accounts.middleware import viewer_middleware

pytestmark = pytest.mark.django_db


def seen_by(user=None, *, language: str = "en", **cookies: str) -> tuple[str, str]:
    """Zone and language as a view sees them."""
    seen = []

    def view(request):
        seen.extend([timezone.get_current_timezone_name(), translation.get_language()])
        return HttpResponse()

    request = RequestFactory().get("/")
    request.COOKIES.update({"sessionid": "x", **cookies} if user else cookies)
    request.user = user
    with translation.override(language):
        response = viewer_middleware(view)(request)
    assert response["Content-Language"] == seen[1]
    return seen[0], seen[1]


@pytest.fixture
def german(settings, tmp_path):
    """A house whose pages were translated."""
    catalogue = tmp_path / "de" / "LC_MESSAGES" / "django.mo"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_bytes(struct.pack("<7I", 0x950412DE, 0, 0, 28, 28, 0, 28))  # of no sentence
    settings.LOCALE_PATHS = [tmp_path]
    offered_languages.cache_clear()
    yield
    offered_languages.cache_clear()


def test_everybody_sees_their_own_time_and_language(customer, german):
    assert seen_by() == ("UTC", "en")
    assert seen_by(time_zone="Asia/Tokyo") == ("Asia/Tokyo", "en")
    customer.time_zone, customer.language = "Europe/Berlin", "de"
    assert seen_by(customer, time_zone="Asia/Tokyo") == ("Europe/Berlin", "de")
    customer.language = "xx"
    assert seen_by(customer)[1] == "en"
    assert timezone.get_current_timezone_name() == "UTC"


def test_no_page_is_shown_in_a_language_without_a_catalogue(customer):
    customer.language = "fr"
    assert seen_by(customer)[1] == "en"
    assert seen_by(language="fr")[1] == "en"


@pytest.mark.parametrize(
    "cookie", ["", "Nowhere/Land", "../../etc/passwd", "x" * 5000, "Europe/Berlin\0", "/etc/localtime"]
)
def test_a_strange_zone_is_ignored(cookie):
    assert seen_by(time_zone=cookie) == ("UTC", "en")


def test_a_person_changes_their_profile(client, customer, german):
    client.force_login(customer)
    assert "ann@example.net" in client.get("/profile/").content.decode()
    answer = client.post(
        "/profile/", {"name": "Ann L.", "language": "de", "time_zone": "Europe/Berlin", "theme": "dark"}
    )
    customer.refresh_from_db()
    assert (customer.name, customer.language, customer.time_zone) == ("Ann L.", "de", "Europe/Berlin")
    assert answer.cookies["theme"].value == "dark"
    client.post(
        "/profile/", {"name": "Ann L.", "language": "unset", "time_zone": "unset", "theme": "system", "role": "admin"}
    )
    customer.refresh_from_db()
    assert (customer.language, customer.time_zone, customer.role) == ("", "", "customer")


def test_a_profile_with_nonsense_is_refused_and_changes_nothing(client, customer):
    client.force_login(customer)
    words = {"name": "x" * 151, "language": "tlh", "time_zone": "Mars/Base", "theme": "dark"}
    answer = client.post("/profile/", words)
    customer.refresh_from_db()
    assert answer.status_code == 422
    assert customer.name == "Ann Lee"
    assert "x" * 151 in answer.content.decode()


def test_the_profile_offers_every_zone_by_its_iana_name(client, customer):
    client.force_login(customer)
    page = client.get("/profile/").content.decode()
    assert all(f'value="{zone}"' in page for zone in ("Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC"))
    assert zoneinfo.ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("decorator", [person_required, staff_required, customer_required])
def test_strangers_are_asked_to_sign_in_and_come_back(client, decorator):
    from django.contrib.auth.models import AnonymousUser

    view = decorator(lambda request: HttpResponse("secret"))

    def asked(method="get", **headers):
        request = getattr(RequestFactory(), method)("/some/page/?a=1", headers=headers)
        request.user = AnonymousUser()
        return view(request)

    assert asked()["Location"] == "/sign-in/?next=/some/page/%3Fa%3D1"
    assert asked("post")["Location"] == "/sign-in/?next=/"
    part = asked(**{"HX-Request": "true", "HX-Current-URL": "http://testserver/requests/1/"})
    assert (part.status_code, part["HX-Redirect"]) == (401, "/sign-in/?next=/requests/1/")
    assert asked("post", Accept="application/json").status_code == 401


def test_addresses_are_counted_by_network():
    def ip(address):
        return client_ip(RequestFactory().get("/", REMOTE_ADDR=address))

    assert ip("203.0.113.9") == "203.0.113.9"
    assert ip("2001:db8:1:2:3:4:5:6") == ip("2001:db8:1:2:ffff::1") == "2001:db8:1:2::"
    assert ip("nonsense") == "unknown"


def test_the_language_that_a_customer_speaks_outlives_a_profile_that_cannot_offer_it(client, customer):
    customer.language = "fr"
    customer.save()
    client.force_login(customer)
    assert '<option value="fr" selected>French</option>' in client.get("/profile/").content.decode()

    client.post("/profile/", {"name": "Ann L.", "language": "fr", "time_zone": "unset", "theme": "system"})

    customer.refresh_from_db()
    assert (customer.name, customer.language) == ("Ann L.", "fr")


def hours(*intervals, day=0):
    """What the form says of one day."""
    return {
        f"hours_{day}_on": "1",
        f"hours_{day}_from": [start for start, _end in intervals],
        f"hours_{day}_to": [end for _start, end in intervals],
    }


def profile_of(person, client, **words):
    client.force_login(person)
    answer = client.post("/profile/", {"name": "Omar", "time_zone": "Europe/Berlin", "theme": "system", **words})
    person.refresh_from_db()
    return answer


def test_staff_keep_hours_signature_and_density(client, agent):
    words = {"density": "compact", "signature": " Omar\r\nSupport "}

    assert profile_of(agent, client, **words, **hours(("09:00", "12:00"), ("13:00", "17:30"))).status_code == 302

    assert agent.working_hours == ["09:00-12:00, 13:00-17:30", *[""] * 6]
    assert (agent.density, agent.signature) == ("compact", "Omar\nSupport")
    page = client.get("/profile/").content.decode()
    assert [time in page for time in ('value="13:00"', 'value="17:30"')] == [True, True]


def test_hours_that_cannot_be_are_said_beside_their_day_and_everything_typed_stays(client, agent):
    answer = profile_of(agent, client, **hours(("17:00", "09:00")), **hours(("08:30", ""), day=1), signature="Omar")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“17:00-09:00” ends before it begins." in page
    assert "Say from when until when, or switch the day off." in page
    assert [time in page for time in ('value="17:00"', 'value="08:30"', "Omar</textarea>")] == [True] * 3
    assert (agent.working_hours, agent.signature) == ([], "")


def test_a_day_switched_off_has_no_hours_whatever_is_typed(client, agent):
    profile_of(agent, client, **hours(("09:00", "17:00")), hours_1_from=["09:00"], hours_1_to=["17:00"])

    assert agent.working_hours == ["09:00-17:00", *[""] * 6]


def test_an_end_of_midnight_is_the_end_of_the_day(client, agent):
    profile_of(agent, client, **hours(("18:00", "00:00")))

    assert agent.working_hours[0] == "18:00-24:00"
    assert 'value="00:00"' in client.get("/profile/").content.decode()


def test_hours_are_added_copied_and_removed_without_a_script_and_saved_only_then(client, agent):
    added = profile_of(agent, client, **hours(("09:00", "12:00")), change_hours="add-0", signature="Half a")
    copied = profile_of(agent, client, **hours(("09:00", "12:00"), ("13:00", "")), change_hours="copy-0")
    removed = profile_of(agent, client, **hours(("09:00", "12:00"), ("13:00", "")), change_hours="remove-0-0")

    assert [answer.status_code for answer in (added, copied, removed)] == [200, 200, 200]
    assert added.content.decode().count('name="hours_0_from"') == 2
    assert "Half a</textarea>" in added.content.decode()
    assert copied.content.decode().count('value="13:00"') == 5
    assert 'value="09:00" aria-label="Monday from"' not in removed.content.decode()
    assert (agent.working_hours, agent.signature) == ([], "")


@pytest.mark.parametrize("wanted", ["", "add-9", "remove-0-9", "copy", "drop-0"])
def test_a_change_of_hours_that_nobody_offered_changes_nothing(client, agent, wanted):
    answer = profile_of(agent, client, **hours(("09:00", "12:00")), change_hours=wanted)

    assert answer.status_code == 200
    assert 'value="09:00" aria-label="Monday from"' in answer.content.decode()


def test_people_of_ours_see_their_profile_at_the_desk_and_customers_in_the_portal(client, agent, customer):
    client.force_login(agent)
    assert [b'id="nav"' in client.get(path).content for path in ("/profile/", "/profile/tokens/")] == [True, True]
    client.force_login(customer)
    assert [b'id="nav"' in client.get(path).content for path in ("/profile/", "/profile/tokens/")] == [False, False]


def test_hours_need_a_zone_in_which_they_are_meant(client, agent):
    answer = profile_of(agent, client, **hours(("09:00", "17:00")), time_zone="unset")

    assert answer.status_code == 422
    assert "your hours are meant in it" in answer.content.decode()
    assert agent.working_hours == []


def test_a_form_that_does_not_name_hours_leaves_them(client, agent):
    profile_of(agent, client, **hours(("09:00", "17:00")), signature="Omar", density="compact")

    profile_of(agent, client)

    assert (agent.working_hours[0], agent.signature, agent.density) == ("09:00-17:00", "Omar", "compact")


def test_customers_have_no_hours_and_no_signature(client, customer):
    profile_of(customer, client, **hours(("09:00", "17:00")), signature="Ann")

    assert (customer.working_hours, customer.signature) == ([], "")
    assert "working hours" not in client.get("/profile/").content.decode()
