"""Articles made of tickets, and articles that customers are sent to."""

import pytest

from knowledgebase.actions import change_slug, make_article
from knowledgebase.drafting import draft_of, without_manners
from knowledgebase.integrity import check_articles
from knowledgebase.models import Article, ArticleLink
from tests.desk.conftest import signed_in
from tests.factories import make_ticket
from tickets.actions import reply, solve
from tickets.content import Body
from tickets.errors import IllegalTransition
from tickets.events import EventKind

ASKED = "Hi there,\n\nmy invoice 4711 shows the wrong address. Call me at +44 1632 960107.\n\nCheers\nAnn Lee"
ANSWERED = "Hi Ann,\n\nopen Billing and choose Edit. Then mail it to ann@example.net.\n\nKind regards\nOmar"


@pytest.fixture
def solved(mailbox, customer, agent):
    ticket = make_ticket(requester=customer, subject="Wrong address of Ann Lee", body=Body.from_text(ASKED))
    reply(ticket, actor=agent, body=Body.from_text(ANSWERED), seen_seq=None)
    solve(ticket, actor=agent)
    return ticket


def made_of(ticket, actor, category):
    return make_article(ticket, actor=actor, title="Invoices", body="Edit it.", category=category, language="en")


def test_the_draft_has_question_and_answer_without_personal_data(solved):
    draft = draft_of(solved)
    assert draft.is_struck
    assert draft.title == "Wrong address of […]"
    assert draft.body.startswith("> My invoice […] shows the wrong address.")
    assert "Open Billing and choose Edit." in draft.body
    for secret in ("Ann", "Lee", "960107", "example.net", "Kind regards", "Hi"):
        assert secret not in draft.body


@pytest.mark.parametrize(
    "text",
    ["", "Hello", "Restart it.", "Thanks\nfor asking. Restart it.", "We looked.\nThanks for the log.\nUpdate to 7.2.",
     "Try it.\nBest choose the second one"],
)  # fmt: skip
def test_manners_are_taken_off_and_nothing_else(text):
    assert without_manners(text) == ("" if text == "Hello" else text)


@pytest.mark.parametrize(
    "farewell",
    ["Vielen Dank und viele Grüße\nKatrin", "Herzliche Gruesse\nKatrin", "Mit besten Grüßen\nKatrin", "Grüße\nKatrin",
     "Many thanks and best wishes,\nMarta", "[…]"],
)  # fmt: skip
def test_farewells_and_what_is_left_of_a_name_go(farewell):
    assert without_manners(f"Restart it.\n\n{farewell}") == "Restart it."


def test_an_article_is_made_as_a_draft_and_the_ticket_says_so(solved, agent, category):
    made = made_of(solved, agent, category)
    assert (made.status, made.article.owner) == ("draft", agent)
    link = ArticleLink.objects.get()
    assert (link.ticket_id, link.article_id, link.by) == (solved.pk, made.article_id, "made")
    event = solved.events.latest("seq")
    assert (event.kind, event.data) == (EventKind.ARTICLE_MADE, {"article": made.article_id, "title": "Invoices"})
    assert list(check_articles()) == []


def test_of_an_unsolved_ticket_nothing_is_made(mailbox, customer, agent, category):
    ticket = make_ticket(requester=customer)
    with pytest.raises(IllegalTransition):
        made_of(ticket, agent, category)
    assert not Article.objects.exists()


def test_a_link_that_no_event_tells_of_is_found(solved, agent, category):
    made_of(solved, agent, category)
    ArticleLink.objects.all().delete()
    assert len(list(check_articles())) == 1


def test_the_page_offers_the_words_and_makes_the_draft(solved, agent, category):
    omar = signed_in(agent)
    page = omar.get(f"/desk/tickets/{solved.pk}/article/").content.decode()
    assert "Open Billing and choose Edit." in page and "were struck out" in page
    given = {"title": "Invoices", "body": "Edit it.", "place": category.pk, "visibility": "public", "language": "en"}
    assert omar.post(f"/desk/tickets/{solved.pk}/article/", {**given, "title": ""}).status_code == 422
    made = omar.post(f"/desk/tickets/{solved.pk}/article/", given)
    assert made.url == f"/desk/articles/{Article.objects.get().pk}/en/"


def test_a_reply_that_names_an_article_is_linked_with_it_once_also_by_an_old_address(mailbox, ticket, agent, write):
    text = write("Pay an invoice")
    change_slug(text, actor=None, slug="paying")
    for slug in ("pay-an-invoice", "paying"):
        words = Body.from_text(f"Look at https://help.example.com/help/en/articles/{slug}/ please.")
        reply(ticket, actor=agent, body=words, seen_seq=None)
    link = ArticleLink.objects.get()
    assert (link.article_id, link.by, link.person) == (text.article_id, "sent", agent)


def test_an_ordinary_reply_asks_nothing_about_articles(mailbox, ticket, agent, django_assert_max_num_queries):
    reply(ticket, actor=agent, body=Body.from_text("See /articles/ of the law."), seen_seq=None)
    assert not ArticleLink.objects.exists()
