"""Brands are an admin's: what is taken as one, its history, the file of the configuration, and the API."""

import base64

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actions.brands import add_brand, change_brand, default_brand
from accounts.branding import DARK, LIGHT, shades
from accounts.brands import brand_of, brands
from accounts.directory import Refusal
from accounts.logos import logo_of
from accounts.models import Brand, SettingChange
from desk.settings.configuration import compare, export, take_over
from helpdesk.colours import READABLE, contrast, nearest_readable
from mail.models import Mailbox
from tests.api.conftest import program_of  # noqa: F401  # a fixture
from tests.brands.conftest import HOST, LOGO, LOOK, PIXEL
from tests.desk.conftest import signed_in

pytestmark = pytest.mark.django_db
FORM = {"name": "Northwind", "host": f"https://{HOST}/", "colour": "#8A1C4A", "welcome_de": "Moin", "language": "de"}


def svg(inside: str, attributes: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"{attributes}>{inside}</svg>'.encode()


def test_a_new_desk_has_the_default_brand_under_the_name_of_the_desk(admin):
    answer = signed_in(admin).get("/settings/brands/").content.decode()

    assert [brand.name for brand in brands()] == ["Helpdesk"]
    assert "Default" in answer
    assert "Helpdesk" in answer


def test_the_form_makes_a_brand_with_logo_and_mailboxes(admin, mailbox):
    made = signed_in(admin).post(
        "/settings/brands/new/", {**FORM, "logo_file": SimpleUploadedFile("logo.png", PIXEL), "mailboxes": [mailbox.pk]}
    )

    assert made.status_code == 302
    brand = Brand.objects.get(name="Northwind")
    assert (brand.host, brand.colour, brand.logo, brand.welcome) == (HOST, "#8a1c4a", LOGO, {"de": "Moin"})
    assert Mailbox.objects.get().brand_id == brand.pk
    assert brand_of(brand.pk).mailbox_id == mailbox.pk


def test_what_is_refused_keeps_every_word_and_the_logo(admin, mailbox):
    answer = signed_in(admin).post(
        "/settings/brands/new/",
        {**FORM, "colour": "#ffee55", "logo_file": SimpleUploadedFile("logo.png", PIXEL)},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "too hard to read in the light theme" in page
    assert nearest_readable("#ffee55", LIGHT) in page
    assert all(kept in page for kept in ("Northwind", "Moin", LOGO))
    assert page.count('name="logo"') == 1
    assert not Brand.objects.filter(name="Northwind").exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " "}, "Give the brand a name"),
        ({"host": "help.example.com/path"}, "without a path"),
        ({"host": "nonsense"}, "is no address of a portal"),
        ({"host": "localhost.localdomain", "colour": "red"}, "such as #4353d6"),
        ({"colour": "#ffee55"}, "The nearest colour that works is"),
        ({"dark_colour": "#101010"}, "in the dark theme"),
        ({"logo": "data:image/gif;base64,R0lGODlhAQABAAAAACw="}, "no picture that can be a logo"),
        ({"logo": "https://elsewhere.test/logo.png"}, "Give the logo such as"),
        ({"language": "fr"}, "The language is one of"),
        ({"welcome": {"fr": "Bonjour"}}, "There is no language “fr”"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(admin, fields, said):
    with pytest.raises(Refusal, match=said):
        add_brand(actor=admin, **{**LOOK, "host": "", **fields})

    assert not Brand.objects.exclude(name="").exists()
    assert not SettingChange.objects.exists()


def test_an_address_and_a_name_belong_to_one_brand(admin, northwind):
    with pytest.raises(Refusal, match="is the address of “Northwind”"):
        add_brand(actor=admin, name="Other", host=HOST)
    with pytest.raises(Refusal, match="There is a brand “northwind” already"):
        add_brand(actor=admin, name="northwind")


@pytest.mark.parametrize(
    "unsafe",
    [
        svg("<script>alert(1)</script>"),
        svg("<path d='M0 0'/>", ' onload="alert(1)"'),
        svg('<image href="https://elsewhere.test/x.png"/>'),
        svg("<foreignObject><p>Hello</p></foreignObject>"),
        svg('<use href="https://elsewhere.test/x.svg#a"/>'),
        svg('<path d="M0 0" style="fill: url(https://elsewhere.test/x)"/>'),
        svg("<style>@import 'x.css';</style>"),
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("<path d='M0 0'/>"),
        svg("<g>")[:-9],
    ],
)
def test_an_svg_that_could_run_or_load_something_is_no_logo(unsafe):
    with pytest.raises(Refusal, match="SVG"):
        logo_of(unsafe)


def test_a_plain_svg_is_a_logo_and_a_large_picture_is_none():
    plain = svg('<defs><linearGradient id="a"/></defs><path d="M0 0" fill="url(#a)"/>')
    assert base64.b64decode(logo_of(plain).partition(",")[2]) == plain
    with pytest.raises(Refusal, match="larger than 100 KB"):
        logo_of(PIXEL + b"\0" * 100_000)


@pytest.mark.parametrize("colour", ["#4353d6", "#8a1c4a", "#757575", "#0a6b3d", "#b00020", "#000000"])
def test_every_shade_can_be_read_in_both_themes(colour):
    for shade, back in zip(shades(colour, ""), (LIGHT, DARK), strict=True):
        assert contrast(shade.accent, back) >= READABLE
        assert contrast(shade.accent, shade.on_accent) >= READABLE
        assert contrast(shade.accent_hover, shade.on_accent) >= READABLE
        assert contrast(shade.accent_text, shade.accent_tint) >= READABLE


def test_the_preview_says_which_colour_would_work(admin):
    answer = signed_in(admin).post("/settings/brands/preview/", {"name": "Northwind", "colour": "#ffee55"})

    assert "The nearest colour that works is" in answer.content.decode()
    assert not SettingChange.objects.exists()


def test_history_shows_a_change_and_takes_it_back(admin, northwind):
    change_brand(northwind, actor=admin, logo="", name="North")
    change = SettingChange.objects.order_by("-pk")[0]
    page = signed_in(admin).get(f"/settings/brands/{northwind.pk}/").content.decode()
    assert "PNG, 1 KB" in page
    assert "base64,iVBOR" not in page.partition("settings__beside")[2].partition('class="history')[2]

    signed_in(admin).post(f"/settings/changes/{change.pk}/undo/")

    assert (brand_of(northwind.pk).name, brand_of(northwind.pk).logo_key != "") == ("Northwind", True)


def test_saving_what_nobody_touched_changes_nothing(admin, northwind):
    before = SettingChange.objects.count()
    change_brand(northwind, actor=admin, **LOOK)
    assert SettingChange.objects.count() == before


def test_the_default_brand_stays_and_others_are_put_away(admin, northwind):
    with pytest.raises(Refusal, match="The default brand stays"):
        change_brand(default_brand(), actor=admin, is_archived=True)
    signed_in(admin).post(f"/settings/brands/{northwind.pk}/archive/")
    assert [brand.is_default for brand in brands()] == [True]
    signed_in(admin).post(f"/settings/brands/{northwind.pk}/archive/", {"undo": "1"})
    assert len(brands()) == 2


def test_the_file_carries_brands_to_another_desk(admin, northwind, their_mailbox):
    text = export()
    assert compare(text, actor=admin).steps == []
    Mailbox.objects.filter(pk=their_mailbox.pk).delete()
    Brand.objects.filter(pk=northwind.pk).delete()

    assert take_over(text, actor=admin).problems == []

    again = Brand.objects.get(name="Northwind")
    assert (again.host, again.logo, again.welcome) == (HOST, LOGO, LOOK["welcome"])
    assert Mailbox.objects.get(address="help@northwind.test").brand_id == again.pk


def test_only_admins_change_brands(agent, lead):
    for person in (agent, lead):
        with pytest.raises(PermissionDenied):
            add_brand(actor=person, name="Northwind")
    assert signed_in(lead).get("/settings/brands/").status_code == 403


def test_the_api_does_what_the_page_does(admin, agent, program_of):  # noqa: F811
    api = program_of(admin)
    made = api.post("/api/v1/brands/", {"name": "Northwind", "host": HOST, "colour": "#8a1c4a", "welcome_de": "Moin"})
    assert made.status_code == 201
    address = f"/api/v1/brands/{made.json()['id']}/"
    assert api.patch(address, {"colour": "#ffee55"}).status_code == 409
    assert api.patch(address, {"welcome_en": "Hello"}).json()["welcome"] == {"en": "Hello", "de": "Moin"}
    listed = api.get("/api/v1/brands/").json()["results"]
    assert [(one["name"], one["is_default"]) for one in listed] == [("Helpdesk", True), ("Northwind", False)]
    assert program_of(agent).post("/api/v1/brands/", {"name": "Other"}).status_code == 403
