"""The script and the frame: for whom they are, how much they are, and that they set no cookie."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from chat.actions import set_widget
from helpdesk.colours import text_on

pytestmark = pytest.mark.django_db
MOST = 25 * 1024


def policy(response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: values for name, _blank, values in parts}


def test_only_allowed_websites_and_our_own_pages_frame_it(client, allowed):
    response = client.get("/widget/")

    assert policy(response)["frame-ancestors"] == "'self' https://shop.example.com https://*.example.org"
    assert policy(response)["script-src"] == "'self'"
    assert "X-Frame-Options" not in response


def test_nobody_frames_any_other_page(client, allowed, article):
    for path in ("/", "/help/en/", "/requests/new/", "/sign-in/"):
        response = client.get(path)
        assert policy(response)["frame-ancestors"] == "'self'"
        assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_it_speaks_the_language_of_the_website(client):
    assert 'lang="de"' in client.get("/widget/?language=de-AT").content.decode()
    assert 'lang="en"' in client.get("/widget/?language=xx").content.decode()


def test_the_script_knows_how_the_button_looks_and_any_website_may_load_it(client, admin):
    set_widget(actor=admin, colour="#FFEE00", side="start")

    response = client.get("/widget.js")

    assert '"colour": "#ffee00", "text": "#000000", "side": "start"' in response.content.decode()
    assert '"LOOK"' not in response.content.decode()
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_script_and_frame_set_no_cookie_even_for_somebody_who_has_one(client, customer):
    client.force_login(customer)
    for path in ("/widget.js", "/widget/"):
        assert not client.get(path).cookies


def test_all_that_a_visitor_loads_is_under_25_kilobytes(client, article):
    script, frame = (client.get(path, headers={"Accept-Encoding": "gzip"}) for path in ("/widget.js", "/widget/"))
    page = gzip.decompress(frame.content).decode()
    files = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', page)
    static = [Path(settings.BASE_DIR) / "static" / name for name in files]

    sizes = [len(script.content), len(frame.content), *(len(gzip.compress(file.read_bytes())) for file in static)]

    assert len(files) > 5
    assert sum(sizes) < MOST, sizes


@pytest.mark.parametrize(("colour", "text"), [("#ffffff", "#000000"), ("#000000", "#ffffff"), ("#4353d6", "#ffffff")])
def test_the_words_on_a_colour_can_be_read(colour, text):
    assert text_on(colour) == text
