"""A language model's answer to a visitor: below the passages that it cites, after them, or not at all."""

import json
from datetime import timedelta

import pytest

from accounts.personal import whom_of
from helpdesk import clock
from knowledgebase.actions import add_article, publish
from knowledgebase.actions.help_answers import forget_help_answers, write_waiting_help_answers
from knowledgebase.actions.language_model import set_language_model
from knowledgebase.indexing import index_changed
from knowledgebase.models import HelpAnswer
from knowledgebase.personal import help_answers_of
from tests.knowledgebase.model_server import running_model
from tests.portal.widget.conftest import Visitor, article  # noqa: F401  # the same article

QUESTION = "how do I pay an invoice with my card"
DRAFTED = "/help/en/drafted/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]


@pytest.fixture
def server(settings):
    yield from running_model(settings)


@pytest.fixture
def model(server, admin):
    server.says = "Press Pay now [2]. You get a pony. It costs 9 euros [1]."
    return set_language_model(actor=admin, address=server.address, model="small", seconds=2, for_visitors=True)


def asked(client, question=QUESTION) -> str:
    """The page of passages, and what it is told when it looks for the answer."""
    page = client.post("/help/en/answers/", {"subject": question}).content.decode()
    return page + client.get(DRAFTED).content.decode()


def test_passages_come_first_and_the_answer_once_a_worker_wrote_it(client, model, server):
    page = asked(client)
    assert "Pay</mark> now" in page and "is being drafted" in page and server.asked == []

    write_waiting_help_answers()

    answer = client.get(DRAFTED).content.decode()
    assert "Press Pay now." in answer and 'href="/help/en/articles/pay-an-invoice/#by-card"' in answer
    assert "pony" not in answer and "9 euros" not in answer
    assert "hx-get" not in answer


def test_the_widget_shows_the_same(model):
    visitor = Visitor()
    assert "data-later" in visitor.post("search/", q=QUESTION).content.decode()
    assert "is being drafted" in visitor.get("drafted/").content.decode()
    write_waiting_help_answers()
    assert "Press Pay now." in visitor.get("drafted/").content.decode()


def test_the_search_page_asks_later(client, model):
    assert DRAFTED in client.get("/help/en/search/", {"q": QUESTION}).content.decode()
    assert DRAFTED not in client.get("/help/en/search/", {"q": "pay invoice"}).content.decode()


def test_it_is_off_until_an_admin_says_so(client, model, admin):
    set_language_model(actor=admin, for_visitors=False, is_on=True)
    assert "is being drafted" not in asked(client)
    assert DRAFTED not in client.get("/help/en/search/", {"q": QUESTION}).content.decode()
    assert not HelpAnswer.objects.exists()


@pytest.mark.parametrize("says", ["NO ANSWER", "Certainly, it is free.", "See https://evil.example [1]."])
def test_what_no_passage_holds_is_refused(client, model, server, says):
    server.says = says
    asked(client)
    write_waiting_help_answers()
    assert "do not answer exactly this" in client.get(DRAFTED).content.decode()


def test_what_no_passage_is_about_is_refused_without_asking_the_model(client, model, server):
    page = asked(client, "qwrtz xyzzy plugh zork")
    assert "is being drafted" not in page
    assert write_waiting_help_answers() == 0 and server.asked == []


def test_only_what_the_visitor_may_read_is_told_to_the_model(client, model, server, article):  # noqa: F811
    ours = add_article(
        actor=None,
        title="Pay an invoice by card",
        body="We pay 50 euros back.",
        category=article.article.category,
        language="en",
        visibility="internal",
    )
    publish(ours, actor=None)
    index_changed()
    asked(client)
    write_waiting_help_answers()
    system, user = server.asked[0]["messages"]
    assert "50 euros" not in user["content"] and json.loads(user["content"])["question"] == QUESTION
    assert QUESTION not in system["content"]


@pytest.mark.parametrize("trouble", [{"status": 500}, {"drips": 1}, {"raw": b"<html>"}])
def test_a_model_in_trouble_leaves_the_passages_alone(client, model, server, trouble):
    asked(client)
    for name, value in trouble.items():
        setattr(server, name, value)
    write_waiting_help_answers()
    assert client.get(DRAFTED).content.decode().strip() == ""


def test_nobody_waits_longer_than_half_a_minute(client, model, server):
    asked(client)
    with clock.at(clock.now() + timedelta(seconds=30)):
        assert client.get(DRAFTED).content.decode().strip() == ""
        write_waiting_help_answers()
    assert server.asked == [] and HelpAnswer.objects.get().state == "failed"


def test_the_same_question_is_asked_once(client, model):
    for _look in range(3):
        asked(client)
    assert HelpAnswer.objects.count() == 1


def test_another_visitor_sees_nothing_of_it(client, model):
    asked(client)
    write_waiting_help_answers()
    assert type(client)().get(DRAFTED).content.decode().strip() == ""


def test_whose_it_is_can_have_it_and_have_it_erased(client, model, customer):
    client.force_login(customer)
    asked(client)
    assert [one.question for one in help_answers_of(whom_of(customer))] == [QUESTION]


def test_it_is_kept_for_a_month(client, model):
    asked(client)
    with clock.at(clock.now() + timedelta(days=32)):
        assert forget_help_answers() == 1


def test_admins_read_what_became_of_them(client, model, admin):
    asked(client)
    write_waiting_help_answers()
    client.post("/help/en/solved/say/")

    client.force_login(admin)
    counted = client.get("/api/v1/language-model/counts/").json()["visitors"]
    assert counted == {"asked": 1, "ready": 1, "refused": 0, "failed": 0, "solved": 1, "went_on": 0}
    assert "Said “That solved it”" in client.get("/settings/language-model/").content.decode()
