"""German: all of it. Customers read the language that they chose, else that of their browser or their words."""

import re
from datetime import date
from gettext import GNUTranslations
from io import BytesIO

import pytest
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format

from accounts.models import User
from helpdesk import catalogue
from mail.outgoing import language_of
from outbox.models import OutboundEmail
from tests.factories import CustomerFactory, make_ticket

GERMAN = {"headers": {"accept-language": "de-AT,de;q=0.9"}}


def test_everything_is_translated():
    """`manage.py translations --write` adds what is missing to locale/de; write its German there and run it again."""
    assert [f"{text.place}: {text.words}" for text in catalogue.untranslated()] == []


def test_translations_keep_what_is_filled_in():
    for message in catalogue.catalogue_written():
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        for said in [message.string] if isinstance(message.string, str) else message.string[-1:]:
            wanted = message.id if isinstance(message.id, str) else message.id[-1]
            assert sorted(re.findall(r"%\(\w+\)[sd]", said)) == sorted(re.findall(r"%\(\w+\)[sd]", wanted)), wanted
            assert re.findall(r"</?\w+", said) == re.findall(r"</?\w+", wanted), wanted


def _written_now() -> BytesIO:
    return BytesIO(catalogue.compiled(catalogue.catalogue_written()))


def test_the_compiled_catalogue_is_that_of_its_source():
    compiled, written = (GNUTranslations(file) for file in (catalogue.MO.open("rb"), _written_now()))
    assert {**compiled._catalog, "": ""} == {**written._catalog, "": ""}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", "Wie können wir helfen?"),
        ("/requests/new/", "Was ist passiert?"),
        ("/sign-in/", "Kein Passwort nötig"),
        ("/no-such-page/", "Hier ist nichts"),
        ("/help/de/", "Hilfe-Center"),
    ],
)
def test_a_german_browser_is_answered_in_german(client: Client, address, words):
    page = client.get(address, **GERMAN).content.decode()
    assert words in page
    assert '<html lang="de" dir="ltr"' in page


@pytest.mark.django_db
def test_errors_of_a_form_are_german(client: Client):
    page = client.post("/requests/new/", {"token": "x"}, **GERMAN).content.decode()
    assert "Sagen Sie in wenigen Worten, worum es geht." in page


def test_the_profile_counts_more_than_the_browser(client: Client, customer):
    User.objects.filter(pk=customer.pk).update(language="en")
    client.force_login(customer)
    assert "Your requests" in client.get("/", **GERMAN).content.decode()


@pytest.mark.django_db
def test_the_switch_of_the_footer_is_kept(client: Client):
    assert "Deutsch" in client.get("/").content.decode()
    answer = client.post("/language/", {"language": "de", "next": "/requests/new/?topic=other"})
    assert answer["Location"] == "/requests/new/?topic=other"
    assert "Worum geht es?" in client.get("/requests/new/?topic=other").content.decode()


def test_the_switch_of_a_customer_is_their_profiles(client: Client, customer):
    client.force_login(customer)
    client.post("/language/", {"language": "de", "next": "/help/en/search/?q=bill"})
    customer.refresh_from_db()
    assert customer.language == "de"
    assert "Ihre Anfragen" in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "back", "to"),
    [
        ("de", "/help/en/search/?q=bill", "/help/de/search/?q=bill"),
        ("de", "/help/en/articles/no-such-one/", "/help/de/"),
        ("fr", "/sign-in/", "/sign-in/"),
        ("de", "https://elsewhere.example/", "/"),
    ],
)
def test_the_switch_leads_to_the_same_page(client: Client, wanted, back, to):
    assert client.post("/language/", {"language": wanted, "next": back})["Location"] == to


@pytest.mark.django_db
@pytest.mark.parametrize(("chosen", "written", "mailed"), [("en", "de", "en"), ("", "de", "de"), ("", "fr", "en")])
def test_mails_are_in_the_language_of_the_person_else_of_their_words(chosen, written, mailed):
    ticket = make_ticket(requester=CustomerFactory(language=chosen), language=written)
    assert language_of(ticket.requester, ticket) == mailed


@pytest.mark.django_db
def test_the_code_comes_in_the_language_of_the_page(client: Client):
    client.post("/sign-in/", {"email": "neu@example.com"}, **GERMAN)
    mail = OutboundEmail.objects.get()
    assert "ist Ihr Anmeldecode" in mail.subject
    assert "Geben Sie ihn in dem Fenster ein" in mail.text


def test_dates_are_written_as_germans_do():
    from datetime import date

    from helpdesk.templatetags.ui import DAY, _written

    with translation.override("de"):
        assert _written(date(2026, 11, 3), DAY, "de") == "Dienstag, 3. November 2026"


@pytest.mark.parametrize(("month", "german"), [(1, "Januar"), (3, "März"), (5, "Mai"), (12, "Dezember")])
def test_months_are_called_as_django_calls_them_and_not_as_a_word_of_ours_that_is_spelt_alike(month, german):
    with translation.override("de"):
        assert date_format(date(2027, month, 26), "F") == german
