"""Articles as tests need them."""

import pytest

from knowledgebase.actions import add_article, add_category, publish
from knowledgebase.indexing import index_changed
from knowledgebase.models import Category, Translation


@pytest.fixture
def category(db) -> Category:
    return add_category(actor=None, name="Billing", language="en")


@pytest.fixture
def write(category):
    """Publishes an article and makes it findable."""

    def written(title: str, body: str = "Some words.\n", *, language: str = "en", **fields) -> Translation:
        translation = add_article(actor=None, title=title, body=body, category=category, language=language, **fields)
        publish(translation, actor=None)
        index_changed()
        translation.refresh_from_db()
        return translation

    return written
