"""The frame of the settings: who sees which page, and finding where something is set."""

import pytest
from django.urls import reverse

from accounts.models import Role
from desk.settings.pages import GROUPS, find_pages, pages_for
from tests.desk.conftest import signed_in

pytestmark = pytest.mark.django_db


def test_every_page_of_the_registry_has_an_address_and_a_key_of_its_own() -> None:
    pages = list(pages_for(Role.ADMIN))

    assert all(reverse(page.route) for page in pages)
    assert len({page.key for page in pages}) == len(pages) == sum(len(group.pages) for group in GROUPS)


def test_settings_are_found_by_what_people_call_them() -> None:
    def found(text: str) -> list[str]:
        return [page.key for page in find_pages(Role.ADMIN, text)]

    assert found("canned resp")[0] == "macros"
    assert found("REFUND") == ["concession_limits"]
    assert found("nothing of the kind") == []
    assert found("% ' \" \\") == []


def test_leads_see_what_they_may_set(lead) -> None:
    page = signed_in(lead).get("/settings/").content.decode()

    assert "Macros" in page
    assert "Concession limits" not in page
    assert signed_in(lead).get("/settings/history/").status_code == 403


def test_the_search_answers_on_the_first_page(admin) -> None:
    browser = signed_in(admin)

    assert "Concession limits" in browser.get("/settings/?q=refund").content.decode()
    assert "No setting of these words" in browser.get("/settings/?q=xyzzy").content.decode()


def test_the_frame_asks_the_database_for_nothing_but_who_it_is(admin, django_assert_max_num_queries) -> None:
    browser = signed_in(admin)
    browser.get("/settings/")

    with django_assert_max_num_queries(2):
        browser.get("/settings/")
