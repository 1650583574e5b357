"""Similar tickets and articles, beside a ticket."""

import pytest

from knowledgebase.indexing import index_changed
from knowledgebase.models import Suggestion
from tests.desk.conftest import HTMX
from tests.factories import make_ticket


@pytest.fixture
def asked(mailbox, customer, article):
    index_changed()
    return make_ticket(requester=customer, subject="When do refunds come?")


def test_looking_is_noted_when_the_fold_is_opened_and_inserting_answers_the_link(omar, asked, article):
    part = omar.post(f"/desk/tickets/{asked.pk}/suggested/", headers=HTMX).content.decode()
    assert "Refunds" in part and 'data-key="1"' in part
    assert Suggestion.objects.get().inserted_at is None
    given = {"kind": "article", "target": article.article_id}
    answer = omar.post(f"/desk/tickets/{asked.pk}/suggested/insert/", given)
    assert "/help/en/articles/refunds/" in answer.json()["html"]
    assert Suggestion.objects.get().inserted_at is not None


def test_what_is_not_offered_is_not_put_in(omar, asked):
    for given in ({"kind": "article", "target": "99"}, {"kind": "x", "target": "x"}, {}):
        assert omar.post(f"/desk/tickets/{asked.pk}/suggested/insert/", given).status_code == 409
    assert not Suggestion.objects.exists()


def test_reading_it_as_a_page_notes_nothing(omar, asked):
    assert "Refunds" in omar.get(f"/desk/tickets/{asked.pk}/suggested/").content.decode()
    assert not Suggestion.objects.exists()


def test_the_page_of_a_ticket_asks_for_none_of_it(omar, asked):
    page = omar.get(f"/desk/tickets/{asked.pk}/").content.decode()
    assert "Similar and articles" in page and "/suggested/" in page
    assert not Suggestion.objects.exists()
