"""Categories and sections, at the desk."""

import pytest

from knowledgebase.actions import add_article, add_category, add_section
from knowledgebase.models import Category, Section

PAGE = "/desk/articles/categories/"


def names():
    return [str(category) for category in Category.objects.all()]


@pytest.fixture
def shipping(category):
    return add_category(actor=None, name="Shipping", language="en")


def test_one_is_added_named_in_two_languages_and_not_twice(lena, db):
    lena.post(PAGE + "add/", {"name": "Billing"})
    lena.post(PAGE + "add/", {"name": "bill\x00ing"})
    category = Category.objects.get()
    lena.post(f"{PAGE}{category.pk}/", {"name_en": "Paying", "name_de": "Bezahlen"})
    assert Category.objects.get().names == {"en": "Paying", "de": "Bezahlen"}


def test_a_name_that_another_has_is_refused(lena, category, shipping):
    lena.post(f"{PAGE}{shipping.pk}/", {"name_en": "Billing"})
    shipping.refresh_from_db()
    assert shipping.names == {"en": "Shipping"}


def test_they_are_moved_by_button_and_by_hand(lena, category, shipping):
    lena.post(PAGE + "order/", {"move": shipping.pk, "way": "up"})
    assert names() == ["Shipping", "Billing"]
    lena.post(PAGE + "order/", {"order": [category.pk, shipping.pk, "x", "99999"]})
    assert names() == ["Billing", "Shipping"]


def test_sections_are_added_moved_and_removed_while_empty(lena, category):
    for name in ("Refunds", "Invoices"):
        lena.post(f"{PAGE}{category.pk}/sections/", {"name": name})
    invoices = Section.objects.get(slug="invoices")
    lena.post(f"{PAGE}{category.pk}/sections/order/", {"move": invoices.pk, "way": "up"})
    assert [str(section) for section in category.sections.all()] == ["Invoices", "Refunds"]
    lena.post(f"/desk/articles/sections/{invoices.pk}/remove/")
    lena.post(f"/desk/articles/sections/{invoices.pk}/remove/")
    assert [str(section) for section in category.sections.all()] == ["Refunds"]


def test_what_holds_articles_is_not_removed(lena, category):
    section = add_section(category, actor=None, name="Refunds", language="en")
    add_article(actor=None, title="Refunds", body="x", category=category, section=section, language="en")
    lena.post(f"{PAGE}{category.pk}/remove/")
    lena.post(f"/desk/articles/sections/{section.pk}/remove/")
    assert Category.objects.exists() and Section.objects.exists()


def test_an_agent_looks_and_changes_nothing(omar, category, shipping):
    assert "Billing" in omar.get(PAGE).content.decode()
    omar.post(PAGE + "order/", {"move": shipping.pk, "way": "up"})
    assert names() == ["Billing", "Shipping"]
