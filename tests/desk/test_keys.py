"""The registry of keys: the sheet behind ? and the controls of the pages say the same."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from desk.keys import GROUPS, KEYS
from helpdesk.keyboard import key_name
from tests.desk.conftest import HTMX

TEMPLATES = [path.read_text() for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html")]
PRESSES = {key.press for key in KEYS.values()}


def test_no_control_has_a_key_that_the_registry_does_not_know():
    written = {press for text in TEMPLATES for press in re.findall(r'data-key="([^"{]+)"', text)}

    assert written <= PRESSES


def test_every_key_of_the_registry_presses_something():
    given = {name for text in TEMPLATES for name in re.findall(r'{% key "(\w+)"', text)}
    written = {press for text in TEMPLATES for press in re.findall(r'data-key="([^"{]+)"', text)}

    silent = [
        name
        for name, key in KEYS.items()
        if not key.is_own and not name.startswith("view-") and name not in given and key.press not in written
    ]
    assert silent == []


def test_no_two_things_of_one_page_have_the_same_key():
    groups = {str(group.name): {key.press for key in group.keys.values()} for group in GROUPS}
    everywhere = groups["Everywhere"] | groups["Go to"]
    for name in ("In a list", "On a ticket", "With tickets selected"):
        assert not everywhere & groups[name], name
    for group in GROUPS:
        presses = [key.press for key in group.keys.values()]
        assert len(presses) == len(set(presses)), group.name


@pytest.mark.django_db
def test_the_sheet_shows_every_key_with_what_it_does(desk):
    page = desk.get("/desk/keys/").content.decode()
    part = desk.get("/desk/keys/", headers=HTMX).content.decode()

    for key in KEYS.values():
        for press in key.press.split():
            assert re.search(rf"<kbd[^>]*>{re.escape(key_name(press))}</kbd>", part)
    assert "<html" in page and "<html" not in part


@pytest.mark.django_db
def test_controls_show_their_key(desk, ticket):
    page = desk.get(f"/desk/tickets/{ticket.number}/").content.decode()

    for shown in ("Reply (r)", "Solve or reopen (e)", "Add tags (t)", "More (.)", "My open (g i)", "New ticket (c)"):
        assert f'title="{shown}"' in page


@pytest.mark.django_db
def test_who_switched_single_keys_off_gets_pages_that_say_so(desk, agent):
    assert "data-shortcuts" not in desk.get("/desk/").content.decode()

    desk.post("/profile/", {"name": agent.name, "language": "unset", "time_zone": "unset", "theme": "system"})

    agent.refresh_from_db()
    assert not agent.shortcuts
    assert 'data-shortcuts="off"' in desk.get("/desk/").content.decode()
    assert "switched single keys off" in desk.get("/desk/keys/", headers=HTMX).content.decode()


def test_no_page_writes_what_stands_on_a_key_of_other_keyboards_itself():
    assert [text for text in TEMPLATES if re.search(r"\bCtrl\b", re.sub(r'{% \w+ "Ctrl[^%]*%}', "", text))] == []
