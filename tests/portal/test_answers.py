"""Answers before a human: beside the form, and what becomes of them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from helpdesk import clock
from knowledgebase.actions import add_article, add_category, add_translation, publish
from knowledgebase.deflection import deflection_between
from knowledgebase.indexing import index_changed
from knowledgebase.models import HelpOutcome, HelpSession
from tests.factories import make_ticket
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
ANSWERS = "/help/en/answers/"


@pytest.fixture
def article():
    category = add_category(actor=None, name="Billing", language="en")
    body = "Open Billing.\n\n## By card\n\nPress Pay now and type the number of your card.\n"
    text = add_article(actor=None, title="Pay an invoice", body=body, category=category, language="en")
    publish(text, actor=None)
    index_changed()
    return text


def ask(client, subject="How do I pay an invoice", text=""):
    return client.post(ANSWERS, {"subject": subject, "text": text})


def test_a_question_is_answered_with_the_passage_that_does_it(client, article):
    page = ask(client, text="with the number of my card").content.decode()
    assert "Pay an invoice" in page and "Press <mark>Pay</mark> now" in page
    assert "That solved it" in page


def test_less_than_a_question_shows_and_counts_nothing(client, article):
    assert "Pay an invoice" not in ask(client, subject="pay").content.decode()
    assert not HelpSession.objects.exists()


def test_solved_is_said_once_and_leads_to_a_friendly_page(client, article):
    ask(client)
    for _press in range(2):
        assert client.post("/help/en/solved/say/").url == "/help/en/solved/"
    assert HelpSession.objects.get().outcome == HelpOutcome.SOLVED


def test_a_get_ends_no_session(client, article):
    ask(client)
    client.get("/help/en/solved/")
    assert client.get("/help/en/solved/say/").status_code == 405
    assert HelpSession.objects.get().outcome == ""


def test_who_still_asks_a_person_is_seen_with_what_they_were_shown(client, article, customer, agent):
    client.force_login(customer)
    form = client.get(reverse("portal:new_request")).context["form"]
    ask(client)
    client.get(reverse("help:article", args=["en", article.slug]))
    words = {"token": form["token"].value(), "subject": "How do I pay an invoice", "text": "It does not work."}
    client.post(reverse("portal:new_request"), words)
    ticket = Ticket.objects.get()
    assert HelpSession.objects.get().ticket == ticket

    client.force_login(agent)
    page = client.get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
    assert "Looked for an answer first" in page and "read it" in page


def test_who_sends_a_question_at_once_was_not_helped_either(client, customer, agent):
    client.force_login(customer)
    now = clock.now()
    form = client.get(reverse("portal:new_request")).context["form"]
    words = {"token": form["token"].value(), "subject": "Charged twice", "text": "Both on Monday."}
    for _press in range(2):
        client.post(reverse("portal:new_request"), words)

    found = deflection_between(now, clock.now() + timedelta(seconds=1))
    assert (found.solved, found.ended, found.silent) == (0, 1, 0)
    client.force_login(agent)
    page = client.get(reverse("desk:ticket", args=[Ticket.objects.get().pk])).content.decode()
    assert "Looked for an answer first" not in page


def test_answers_that_came_after_the_page_was_sent_belong_to_what_was_sent(client, article, customer):
    client.force_login(customer)
    form = client.get(reverse("portal:new_request")).context["form"]
    words = {"subject": "How do I pay an invoice", "text": "It does not work."}
    Client().post(ANSWERS, words)  # its cookie never reached the page
    client.post(reverse("portal:new_request"), {"token": form["token"].value(), **words})
    session = HelpSession.objects.get()
    assert (session.outcome, session.ticket, session.shown.count()) == (HelpOutcome.TICKET, Ticket.objects.get(), 1)


def test_late_answers_put_nothing_back_in_the_browsers_session(client, article):
    client.get(reverse("portal:new_request"))
    ask(client)
    assert "help" in client.cookies and not client.session.keys()


def test_who_signs_in_as_somebody_else_begins_anew(client, article, customer, other_customer):
    for person in (customer, other_customer):
        client.force_login(person)
        ask(client)
    assert {session.person for session in HelpSession.objects.all()} == {customer, other_customer}


def test_an_agent_sees_what_a_customer_has_read_whatever_they_write_about(client, article, customer, agent):
    client.force_login(customer)
    ask(client)
    client.get(reverse("help:article", args=["en", article.slug]))

    client.force_login(agent)
    page = client.get(reverse("desk:ticket", args=[make_ticket(requester=customer).pk])).content.decode()
    assert "Articles they read" in page and "Pay an invoice" in page


def test_an_article_that_a_question_led_to_asks_whether_it_is_solved(client, article):
    address = reverse("help:article", args=["en", article.slug])
    assert "Did this help?" in client.get(address).content.decode()
    client.get("/help/en/search/", {"q": "invoice"})
    assert "Did this solve it?" in client.get(address).content.decode()
    client.post(f"{address}feedback/", {"helpful": "yes"})
    assert HelpSession.objects.get().outcome == HelpOutcome.SOLVED


def test_who_still_needs_help_types_the_question_no_second_time(client, article):
    address = reverse("help:article", args=["en", article.slug])
    assert "I still need help" not in client.get(address).content.decode()
    client.get("/help/en/search/", {"q": "pay & invoice"})
    assert "/requests/new/?q=pay%20%26%20invoice" in client.get(address).content.decode()
    nothing = client.get("/help/en/search/", {"q": "qwrtz xyzzy"}).content.decode()
    assert "/requests/new/?q=qwrtz%20xyzzy" in nothing


def test_no_answer_is_shown_that_its_reader_may_not_read(client, article):
    article.article.visibility = "internal"
    article.article.save()
    assert "Pay an invoice" not in ask(client).content.decode()


def test_who_said_solved_and_asks_a_person_after_all_was_not_helped(client, article, customer):
    now = clock.now()
    ask(client)
    client.post("/help/en/solved/say/")
    assert deflection_between(now, clock.now() + timedelta(seconds=1)).solved == 1

    client.force_login(customer)
    form = client.get(reverse("portal:new_request")).context["form"]
    client.post(reverse("portal:new_request"), {"token": form["token"].value(), "subject": "Pay", "text": "Fails."})

    found = deflection_between(now, clock.now() + timedelta(seconds=1))
    assert (found.solved, found.ended) == (0, 1)


@pytest.fixture
def in_two_languages(article):
    """The article about paying is there in both, that about hooks in English alone."""
    words = {"title": "Rechnung bezahlen", "body": "Auf Bezahlen drücken.\n"}
    german = add_translation(article.article, actor=None, language="de", **words)
    hooks = add_article(
        actor=None,
        title="Receive webhooks",
        body="Webhooks tell your server what happened. Enter its address.\n",
        category=article.article.category,
        language="en",
    )
    for text in (german, hooks):
        publish(text, actor=None)
    index_changed()
    return hooks


@pytest.mark.parametrize(
    "page",
    [
        lambda client, question: client.get("/help/de/search/", {"q": question}),
        lambda client, question: client.post("/help/de/answers/", {"subject": question}),
    ],
)
def test_what_is_there_in_english_alone_stands_below_for_germans(client, in_two_languages, page):
    shown = page(client, "Wie kann ich Webhooks empfangen").content.decode()
    assert 'hreflang="en"' in shown
    assert "Receive webhooks" in shown
    kept = HelpSession.objects.get()
    assert in_two_languages.article_id in kept.shown.values_list("article", flat=True)


def test_what_is_there_in_german_is_not_shown_in_english_too(client, in_two_languages):
    shown = client.get("/help/de/search/", {"q": "Invoice bezahlen: pay an invoice"}).content.decode()
    assert "Pay an invoice" not in shown


def test_nobody_is_shown_english_articles_that_have_nothing_to_do_with_it(client, in_two_languages):
    shown = client.get("/help/de/search/", {"q": "Mein Schuh ist kaputt"}).content.decode()
    assert 'hreflang="en"' not in shown.partition("<main")[2]
