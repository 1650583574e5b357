"""Articles, and the browsers of those who write them."""

import pytest
from django.test import Client

from knowledgebase.actions import add_article, add_category, publish
from knowledgebase.models import Category, Translation
from tests.desk.conftest import signed_in


@pytest.fixture
def category(db) -> Category:
    return add_category(actor=None, name="Billing", language="en")


@pytest.fixture
def draft(category, agent) -> Translation:
    """Omar's."""
    return add_article(actor=agent, title="How to pay", body="By card.", category=category, language="en")


@pytest.fixture
def article(category, agent) -> Translation:
    """What readers see."""
    text = add_article(actor=agent, title="Refunds", body="In a week.", category=category, language="en")
    publish(text, actor=None)
    text.refresh_from_db()
    return text


@pytest.fixture
def omar(agent) -> Client:
    return signed_in(agent)


@pytest.fixture
def lena(lead) -> Client:
    """Who may publish."""
    return signed_in(lead)
