"""The page that says what to write next."""

from knowledgebase.actions import record_search
from knowledgebase.models import GapClosed

PAGE = "/desk/articles/gaps/"


def test_a_search_in_vain_is_listed_with_a_way_to_write_it(omar, db):
    record_search(reader="session:1", query="gift card <b>", language="en", found=0)
    page = omar.get(PAGE).content.decode()
    assert "gift card &lt;b&gt;" in page and "/desk/articles/new/?title=gift%20card" in page


def test_writing_it_from_the_list_takes_it_and_says_so_to_others(omar, category):
    record_search(reader="session:1", query="gift card", language="en", found=0)
    form = omar.get("/desk/articles/new/?title=gift+card&language=en").context["form"]
    taken = {
        "title": "Vouchers",
        "place": category.pk,
        "visibility": "public",
        "language": "en",
        **{"gap": form["gap"].value()},
    }
    assert omar.post("/desk/articles/new/", taken).status_code == 302
    page = omar.get(PAGE).content.decode()
    assert "Being written" in page and "Write it" not in page


def test_without_gaps_it_says_what_it_is_for(omar, db):
    assert "Nothing is missing" in omar.get(PAGE).content.decode()


def test_what_is_dealt_with_is_gone_and_comes_back_by_undo(omar, db):
    record_search(reader="session:1", query="gift card", language="en", found=0)
    page = omar.post(PAGE + "close/", {"language": "en", "words": "card gift"}, follow=True).content.decode()
    assert "Dealt with." in page and "Nothing is missing" in page
    omar.post(PAGE + "close/?undo=1&language=en&words=card+gift")
    assert not GapClosed.objects.exists()
    assert "gift card" in omar.get(PAGE).content.decode()
